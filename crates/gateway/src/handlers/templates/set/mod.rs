//! Template sets as files: JSON for other firms, a workbook for people.

mod table;

use std::collections::{HashMap, HashSet};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::TemplateId;
use domain::template::{SetError, SetTemplate, TemplateSet};
use serde::Deserialize;
use store::contract::templates::{TemplateRecord, TemplateText};
use utoipa::IntoParams;
use wire::Code;
use wire::templates::{SetFault, SetReport, TemplateEdit};

use super::check::{faults, kept};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Query, Raw};
use crate::lang::{Lang, Text};

/// Templates in one set.
const MOST: usize = 1_000;

/// Query of a set that is brought in.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TakeQuery {
    /// Takes it; otherwise only says what would happen.
    #[serde(default)]
    take: bool,
}

/// The templates that are not archived, as a set that another Rollcall reads.
#[utoipa::path(get, path = "/templates/set.json", tag = "templates", security(("capability" = ["see_customers"])),
    responses((status = 200, content_type = "application/json", body = Object)))]
pub async fn json(_may: May<cap::SeeCustomers>, State(app): State<App>) -> Answer<Response> {
    let set = TemplateSet::new(set(app.store.templates().await?));
    let text = set.write().map_err(Failure::internal)?;
    Ok((named("application/json", "json"), text).into_response())
}

/// The same as a workbook: a row for each template, a column for each of its wordings. Cells that a spreadsheet would run are
/// made harmless.
#[utoipa::path(get, path = "/templates/set.xlsx", tag = "templates", security(("capability" = ["see_customers"])),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
pub async fn xlsx(may: May<cap::SeeCustomers>, State(app): State<App>) -> Answer<Response> {
    let set = set(app.store.templates().await?);
    let lang = may.lang;
    let book = tokio::task::spawn_blocking(move || table::write(&set, lang))
        .await
        .map_err(Failure::internal)?
        .map_err(Failure::internal)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok((named(kind, "xlsx"), book).into_response())
}

fn named(kind: &str, ending: &str) -> [(axum::http::HeaderName, String); 2] {
    [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"templates.{ending}\""),
        ),
    ]
}

fn set(records: Vec<TemplateRecord>) -> Vec<SetTemplate> {
    let template = |record: TemplateRecord| SetTemplate {
        name: record.text.name,
        purpose: record.text.purpose,
        lang: domain::lang::Lang::default(),
        wordings: std::iter::once(record.text.text).chain(record.text.others).collect(),
    };
    records.into_iter().map(template).collect()
}

/// Takes a set as the raw body: JSON, a workbook or CSV, found out from what it holds. A template whose name is here already
/// becomes its next version. All of it is taken, or none.
#[utoipa::path(post, path = "/templates/set", tag = "templates", security(("capability" = ["compose"])), params(TakeQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = SetReport), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn take(
    may: May<cap::Compose>,
    State(app): State<App>,
    Query(query): Query<TakeQuery>,
    Raw(body): Raw,
) -> Answer<Json<SetReport>> {
    let rows = read(&app, body).await?;
    if rows.is_empty() || rows.len() > MOST {
        return Err(unreadable((
            format!("文件里要有 1 到 {MOST} 个模板。"),
            format!("A file holds 1 to {MOST} templates."),
        )));
    }
    let (texts, faults) = judged(rows, may.lang);
    let here: HashMap<String, TemplateRecord> = app
        .store
        .templates()
        .await?
        .into_iter()
        // Newest first: of two with one name, the one changed last.
        .rev()
        .map(|record| (record.text.name.clone(), record))
        .collect();
    let (mut added, mut changed, mut same) = (Vec::new(), Vec::new(), 0);
    for text in texts {
        match here.get(&text.name) {
            None => added.push((TemplateId(app.new_id()), text)),
            Some(known) if known.text == text => same += 1,
            Some(known) => changed.push((known.id, known.version, text)),
        }
    }
    let taken = query.take && faults.is_empty();
    if taken {
        app.store.put_templates(&may.stamp(&app), &added, &changed).await?;
    }
    Ok(Json(SetReport {
        added: added.into_iter().map(|(_, text)| text.name).collect(),
        changed: changed.into_iter().map(|(_, _, text)| text.name).collect(),
        same,
        faults,
        taken,
    }))
}

/// A template as the file has it: what it is called in a message, and its fields or why there are none.
struct Row {
    called: String,
    fields: Result<TemplateEdit, Text>,
}

async fn read(app: &App, body: Bytes) -> Answer<Vec<Row>> {
    let begins = |text: &[u8]| text.iter().find(|octet| !octet.is_ascii_whitespace()) == Some(&b'{');
    if !begins(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body)) {
        return table::read(app, body).await;
    }
    let text = std::str::from_utf8(&body).map_err(|_| unreadable(words(&SetError::Format(String::new()))))?;
    let set = TemplateSet::read(text).map_err(|error| unreadable(words(&error)))?;
    Ok(set.templates.into_iter().map(row).collect())
}

fn row(template: SetTemplate) -> Row {
    let mut wordings = template.wordings.into_iter();
    let edit = TemplateEdit {
        version: None,
        name: template.name,
        purpose: template.purpose,
        text: wordings.next().unwrap_or_default(),
        others: wordings.collect(),
    };
    Row {
        called: edit.name.clone(),
        fields: Ok(edit),
    }
}

fn words(error: &SetError) -> (String, String) {
    let zh = match error {
        SetError::Shape(error) => format!("文件不是模板集：第 {} 行读不懂。", error.line()),
        SetError::Format(_) => "文件不是模板集。".to_owned(),
        SetError::Version(version) => format!("文件是第 {version} 版格式，请先升级无漏。"),
    };
    (zh, error.to_string())
}

fn unreadable(text: impl Into<Text>) -> Failure {
    Failure::new(Code::Invalid).detail(text)
}

/// The texts that can be kept, and everything that is wrong with the others.
fn judged(rows: Vec<Row>, lang: Lang) -> (Vec<TemplateText>, Vec<SetFault>) {
    let (mut texts, mut wrong) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for row in rows {
        let mut fault = |text: Text| {
            wrong.push(SetFault {
                template: row.called.clone(),
                message: text.into_lang(lang),
            });
        };
        let edit = match row.fields {
            Ok(edit) => edit,
            Err(text) => {
                fault(text);
                continue;
            }
        };
        let mut found: Vec<Text> = faults(&edit).into_iter().map(|(_, text)| text).collect();
        if !seen.insert(edit.name.trim().to_owned()) {
            found.push(("文件里有两个同名的模板。", "The file has two templates of this name.").into());
        }
        if found.is_empty() {
            texts.push(kept(edit));
        } else {
            found.into_iter().for_each(&mut fault);
        }
    }
    (texts, wrong)
}
