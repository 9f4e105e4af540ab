//! Archiving a segment.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::SegmentId;
use wire::Code;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::Path;

/// Archives a segment: it is offered no more. Campaigns that use it keep its rule.
#[utoipa::path(delete, path = "/segments/{id}", tag = "segments", security(("capability" = ["compose"])),
    params(("id" = SegmentId, Path)),
    responses((status = 204), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn archive(may: May<cap::Compose>, State(app): State<App>, Path(id): Path<SegmentId>) -> Answer<StatusCode> {
    match app.store.archive_segment(id, true, &may.stamp(&app)).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(store::Error::WrongState(why)) => Err(Failure::new(Code::WrongState).because(why).detail((
            "内置客群不能归档。",
            "A segment that came with the product cannot be archived.",
        ))),
        Err(error) => Err(error.into()),
    }
}
