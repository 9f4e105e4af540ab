//! Removing a direct carrier.

use axum::extract::State;
use axum::http::StatusCode;
use wire::Code;

use super::SANDBOX;
use crate::app::App;
use crate::caller::{Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::Path;

/// Removes a direct carrier with its secret, unless a run that is not closed or a campaign that may fire uses it. The built-in
/// one stays.
#[utoipa::path(delete, path = "/carriers/{name}", tag = "carriers", security(("session" = ["administer"])),
    params(("name" = String, Path)),
    responses((status = 204), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn remove(
    may: Person<cap::Administer>,
    State(app): State<App>,
    Path(name): Path<String>,
) -> Answer<StatusCode> {
    if app.store.carrier(&name).await?.kind == SANDBOX {
        return Err(Failure::new(Code::WrongState).detail((
            "内置的沙箱通道不能删除，可以停用。",
            "The built-in sandbox cannot be removed; it can be switched off.",
        )));
    }
    match app.store.remove_carrier(&may.stamp(&app), &name).await {
        Err(store::Error::WrongState(_)) => {
            return Err(Failure::new(Code::WrongState).detail((
                "还有批次、活动或别的通道在用这个通道。",
                "A run, a campaign or another carrier still uses this carrier.",
            )));
        }
        other => other?,
    }
    app.carriers.hang_up(&name);
    Ok(StatusCode::NO_CONTENT)
}
