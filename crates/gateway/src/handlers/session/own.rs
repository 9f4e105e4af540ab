//! One's own sessions.

use axum::extract::State;
use axum::http::StatusCode;
use wire::session::SessionRow;

use crate::app::App;
use crate::caller::{Person, cap};
use crate::error::Answer;
use crate::extract::{Json, Path};

/// One's own sessions that still hold, last seen first.
#[utoipa::path(get, path = "/sessions", tag = "session", security(("session" = ["signed_in"])),
    responses((status = 200, body = Vec<SessionRow>)))]
pub async fn list(may: Person<cap::SignedIn>, State(app): State<App>) -> Answer<Json<Vec<SessionRow>>> {
    let current = may.user().session.clone();
    let sessions = app.store.sessions(may.id, app.now()).await?;
    let rows = sessions.into_iter().map(|session| SessionRow {
        current: current.as_ref() == Some(&session.id),
        id: session.id,
        created_at: session.created_at,
        seen_at: session.seen_at,
        browser: session.browser,
    });
    Ok(Json(rows.collect()))
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/sessions/{id}", tag = "session", security(("session" = ["signed_in"])),
    params(("id" = String, Path)), responses((status = 204), (status = 404, body = wire::Problem)))]
pub async fn end(may: Person<cap::SignedIn>, State(app): State<App>, Path(id): Path<String>) -> Answer<StatusCode> {
    app.store.end_session(&may.stamp(&app), may.id, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
