//! Reading segments.

use std::collections::HashMap;

use axum::extract::State;
use domain::id::SegmentId;
use domain::segment::sentence;
use wire::segments::{Segment, SegmentRow};

use super::{agents, name_of, segment_of, today};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::{Json, Path};

/// All segments that are not archived, built-in ones first, each with how many customers it selects now.
#[utoipa::path(get, path = "/segments", tag = "segments", security(("capability" = ["see_customers"])),
    responses((status = 200, body = Vec<SegmentRow>)))]
pub async fn list(may: May<cap::SeeCustomers>, State(app): State<App>) -> Answer<Json<Vec<SegmentRow>>> {
    let agents = agents(&app).await?;
    let uses: HashMap<_, _> = app.store.segment_uses().await?.into_iter().collect();
    let today = today(&app);
    let mut rows = Vec::new();
    for record in app.store.segments(false).await? {
        // One that can't be read, or that the engine may not take, must not keep the others from being seen.
        let usable = record.rule.as_ref().filter(|rule| rule.flaws().is_empty());
        let customers = match usable {
            Some(rule) => app.store.count_lately(rule, &today).await?.0,
            None => 0,
        };
        rows.push(SegmentRow {
            id: record.id,
            name: name_of(&record, may.lang),
            sentence: record.rule.as_ref().map_or_else(String::new, |rule| {
                sentence(rule, may.lang, &|id| agents.get(&id).cloned())
            }),
            built_in: record.built_in.is_some(),
            customers,
            unusable: usable.is_none(),
            campaigns: uses.get(&record.id).copied().unwrap_or(0),
            updated_at: record.updated_at,
        });
    }
    Ok(Json(rows))
}

/// One segment.
#[utoipa::path(get, path = "/segments/{id}", tag = "segments", security(("capability" = ["see_customers"])),
    params(("id" = SegmentId, Path)),
    responses((status = 200, body = Segment), (status = 404, body = wire::Problem)))]
pub async fn get(
    may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Path(id): Path<SegmentId>,
) -> Answer<Json<Segment>> {
    Ok(Json(segment_of(app.store.segment(id).await?, may.lang)))
}
