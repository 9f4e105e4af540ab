//! What persons typed about a change.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Path;

/// Erases for good what a person typed about a change, such as a reason that names somebody. The event itself stays, with a salted
/// digest that nobody can connect to the words any more.
#[utoipa::path(delete, path = "/log/{seq}/words", tag = "log", security(("capability" = ["administer"])),
    params(("seq" = u64, Path)), responses((status = 204), (status = 404, body = wire::Problem)))]
pub async fn erase(may: May<cap::Administer>, State(app): State<App>, Path(seq): Path<u64>) -> Answer<StatusCode> {
    app.store.erase_words(&may.stamp(&app), seq).await?;
    Ok(StatusCode::NO_CONTENT)
}
