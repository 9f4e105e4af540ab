//! Cancelling an import.

use axum::extract::State;
use domain::id::ImportId;
use store::contract::imports::ImportRecord;
use wire::Code;
use wire::imports::Import;

use super::get::shown;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::jobs::import::{self, Stop};

/// Stops an import; nothing of it is written. One that is applied already stays applied.
#[utoipa::path(post, path = "/imports/{id}/cancel", tag = "imports", security(("capability" = ["edit_customers"])),
    params(("id" = ImportId, Path)),
    responses((status = 200, body = Import), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn cancel(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<ImportId>,
) -> Answer<Json<Import>> {
    app.store.import(id).await?;
    app.imports.stop(id, Stop::Cancelled).await;
    let record = app.store.import(id).await?;
    match record.state.as_str() {
        "cancelled" => {}
        "checked" | "checking" => {
            let cancelled = ImportRecord {
                state: "cancelled".to_owned(),
                ..record
            };
            app.store
                .move_import(&["checked", "checking"], &cancelled, &may.stamp(&app))
                .await?;
            import::forget_file(&app, &cancelled);
        }
        _ => {
            return Err(Failure::new(Code::WrongState).detail((
                "这次导入已经结束，不能再取消。",
                "This import has ended; it cannot be cancelled any more.",
            )));
        }
    }
    Ok(Json(shown(&app, id, may.lang).await?))
}
