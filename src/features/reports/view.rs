//! A report.

use domain::roll::Outcome;
use leptos::prelude::*;
use wire::reports::{CampaignReport, Report};
use wire::runs::ReasonCount;
use wire::today::DayCount;

use crate::features::runs::{look, model};
use crate::locale::{date, money, number, percent, reports as words, share, tr};
use crate::routes::Page;
use crate::ui::{Bar, BarChart, Column, DataTable, Empty, Icon, OutcomeMark, StackedBar, Sum, Tone};

/// A report.
#[component]
pub fn ReportView(
    /// What the gateway counted.
    report: Report,
) -> impl IntoView {
    let total = report.tally.total();
    if total == 0 {
        return view! { <Empty title=words::NOTHING text=words::NOTHING_TEXT icon=Icon::Reports/> }.into_any();
    }
    let tally = report.tally;
    // What was never handed over, and may yet be, is no part of what was sent.
    let unsent = [Outcome::Excluded, Outcome::Cancelled, Outcome::Queued, Outcome::Held];
    let sent = total - unsent.map(|outcome| tally.of(outcome)).iter().sum::<u64>();
    let delivered = if sent == 0 {
        0.0
    } else {
        tally.of(Outcome::Delivered) as f64 / sent as f64
    };
    let bars = Signal::stored(report.days.iter().map(bar).collect::<Vec<_>>());
    view! {
        <section class="report__sum">
            <Sum label=words::SUM total=Signal::stored(total) terms=Signal::derive(move || model::terms(&tally))/>
        </section>
        <div class="report__figures">
            {figure(words::DELIVERED_SHARE, move || percent(delivered))}
            {figure(words::PARTS, move || number(report.parts))}
            {figure(words::COST, move || money(report.cost_millis.div_ceil(1_000) as i64))}
            {figure(words::OPT_OUTS, move || number(report.opt_outs))}
        </div>
        <section class="sheet">
            <header class="sheet__head"><h2>{tr(words::BY_DAY)}</h2></header>
            <BarChart label=words::BY_DAY bars/>
        </section>
        <section class="section">
            <h2>{tr(words::BY_CAMPAIGN)}</h2>
            <DataTable
                label=words::BY_CAMPAIGN
                columns=campaign_columns()
                rows=Signal::stored(report.campaigns)
                href=Callback::new(|row: CampaignReport| Page::Campaign(row.campaign).path())
            />
        </section>
        <section class="section">
            <h2>{tr(words::BY_REASON)}</h2>
            <DataTable label=words::BY_REASON columns=reason_columns(total) rows=Signal::stored(report.reasons)/>
        </section>
    }
    .into_any()
}

fn figure(name: crate::locale::Msg, value: impl Fn() -> String + Send + Sync + 'static) -> impl IntoView {
    view! { <p class="figure"><span class="figure__value">{value}</span><span class="figure__name">{tr(name)}</span></p> }
}

/// A day's bar: what arrived at the bottom, what did not above it.
pub fn bar(day: &DayCount) -> Bar {
    Bar {
        label: date::plain_day(&day.date.to_string()),
        pieces: vec![
            (Tone::Jade, day.delivered as f64),
            (Tone::Indigo, day.no_receipt as f64),
            (Tone::Crimson, day.failed as f64),
            (Tone::Hatched, day.left_out as f64),
        ],
    }
}

fn campaign_columns() -> Vec<Column<CampaignReport>> {
    vec![
        Column::new("name", words::CAMPAIGN, |row: &CampaignReport| row.name.clone()).width("28%"),
        Column::new("roll", words::OUTCOMES, |row: &CampaignReport| {
            let tally = row.tally;
            view! { <StackedBar label=words::OUTCOMES slices=Signal::derive(move || model::slices(&tally))/> }
        })
        .width("32%"),
        Column::new("entries", words::ENTRIES, |row: &CampaignReport| {
            number(row.tally.total())
        })
        .end(),
        Column::new("runs", words::RUNS, |row: &CampaignReport| number(row.runs))
            .end()
            .minor(),
        Column::new("parts", words::PARTS, |row: &CampaignReport| number(row.parts))
            .end()
            .minor(),
        Column::new("cost", words::COST, |row: &CampaignReport| {
            money(row.cost_millis.div_ceil(1_000) as i64)
        })
        .end(),
    ]
}

fn reason_columns(total: u64) -> Vec<Column<ReasonCount>> {
    vec![
        Column::new("outcome", words::OUTCOME, |row: &ReasonCount| {
            let outcome = row.outcome;
            view! { <OutcomeMark tone=look::tone(outcome) icon=look::icon(outcome) label=look::name(outcome)/> }
        }),
        Column::new("reason", words::REASON, |row: &ReasonCount| {
            let (outcome, code) = (row.outcome, row.reason.clone());
            move || {
                let code = code.as_deref()?;
                Some(look::reason(outcome, code).map_or_else(|| code.to_owned(), |reason| reason.get().to_owned()))
            }
        }),
        Column::new("entries", words::ENTRIES, |row: &ReasonCount| number(row.entries)).end(),
        Column::new("share", words::SHARE, move |row: &ReasonCount| {
            share(row.entries as f64 / total as f64)
        })
        .end(),
    ]
}
