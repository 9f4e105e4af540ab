//! A campaign as it travels.

use domain::segment::BuiltIn;
use store::contract::campaigns::{CampaignRecord, DecisionRecord, DecisionWhat};
use wire::Code;
use wire::campaigns::{Campaign, CampaignRow, Decision, DecisionKind};

use crate::app::App;
use crate::error::{Answer, Failure};
use crate::lang::Lang;
use domain::id::{CampaignId, UserId};

/// Runs that a campaign shows.
const RUNS: u32 = 20;

/// For whom a campaign is, in the language of the request: the segment that it picked, or that it names a customer.
pub(crate) fn segment_name(lang: Lang, record: &CampaignRecord) -> Option<String> {
    let Some(segment) = &record.segment else {
        let named = record.content.segment.is_none() && record.content.rule.named().is_some();
        return named.then(|| lang.pick("点名的客户", "A named customer").to_owned());
    };
    let built_in = segment.built_in.as_deref().and_then(BuiltIn::from_key);
    Some(built_in.map_or_else(|| segment.name.clone(), |one| one.name(lang).to_owned()))
}

/// A name, or what stands for the product itself.
pub(crate) fn person(lang: Lang, name: String) -> String {
    if name.is_empty() {
        lang.pick("系统", "Rollcall").to_owned()
    } else {
        name
    }
}

pub(super) fn row(lang: Lang, record: CampaignRecord) -> CampaignRow {
    CampaignRow {
        id: record.id,
        segment: segment_name(lang, &record),
        name: record.name,
        state: record.state,
        text: record.content.text,
        next_at: record.next_at,
        last_run: record.last_run,
        author: person(lang, record.author_name),
        returned: record.returned,
        updated_at: record.updated_at,
    }
}

/// The campaign as it stands now.
pub(crate) async fn read(app: &App, lang: Lang, id: CampaignId) -> Answer<Campaign> {
    let record = app.store.campaign(id).await?;
    whole(app, lang, record).await
}

/// A record with its decisions and runs.
pub(crate) async fn whole(app: &App, lang: Lang, record: CampaignRecord) -> Answer<Campaign> {
    let decisions = app.store.decisions(record.id).await?;
    let runs = app.store.runs_of_campaign(record.id, RUNS).await?;
    Ok(Campaign {
        id: record.id,
        version: record.version,
        state: record.state,
        segment: segment_name(lang, &record),
        segment_moved: record
            .segment
            .as_ref()
            .and_then(|segment| segment.rule.as_ref())
            .is_some_and(|rule| *rule != record.content.rule),
        name: record.name,
        content: record.content,
        digest: record.digest,
        next_at: record.next_at,
        author: record.author.unwrap_or(UserId(uuid::Uuid::nil())),
        author_name: person(lang, record.author_name),
        decisions: decisions.into_iter().map(|one| decision(lang, one)).collect(),
        runs,
        updated_at: record.updated_at,
    })
}

fn decision(lang: Lang, record: DecisionRecord) -> Decision {
    Decision {
        at: record.at,
        by: person(lang, record.by),
        what: match record.what {
            DecisionWhat::Submitted => DecisionKind::Submitted,
            DecisionWhat::Withdrawn => DecisionKind::Withdrawn,
            DecisionWhat::Approved => DecisionKind::Approved,
            DecisionWhat::Returned => DecisionKind::Returned,
            DecisionWhat::Voided => DecisionKind::Voided,
        },
        comment: record.comment,
        digest: record.digest,
    }
}

/// What a refused change of a campaign answers: a conflict bears the campaign as it is now, a wrong state says what it is.
pub(crate) async fn refused(app: &App, lang: Lang, id: CampaignId, error: store::Error) -> Failure {
    match error {
        store::Error::Conflict => match read(app, lang, id).await {
            Ok(there) => Failure::new(Code::Conflict).current(&there),
            Err(failure) => failure,
        },
        store::Error::WrongState("own_work") => Failure::new(Code::OwnWork),
        store::Error::WrongState(state) => Failure::new(Code::WrongState).detail(stands(state)),
        error => error.into(),
    }
}

/// Why a state stands against a change.
fn stands(state: &str) -> (&'static str, &'static str) {
    match state {
        "draft" => (
            "活动还是草稿，没有提交。",
            "The campaign is a draft; it has not been submitted.",
        ),
        "submitted" => (
            "活动已提交、正等待审批，不能改动；要修改请先撤回。",
            "The campaign is submitted and locked; withdraw it to change it.",
        ),
        "approved" => ("活动已经批准。", "The campaign is approved already."),
        _ => ("活动已归档；请先取回。", "The campaign is archived; restore it first."),
    }
}
