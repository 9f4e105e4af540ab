//! Consents of a customer.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::consent::Consent;
use domain::id::CustomerId;
use domain::time::DAY;
use store::Change;
use store::contract::ConsentsOf;
use store::contract::customers::ConsentRecord;
use wire::customers::{Customer, NewConsent, TimelineItem, TimelineWhat};

use super::customer_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::ledger::consents;

const SOURCES: [&str; 6] = ["form", "phone", "shop", "reply", "import", "other"];

/// A record as an item of the time line; `answers`: the campaign that was answered by it.
pub(super) fn item_of(record: ConsentRecord, answers: Option<String>) -> TimelineItem {
    TimelineItem {
        at: record.given_at,
        what: TimelineWhat::Consent {
            purpose: record.purpose,
            is: record.is,
            source: record.source,
            evidence: record.evidence,
            answers,
        },
    }
}

/// All records of consent, latest first.
#[utoipa::path(get, path = "/customers/{id}/consents", tag = "customers", security(("capability" = ["see_customers"])),
    params(("id" = CustomerId, Path)),
    responses((status = 200, body = Vec<TimelineItem>), (status = 404, body = wire::Problem)))]
pub async fn list(
    _: May<cap::SeeCustomers>,
    State(app): State<App>,
    Path(id): Path<CustomerId>,
) -> Answer<Json<Vec<TimelineItem>>> {
    app.store.customer(id).await?;
    let records = app.store.consents(id).await?;
    Ok(Json(
        records.into_iter().map(|(_, record)| item_of(record, None)).collect(),
    ))
}

/// The consent pack (docs/formats.md): every consent and withdrawal of a customer, on which evidence, and when it was recorded. Records of
/// a time before consents were committed to the log are not in it.
#[utoipa::path(get, path = "/customers/{id}/consents/pack", tag = "customers", security(("capability" = ["read_log"])),
    params(("id" = CustomerId, Path)),
    responses((status = 200, content_type = "application/jsonl", body = String), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn pack(may: May<cap::ReadLog>, State(app): State<App>, Path(id): Path<CustomerId>) -> Answer<Response> {
    app.store.customer(id).await?;
    let body = consents::body(app.clone(), ConsentsOf::Customer(id)).await?;
    let change = Change::new("customer.consents_exported", "customer", id);
    app.store.note(&may.stamp(&app), vec![change]).await?;
    let file = format!("attachment; filename=\"consents-{id}.jsonl\"");
    let headers = [
        (CONTENT_TYPE, "application/jsonl".to_owned()),
        (CONTENT_DISPOSITION, file),
    ];
    Ok((headers, body).into_response())
}

/// Records that a consent was given, with the evidence, or withdrawn.
#[utoipa::path(post, path = "/customers/{id}/consents", tag = "customers", security(("capability" = ["edit_customers"])),
    params(("id" = CustomerId, Path)), request_body = NewConsent,
    responses((status = 200, body = Customer), (status = 404, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn add(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<CustomerId>,
    Json(body): Json<NewConsent>,
) -> Answer<Json<Customer>> {
    let now = app.now();
    let evidence = body
        .evidence
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    let mut faults = Vec::new();
    if body.is == Consent::Unknown {
        faults.push((
            "is".to_owned(),
            ("请选择同意或退订", "Choose given or withdrawn").into(),
        ));
    }
    if !SOURCES.contains(&body.source.as_str()) {
        faults.push(("source".to_owned(), ("请选择来源", "Choose how we know").into()));
    }
    if body.is == Consent::Given && evidence.is_none() {
        faults.push((
            "evidence".to_owned(),
            (
                "请写明凭据，例如表单编号",
                "Write the evidence, such as the form's number",
            )
                .into(),
        ));
    }
    if evidence.as_ref().is_some_and(|text| text.chars().count() > 500) {
        faults.push((
            "evidence".to_owned(),
            ("凭据最多 500 个字", "The evidence has at most 500 characters").into(),
        ));
    }
    // A clock may be a little ahead of ours.
    if body.given_at.is_some_and(|at| at > now + DAY || at < 0) {
        faults.push((
            "given_at".to_owned(),
            ("时间不能晚于现在", "The time must not lie in the future").into(),
        ));
    }
    Failure::of_fields(faults)?;
    let record = ConsentRecord {
        purpose: body.purpose,
        is: body.is,
        source: body.source,
        evidence,
        given_at: body.given_at.unwrap_or(now).min(now),
    };
    app.store.add_consent(id, &record, &may.stamp(&app)).await?;
    Ok(Json(customer_of(app.store.customer(id).await?)))
}
