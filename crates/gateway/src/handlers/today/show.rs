//! The first page: now, needs you, next, and the month.

use axum::extract::State;
use chrono::{Days, NaiveDate};
use domain::lang::Lang;
use domain::time::DAY;
use store::contract::overview::ReportSpan;
use store::contract::runs::{OpenRuns, RunFilter, RunState};
use wire::today::{Month, Today};

use super::{coming, needs};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;
use crate::handlers::reports::days::{begin, by_day};
use crate::handlers::reports::report::own_only;
use crate::handlers::runs::run_of;

/// Days of the month that the page looks back on, today included.
const MONTH: u64 = 30;
/// Closed runs that are looked through for those of the last day.
const LATELY: u32 = 50;

/// What goes out today, what waits for whom, and what comes next. An agent sees the runs of campaigns that they wrote.
#[utoipa::path(get, path = "/today", tag = "today", security(("capability" = ["signed_in"])), responses((status = 200, body = Today)))]
pub async fn show(may: May<cap::SignedIn>, State(app): State<App>) -> Answer<Json<Today>> {
    let (now, today) = (app.now(), app.today());
    let author = own_only(may.user());
    let OpenRuns {
        runs: mut open,
        unreadable,
    } = app.store.open_runs().await?;
    open.retain(|run| author.is_none() || run.author == author);
    open.reverse();
    let filter = RunFilter {
        state: Some(RunState::Closed),
        campaign: None,
        author,
    };
    let closed = app.store.runs(&filter, None, LATELY).await?;
    let just_closed = closed
        .iter()
        .filter(|run| run.closed_at.is_some_and(|at| now - at < DAY));
    let going = open.iter().filter(|run| run.state != RunState::Held);
    Ok(Json(Today {
        date: today,
        lunar: lunar(today, may.lang),
        now: going.cloned().map(run_of).collect(),
        just_closed: just_closed.cloned().map(run_of).collect(),
        needs: needs::of(&app, may.user(), may.lang, (&open, unreadable)).await?,
        next: coming::days(&app, today, may.lang).await?,
        month: month(&app, today, author).await?,
    }))
}

/// The lunar date in words; empty outside the almanac's tables.
pub(in crate::handlers) fn lunar(date: NaiveDate, lang: Lang) -> String {
    match (almanac::cn(date), lang) {
        (Ok(lunar), Lang::ZhCn) => lunar.zh(),
        (Ok(lunar), Lang::En) => lunar.en(),
        (Err(_), _) => String::new(),
    }
}

async fn month(app: &App, today: NaiveDate, author: Option<domain::id::UserId>) -> Answer<Month> {
    let first = today.checked_sub_days(Days::new(MONTH - 1)).unwrap_or(today);
    let span = ReportSpan {
        from: begin(app, first),
        until: app.now() + 1,
        author,
    };
    let runs = app.store.runs_closed(span).await?;
    Ok(Month {
        entries: runs.iter().map(|run| run.tally.total()).sum(),
        accounted: runs.iter().map(|run| run.tally.settled()).sum(),
        runs: runs.len() as u64,
        days: by_day(app, first, today, &runs),
    })
}
