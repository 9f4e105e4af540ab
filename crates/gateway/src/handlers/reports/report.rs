//! What was sent between two dates.

use std::collections::HashMap;

use axum::extract::State;
use chrono::{Days, NaiveDate};
use domain::id::{CampaignId, UserId};
use domain::roll::Tally;
use serde::Deserialize;
use store::contract::overview::{ReportSpan, RunCount};
use utoipa::IntoParams;
use wire::reports::{CampaignReport, Report};
use wire::runs::ReasonCount;

use super::days::{add, begin, by_day};
use crate::app::App;
use crate::caller::{Caller, May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Query};

/// The longest span of a report, in days.
const LONGEST: i64 = 1100;
/// Campaigns of a report.
const MOST_CAMPAIGNS: usize = 100;

/// Between which dates, in the organisation's zone, both included.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Dates {
    from: NaiveDate,
    to: NaiveDate,
}

/// What was sent between two dates. An agent's report is about the campaigns that they wrote.
#[utoipa::path(get, path = "/reports", tag = "reports", security(("capability" = ["read_log"])), params(Dates),
    responses((status = 200, body = Report), (status = 422, body = wire::Problem)))]
pub async fn report(
    may: May<cap::ReadLog>,
    State(app): State<App>,
    Query(dates): Query<Dates>,
) -> Answer<Json<Report>> {
    let span = span(&app, may.user(), dates)?;
    let runs = app.store.runs_frozen(span).await?;
    let outcomes = app.store.outcomes(span).await?;
    let mut tally = Tally::default();
    for run in &runs {
        add(&mut tally, &run.tally);
    }
    let report = Report {
        from: dates.from,
        to: dates.to,
        tally,
        parts: runs.iter().map(|run| run.parts).sum(),
        cost_millis: runs.iter().map(|run| run.cost_millis).sum(),
        opt_outs: app.store.opt_outs(span).await?,
        days: by_day(&app, dates.from, dates.to, &runs),
        reasons: outcomes
            .into_iter()
            .map(|count| ReasonCount {
                outcome: count.outcome,
                reason: count.reason,
                entries: count.entries,
            })
            .collect(),
        campaigns: by_campaign(runs),
    };
    Ok(Json(report))
}

fn span(app: &App, caller: &Caller, dates: Dates) -> Answer<ReportSpan> {
    let end = dates.to.checked_add_days(Days::new(1));
    let (Some(end), true) = (end, dates.from <= dates.to) else {
        return Err(Failure::field(
            "to",
            ("结束日期不能早于开始日期。", "The last date is before the first."),
        ));
    };
    if (dates.to - dates.from).num_days() > LONGEST {
        return Err(Failure::field(
            "from",
            ("报表最长三年。", "A report spans three years at most."),
        ));
    }
    Ok(ReportSpan {
        from: begin(app, dates.from),
        until: begin(app, end),
        author: own_only(caller),
    })
}

/// Whose campaigns alone a caller may count: an agent's own; `None`: everybody's.
pub(crate) fn own_only(caller: &Caller) -> Option<UserId> {
    (!caller.role.reads_all_logs()).then_some(UserId(caller.id))
}

fn by_campaign(runs: Vec<RunCount>) -> Vec<CampaignReport> {
    let mut campaigns: HashMap<CampaignId, CampaignReport> = HashMap::new();
    for run in runs {
        let report = campaigns.entry(run.campaign).or_insert_with(|| CampaignReport {
            campaign: run.campaign,
            name: String::new(),
            runs: 0,
            tally: Tally::default(),
            parts: 0,
            cost_millis: 0,
        });
        report.name = run.name;
        report.runs += 1;
        add(&mut report.tally, &run.tally);
        report.parts += run.parts;
        report.cost_millis += run.cost_millis;
    }
    let mut campaigns: Vec<_> = campaigns.into_values().collect();
    campaigns.sort_by_key(|report| (std::cmp::Reverse(report.tally.total()), report.campaign));
    campaigns.truncate(MOST_CAMPAIGNS);
    campaigns
}
