//! Whom a rule selects now.

use std::time::Instant;

use axum::extract::State;
use wire::segments::{PreviewRule, RulePreview};

use super::{check_rule, today};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;
use crate::handlers::customers::row_of;

/// How many are shown.
const SAMPLE: u32 = 8;

/// Counts whom a rule selects, and shows a few.
#[utoipa::path(post, path = "/segments/preview", tag = "segments", security(("capability" = ["see_customers"])),
    request_body = PreviewRule, responses((status = 200, body = RulePreview), (status = 422, body = wire::Problem)))]
pub async fn preview(
    _: May<cap::SeeCustomers>,
    State(app): State<App>,
    Json(body): Json<PreviewRule>,
) -> Answer<Json<RulePreview>> {
    check_rule(&body.rule)?;
    let today = today(&app);
    let begun = Instant::now();
    let (customers, reachable) = app.store.count(&body.rule, &today).await?;
    let micros = begun.elapsed().as_micros() as u64;
    let sample = if customers == 0 {
        Vec::new()
    } else {
        app.store.sample(&body.rule, &today, SAMPLE).await?
    };
    Ok(Json(RulePreview {
        customers,
        reachable,
        sample: sample.into_iter().map(row_of).collect(),
        micros,
    }))
}
