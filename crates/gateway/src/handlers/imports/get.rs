//! One import.

use axum::extract::State;
use domain::id::ImportId;
use domain::phone::mask;
use intake::{Format, Language, Layout, RefusalCode};
use store::contract::imports::{ImportRecord, RefusalCount as StoredCount};
use wire::imports::{Column, Import, Progress, RefusalCount};

use super::{state_of, wire_kind};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::{Json, Path};
use crate::handlers::customers::masked;
use crate::jobs::import::{Both, KeptColumn, Understood, ZEROS, said};
use crate::lang::Lang;

/// One import: how far it is, what was understood, what is refused.
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", security(("capability" = ["see_customers"])),
    params(("id" = ImportId, Path)),
    responses((status = 200, body = Import), (status = 404, body = wire::Problem)))]
pub async fn get(
    may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Path(id): Path<ImportId>,
) -> Answer<Json<Import>> {
    Ok(Json(shown(&app, id, may.lang).await?))
}

/// The import as it is shown.
pub(super) async fn shown(app: &App, id: ImportId, lang: Lang) -> Answer<Import> {
    // In this order: an import that ends in between is then shown as ended.
    let so_far = app.imports.so_far(id);
    let record = app.store.import(id).await?;
    let (zeros, refusals): (Vec<_>, Vec<_>) = app
        .store
        .refusals(id)
        .await?
        .into_iter()
        .partition(|count| count.code == ZEROS);
    let state = state_of(&record.state);
    let columns: Vec<KeptColumn> = serde_json::from_str(&record.columns).unwrap_or_default();
    let understood: Vec<Understood> = serde_json::from_str(&record.understood).unwrap_or_default();
    let layout: Option<Layout> = serde_json::from_str(&record.layout).ok();
    let problem: Option<Both> = record
        .problem
        .as_deref()
        .and_then(|json| serde_json::from_str(json).ok());
    let (progress, counts) = match so_far {
        Some(so_far) if matches!(record.state.as_str(), "checking" | "applying") => so_far,
        _ => (
            Progress {
                done: record.done,
                total: record.total,
                permille: record.permille,
            },
            said(record.counts),
        ),
    };
    Ok(Import {
        id,
        version: record.version,
        kind: wire_kind(&record.kind),
        sample: sample(&record, &columns),
        file: record.file,
        bytes: record.bytes,
        format: record.format,
        sheet: layout.as_ref().and_then(|layout| match &layout.format {
            Format::Xlsx { sheet } => Some(sheet.clone()),
            Format::Csv { .. } => None,
        }),
        merged: layout.as_ref().map_or(0, |layout| layout.merged as u64),
        zeros: zeros.iter().map(|count| count.rows).sum(),
        with_erased: record.with_erased,
        erased: refusals
            .iter()
            .filter(|count| count.code == RefusalCode::Erased.code())
            .map(|count| count.rows)
            .sum(),
        sheets_left: layout.map(|layout| layout.left).unwrap_or_default(),
        state,
        progress,
        counts,
        columns: columns.into_iter().map(column).collect(),
        understood: understood.into_iter().map(|row| row.into_lang(lang)).collect(),
        refusals: refusals.into_iter().map(|count| refusal(count, lang)).collect(),
        problem: problem.map(|both| both.into_lang(lang)),
        by: record.by,
        created_at: record.created_at,
        ended_at: record.ended_at,
    })
}

fn column(kept: KeptColumn) -> Column {
    Column {
        header: kept.header,
        field: if kept.field.starts_with("attribute:") {
            "attribute".to_owned()
        } else {
            kept.field
        },
        guess: kept.guess,
    }
}

/// The first rows as they stand in the file; what is taken for a phone, or reads as one, is masked.
fn sample(record: &ImportRecord, columns: &[KeptColumn]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = serde_json::from_str(&record.sample).unwrap_or_default();
    for row in &mut rows {
        for (cell, column) in row.iter_mut().zip(columns) {
            match column.field.as_str() {
                "phone" => *cell = mask(cell),
                // A firm may number its customers by what reads as a phone, and shows its numbers.
                "number" => {}
                _ => *cell = masked(cell),
            }
        }
    }
    rows
}

fn refusal(count: StoredCount, lang: Lang) -> RefusalCount {
    let language = if lang == Lang::ZhCn { Language::Zh } else { Language::En };
    let code = RefusalCode::ALL.iter().find(|code| code.code() == count.code);
    RefusalCount {
        column: Some(count.place).filter(|place| !place.is_empty()),
        reason: code.map_or(count.code.clone(), |code| code.text(language).to_owned()),
        rows: count.rows,
    }
}
