//! A new draft.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{Duration, NaiveDate, NaiveTime};
use domain::campaign::{Content, Limits};
use domain::consent::Purpose;
use domain::id::CampaignId;
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::{Condition, Rule, Today};
use domain::time::civil;
use wire::campaigns::{Campaign, NewCampaign};

use super::{check, view};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::Json;
use crate::handlers::{library, segments};

/// A new draft; for one customer it is a service message. What it does not say has the firm's defaults: its signature, its first
/// carrier, and limits a fifth above what the segment would come to today. With a day that is still to come it goes out on that day at nine, or when the allowed hours begin.
#[utoipa::path(post, path = "/campaigns", tag = "campaigns", security(("capability" = ["compose"])), request_body = NewCampaign,
    responses((status = 201, body = Campaign), (status = 422, body = wire::Problem)))]
pub async fn add(
    may: May<cap::Compose>,
    State(app): State<App>,
    Json(body): Json<NewCampaign>,
) -> Answer<(StatusCode, Json<Campaign>)> {
    Failure::of_fields(check::named(&body.name).into_iter().collect())?;
    let content = defaults(&app, &body).await?;
    let id = CampaignId(app.new_id());
    app.store
        .add_campaign(&may.stamp(&app), id, body.name.trim(), &content, None)
        .await?;
    Ok((StatusCode::CREATED, Json(view::read(&app, may.lang, id).await?)))
}

async fn defaults(app: &App, body: &NewCampaign) -> Answer<Content> {
    let segment = match body.segment {
        Some(id) => {
            let found = app.store.segment(id).await;
            let found =
                found.map_err(|error| missing(error, "segment", ("没有这个客群。", "There is no such segment.")))?;
            Some(segments::rule_of(found)?)
        }
        None => None,
    };
    if let Some(customer) = body.customer {
        let found = app.store.customer(customer).await;
        found.map_err(|error| missing(error, "customer", ("没有这位客户。", "There is no such customer.")))?;
    }
    let template = match body.template {
        Some(id) => Some(
            app.store
                .template(id)
                .await
                .map_err(|error| missing(error, "template", ("没有这个模板。", "There is no such template.")))?,
        ),
        None => None,
    };
    let picked = body.library.as_ref().map(library::picked).transpose()?;
    let carriers = app.store.carriers().await?;
    let carrier = carriers.iter().find(|carrier| carrier.enabled);
    let (rule, counted) = match (&segment, body.customer) {
        (Some(rule), _) => (rule.clone(), rule.clone()),
        (None, Some(customer)) => {
            let rule = Rule::Is(Condition::Customers(vec![customer]));
            (rule.clone(), rule)
        }
        // Nobody, until somebody is picked.
        (None, None) => (Rule::nobody(), Rule::everybody()),
    };
    let now = app.now();
    let today = Today::at(now, app.offset_minutes(now));
    let (people, _) = app.store.count(&counted, &today).await?;
    let people = (people + people / 5).div_ceil(100).max(1) * 100;
    let (purpose, text, others) = match (template, picked) {
        (Some(template), _) => (template.text.purpose, template.text.text, template.text.others),
        (None, Some((purpose, texts))) => {
            let mut texts = texts.iter().cloned();
            (purpose, texts.next().unwrap_or_default(), texts.collect())
        }
        (None, None) if body.customer.is_some() => (Purpose::Service, String::new(), Vec::new()),
        (None, None) => (Purpose::Care, String::new(), Vec::new()),
    };
    let price = carrier.map_or(0, |carrier| carrier.price_millis);
    Ok(Content {
        segment: body.segment,
        rule,
        template: body.template,
        purpose,
        text,
        others,
        signature: app.settings().signature.clone(),
        schedule: body.on.map_or(Schedule::OnApproval, |day| morning_of(app, day)),
        late: LatePolicy::default(),
        valid_hours: 24,
        carrier: carrier.map(|carrier| carrier.name.clone()).unwrap_or_default(),
        rate: None,
        limits: Limits {
            people,
            parts: people * 2,
            cost: (people * 2 * price).div_ceil(1_000),
        },
    })
}

/// On that day at nine, or when the allowed hours begin; once it is approved if that has passed.
fn morning_of(app: &App, day: NaiveDate) -> Schedule {
    let now = app.now();
    let nine = day.and_time(NaiveTime::MIN) + Duration::hours(9);
    let morning = app.settings().hours.next(nine);
    if morning > civil(now, app.offset_minutes(now)) {
        Schedule::Once(morning)
    } else {
        Schedule::OnApproval
    }
}

fn missing(error: store::Error, field: &str, message: (&'static str, &'static str)) -> Failure {
    match error {
        store::Error::NotFound => Failure::field(field, message),
        error => error.into(),
    }
}
