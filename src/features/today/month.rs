//! Everybody accounted for, over the last thirty days: one number and one picture.

use leptos::prelude::*;
use wire::today::Month;

use crate::features::reports::bar;
use crate::locale::{lang, number, percent, today as words, tr};
use crate::routes::Page;
use crate::ui::{BarChart, LinkButton};

/// The last thirty days.
#[component]
pub fn MonthBand(
    /// What the gateway counted.
    month: Month,
) -> impl IntoView {
    if month.runs == 0 {
        return ().into_any();
    }
    let share = if month.entries == 0 {
        1.0
    } else {
        month.accounted as f64 / month.entries as f64
    };
    let (entries, accounted, runs) = (month.entries, month.accounted, month.runs);
    let bars = Signal::stored(month.days.iter().map(bar).collect::<Vec<_>>());
    view! {
        <section class="today__band today__month" aria-labelledby="today-month">
            <header class="row row--between">
                <h2 id="today-month">{tr(words::MONTH)}</h2>
                <LinkButton label=words::TO_REPORTS href=Page::Reports.path()/>
            </header>
            <div class="month">
                <p class="figure">
                    <span class="figure__value">{move || percent(share)}</span>
                    <span class="figure__name">{move || words::month_text(lang(), &number(accounted), &number(entries), &number(runs))}</span>
                </p>
                <BarChart label=words::MONTH bars/>
            </div>
        </section>
    }
    .into_any()
}
