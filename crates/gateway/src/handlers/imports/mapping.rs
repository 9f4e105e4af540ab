//! Correcting the columns.

use axum::extract::State;
use domain::id::ImportId;
use intake::{Field, Layout};
use store::contract::imports::{ImportCounts, ImportRecord};
use wire::Code;
use wire::imports::{Guess, Import, Mapping};

use super::get::shown;
use super::refused_move;
use super::words::mapping_problem;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::jobs::import::{self, KeptColumn, Stop, kind_of};

/// Takes a field for each column, remembers them for these headers, and begins the dry run anew.
#[utoipa::path(put, path = "/imports/{id}/mapping", tag = "imports", security(("capability" = ["edit_customers"])),
    params(("id" = ImportId, Path)), request_body = Mapping,
    responses((status = 200, body = Import), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn mapping(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<ImportId>,
    Json(body): Json<Mapping>,
) -> Answer<Json<Import>> {
    let record = app.store.import(id).await?;
    if !matches!(record.state.as_str(), "checking" | "checked") {
        return Err(Failure::new(Code::WrongState).detail((
            "这次导入已经开始写入或已结束，不能再改列。",
            "This import is being applied or has ended; its columns cannot be changed.",
        )));
    }
    let (columns, chosen) = chosen(&record, &body.fields)?;
    if record.state == "checking" {
        app.imports.stop(id, Stop::Superseded).await;
    }
    let memory: Vec<(String, String)> = chosen.memory().map(|(header, field)| (header, field.key())).collect();
    let stamp = may.stamp(&app);
    let mut record = ImportRecord {
        state: "checking".to_owned(),
        columns: serde_json::to_string(&columns).map_err(Failure::internal)?,
        understood: "[]".to_owned(),
        counts: ImportCounts::default(),
        done: 0,
        permille: 0,
        problem: None,
        ..record
    };
    match app.store.move_import(&["checking", "checked"], &record, &stamp).await {
        Ok(version) => record.version = version,
        Err(error) => return Err(refused_move(&app, id, may.lang, error).await),
    }
    app.store.remember_columns(&record.kind, &memory).await?;
    import::begin(&app, record, stamp);
    Ok(Json(shown(&app, id, may.lang).await?))
}

/// The columns with their new fields, or what is wrong with them.
fn chosen(record: &ImportRecord, codes: &[String]) -> Answer<(Vec<KeptColumn>, intake::Mapping)> {
    let layout: Layout = serde_json::from_str(&record.layout).map_err(Failure::internal)?;
    let old: Vec<KeptColumn> = serde_json::from_str(&record.columns).unwrap_or_default();
    if codes.len() != layout.headers.len() {
        return Err(Failure::field(
            "fields",
            ("每一列都要有一项", "There must be one field for each column"),
        ));
    }
    let mut fields = Vec::new();
    for (index, (code, header)) in codes.iter().zip(&layout.headers).enumerate() {
        let field = match code.as_str() {
            "attribute" if header.is_empty() => None,
            "attribute" => Some(Field::Attribute(header.clone())),
            other => Field::try_from(other.to_owned()).ok(),
        };
        fields.push(
            field.ok_or_else(|| Failure::field(format!("fields.{index}"), ("没有这一项", "There is no such field")))?,
        );
    }
    let mapping = intake::Mapping::new(kind_of(&record.kind), &layout.headers, fields.clone()).map_err(|error| {
        let both = mapping_problem(&error, &layout.headers);
        Failure::field("fields", (both.zh, both.en))
    })?;
    let columns = layout
        .headers
        .into_iter()
        .zip(fields)
        .enumerate()
        .map(|(index, (header, field))| {
            let kept = old
                .get(index)
                .filter(|old| old.field == field.key())
                .map(|old| old.guess);
            KeptColumn {
                header,
                field: field.key(),
                guess: kept.unwrap_or(Guess::Chosen),
            }
        })
        .collect();
    Ok((columns, mapping))
}
