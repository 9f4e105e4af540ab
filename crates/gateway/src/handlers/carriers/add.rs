//! Adding a direct carrier.

use axum::extract::State;
use axum::http::StatusCode;
use store::contract::CarrierRecord;
use wire::carriers::NewCarrier;
use wire::settings::Carrier;

use super::edit::DEAREST;
use super::{carrier_of, form};
use crate::app::App;
use crate::caller::{Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::Json;

/// Adds a direct carrier. It connects at once if it is switched on.
#[utoipa::path(post, path = "/carriers", tag = "carriers", security(("session" = ["administer"])), request_body = NewCarrier,
    responses((status = 201, body = Carrier), (status = 422, body = wire::Problem)))]
pub async fn add(
    may: Person<cap::Administer>,
    State(app): State<App>,
    Json(body): Json<NewCarrier>,
) -> Answer<(StatusCode, Json<Carrier>)> {
    let mut faults = form::faults(&body.direct, false);
    let named = (1..=40).contains(&body.name.chars().count());
    if !named || !body.name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)) {
        let text = ("1 到 40 个字，只用文字、数字和 - _ .", "1 to 40 letters, digits, - _ .");
        faults.push(("name".to_owned(), text.into()));
    }
    if body.price_millis > DEAREST {
        let text = ("每条最多 10 元。", "At most 10 yuan a part.");
        faults.push(("price_millis".to_owned(), text.into()));
    }
    faults.extend(form::unknown_policy(body.policy.as_deref()));
    let known = app.store.carriers().await?;
    faults.extend(form::beside(&body.name, body.hours, body.fallback.as_deref(), &known));
    Failure::of_fields(faults)?;
    if known.iter().any(|record| record.name == body.name) {
        return Err(Failure::field(
            "name",
            ("已有同名通道。", "There is a carrier of this name."),
        ));
    }
    let kind = body.direct.kind().to_owned();
    let record = CarrierRecord {
        config: form::config(&body.name, body.direct, None, app.carriers.secrets())?,
        name: body.name,
        kind,
        enabled: body.enabled,
        price_millis: body.price_millis,
        rate: body.rate,
        policy: body.policy,
        hours: body.hours,
        fallback: body.fallback,
    };
    app.store.put_carrier(&may.stamp(&app), record.clone()).await?;
    app.wake.notify_one();
    Ok((StatusCode::CREATED, Json(carrier_of(&app, record, &known, true).await?)))
}
