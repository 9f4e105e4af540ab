//! 报表: what was sent between two dates, and what became of it.

mod view;

pub use view::bar;

use chrono::{Days, NaiveDate};
use leptos::prelude::*;

use crate::api;
use crate::locale::{date, reports as words};
use crate::routes::{Page, QueryKey, set_query, use_query};
use crate::state::effect::effect;
use crate::state::fetched::fetched;
use crate::ui::{Kind, PageHeader, ProblemView, Skeleton, TextField};

const FROM: QueryKey<String> = QueryKey::new("from");
const TO: QueryKey<String> = QueryKey::new("to");

/// The page at `Page::Reports`: the last thirty days, unless the URL says otherwise.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let today = date::iso_day(date::now());
    let month_ago = before(&today, 29);
    let from = RwSignal::new(use_query(FROM).get_untracked().unwrap_or(month_ago));
    let to = RwSignal::new(use_query(TO).get_untracked().unwrap_or(today));
    let query = set_query();
    effect(move || query(&[FROM.to(Some(&from.get())), TO.to(Some(&to.get()))]));
    let span = Memo::new(move |_| Some((day(&from.get())?, day(&to.get())?)).filter(|(from, to)| from <= to));
    let report = fetched(move || {
        let span = span.get();
        async move {
            match span {
                Some((from, to)) => Some(api::reports::report(from, to).await),
                None => None,
            }
        }
    });
    let wrong = Signal::derive(move || span.get().is_none().then(|| words::SPAN_WRONG.get().to_owned()));
    view! {
        <PageHeader title=Page::Reports.title() lead=words::LEAD/>
        <div class="toolbar">
            <TextField label=words::FROM value=from kind=Kind::Date error=wrong/>
            <TextField label=words::TO value=to kind=Kind::Date/>
        </div>
        {move || report.is_awaited().then(|| view! { <Skeleton lines=8/> })}
        {move || report.get().flatten().map(|answer| match answer {
            Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| report.refetch()/> }.into_any(),
            Ok(report) => view! { <view::ReportView report/> }.into_any(),
        })}
    }
}

fn day(iso: &str) -> Option<NaiveDate> {
    iso.parse().ok()
}

fn before(iso: &str, days: u64) -> String {
    day(iso)
        .and_then(|day| day.checked_sub_days(Days::new(days)))
        .map_or_else(|| iso.to_owned(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn thirty_days_include_both_ends() {
        assert_eq!(before("2026-03-01", 29), "2026-01-31");
        assert_eq!(before("nonsense", 29), "nonsense");
    }
}
