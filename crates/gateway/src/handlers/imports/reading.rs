//! Reading the file otherwise: another sheet, or with who was erased.

use axum::extract::State;
use domain::id::ImportId;
use store::contract::imports::{ImportCounts, ImportRecord};
use wire::Code;
use wire::imports::{Import, Reading};

use super::get::shown;
use super::{refused_move, unprepared};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::jobs::import::{self, Stop};

/// Reads another sheet of the workbook, whose columns are guessed anew, or takes in who was erased; and begins the dry run anew.
#[utoipa::path(put, path = "/imports/{id}/reading", tag = "imports", security(("capability" = ["edit_customers"])),
    params(("id" = ImportId, Path)), request_body = Reading,
    responses((status = 200, body = Import), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem),
        (status = 422, body = wire::Problem)))]
pub async fn reading(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<ImportId>,
    Json(body): Json<Reading>,
) -> Answer<Json<Import>> {
    let mut record = app.store.import(id).await?;
    if !matches!(record.state.as_str(), "checking" | "checked") {
        return Err(Failure::new(Code::WrongState).detail((
            "这次导入已经开始写入或已结束，不能再换一种读法。",
            "This import is being applied or has ended; it cannot be read otherwise.",
        )));
    }
    let before = record.state.clone();
    if let Some(sheet) = body.sheet {
        record = import::other_sheet(&app, record, sheet).await.map_err(unprepared)?;
    }
    if before == "checking" {
        app.imports.stop(id, Stop::Superseded).await;
    }
    let readable = import::plan_of(&record).is_some();
    let mut record = ImportRecord {
        state: if readable { "checking" } else { "checked" }.to_owned(),
        with_erased: body.with_erased,
        understood: "[]".to_owned(),
        counts: ImportCounts::default(),
        done: 0,
        permille: 0,
        ..record
    };
    let stamp = may.stamp(&app);
    match app.store.move_import(&["checking", "checked"], &record, &stamp).await {
        Ok(version) => record.version = version,
        Err(error) => return Err(refused_move(&app, id, may.lang, error).await),
    }
    if readable {
        import::begin(&app, record, stamp);
    } else {
        // What was refused was of the other sheet.
        app.store.put_refusals(id, &[]).await?;
    }
    Ok(Json(shown(&app, id, may.lang).await?))
}
