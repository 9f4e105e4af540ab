//! Applying an import.

use axum::extract::State;
use domain::id::ImportId;
use store::contract::imports::{ImportCounts, ImportRecord};
use wire::Code;
use wire::imports::{ApplyImport, Import};

use super::get::shown;
use super::refused_move;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::jobs::import;

/// Applies what was checked and seen: everything that can be taken, in one piece.
#[utoipa::path(post, path = "/imports/{id}/apply", tag = "imports", security(("capability" = ["edit_customers"])),
    params(("id" = ImportId, Path)), request_body = ApplyImport,
    responses((status = 200, body = Import), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn apply(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<ImportId>,
    Json(body): Json<ApplyImport>,
) -> Answer<Json<Import>> {
    let record = app.store.import(id).await?;
    if record.state != "checked" || import::plan_of(&record).is_none() {
        return Err(Failure::new(Code::WrongState).detail((
            "只有核对完成、列已对应好的导入才能写入。",
            "Only an import that was checked, with its columns settled, can be applied.",
        )));
    }
    let stamp = may.stamp(&app);
    let record = ImportRecord {
        state: "applying".to_owned(),
        version: body.version,
        counts: ImportCounts::default(),
        done: 0,
        permille: 0,
        ..record
    };
    if let Err(error) = app.store.move_import(&["checked"], &record, &stamp).await {
        return Err(refused_move(&app, id, may.lang, error).await);
    }
    import::begin(&app, record, stamp);
    Ok(Json(shown(&app, id, may.lang).await?))
}
