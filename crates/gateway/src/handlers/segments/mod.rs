//! `/api/segments`

mod archive;
mod edit;
mod explain;
mod list;
mod preview;

use std::collections::HashMap;

use domain::id::UserId;
use domain::segment::{Rule, Today};
use store::contract::SegmentRecord;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::Code;
use wire::segments::Segment;

use crate::app::App;
use crate::error::{Answer, Failure};
use crate::lang::{Lang, Text};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, edit::create))
        .routes(routes!(preview::preview))
        .routes(routes!(explain::explain))
        .routes(routes!(list::get, edit::edit, archive::archive))
}

/// Today, for rules.
pub(crate) fn today(app: &App) -> Today {
    let now = app.now();
    Today::at(now, app.offset_minutes(now))
}

/// Refuses a rule that makes no sense, each flaw with the part that has it.
pub(crate) fn check_rule(rule: &Rule) -> Answer<()> {
    Failure::of_fields(rule_faults(rule))
}

fn rule_faults(rule: &Rule) -> Vec<(String, Text)> {
    use domain::lang::Lang as L;
    rule.flaws()
        .into_iter()
        .map(|(path, flaw)| (path, (flaw.text(L::ZhCn), flaw.text(L::En)).into()))
        .collect()
}

/// The names of staff, for rules in words.
pub(crate) async fn agents(app: &App) -> Answer<HashMap<UserId, String>> {
    Ok(app
        .store
        .staff()
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect())
}

/// The rule of a segment from which something is to be made.
pub(crate) fn rule_of(record: SegmentRecord) -> Answer<Rule> {
    record.rule.ok_or_else(|| {
        Failure::new(Code::WrongState).detail((
            "这个客群的规则读不懂：可能是其他版本写的，或被人直接改过。请重写或归档它。",
            "The rule of this segment can't be read: another version may have written it, or somebody changed it by hand. Write it anew or archive it.",
        ))
    })
}

fn name_of(record: &SegmentRecord, lang: Lang) -> String {
    match record.built_in {
        Some(one) => one.name(lang).to_owned(),
        None => record.name.clone(),
    }
}

fn segment_of(record: SegmentRecord, lang: Lang) -> Segment {
    Segment {
        id: record.id,
        version: record.version,
        name: name_of(&record, lang),
        rule: record.rule,
        built_in: record.built_in.is_some(),
        archived: record.archived,
        updated_by: record.updated_by,
        updated_at: record.updated_at,
    }
}
