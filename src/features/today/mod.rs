//! 今日: what goes out now, what needs a person, what comes next.

mod month;
mod need;
mod next;
mod now;

use leptos::prelude::*;
use wire::live::Live;
use wire::today::Today;

use crate::api;
use crate::locale::{date, lang, today as words, tr};
use crate::state::fetched::fetched;
use crate::state::{live, session};
use crate::ui::{PageHeader, ProblemView, Skeleton};

use self::month::MonthBand;
use self::need::NeedRow;
use self::next::NextBand;
use self::now::RunCard;

/// The page at `Page::Today`.
#[component]
pub fn TodayPage() -> impl IntoView {
    let today = fetched(move || {
        lang();
        live::approvals_version();
        live::replies_version();
        api::today::today()
    });
    // The runs that are shown follow the stream; a run that begins or ends changes what is shown.
    let shown = Memo::new(move |_| {
        let answer = today.get();
        let ids = answer
            .and_then(Result::ok)
            .map(|today| today.now.iter().map(|run| run.id).collect::<Vec<_>>());
        ids.unwrap_or_default()
    });
    live::on_event(move |event| {
        if let Live::Run(run) = event {
            let known = shown.with_untracked(|ids| ids.contains(&run.id));
            let ended = run.state == wire::runs::RunState::Closed;
            if known == ended {
                today.refetch();
            }
        }
    });
    let title = move || {
        let name = session::me().map(|me| me.name).unwrap_or_default();
        words::greeting(lang(), &name)
    };
    let lead = move || {
        today.get().and_then(Result::ok).map_or_else(String::new, |today| {
            format!("{} · {}", date::calendar_day(&today.date.to_string()), today.lunar)
        })
    };
    view! {
        <PageHeader title lead/>
        {move || today.is_awaited().then(|| view! { <Skeleton lines=10/> })}
        {move || today.get().map(|answer| match answer {
            Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| today.refetch()/> }.into_any(),
            Ok(today) => view! { <Bands today/> }.into_any(),
        })}
    }
}

#[component]
fn Bands(
    /// What the gateway said.
    today: Today,
) -> impl IntoView {
    let quiet = today.now.is_empty() && today.just_closed.is_empty();
    let runs = today
        .now
        .into_iter()
        .chain(today.just_closed)
        .map(|run| view! { <RunCard run/> })
        .collect_view();
    let calm = today.needs.is_empty();
    let needs = today
        .needs
        .into_iter()
        .map(|need| view! { <NeedRow need/> })
        .collect_view();
    view! {
        <div class="today">
            <section class="today__band today__needs" aria-labelledby="today-needs">
                <h2 id="today-needs">{tr(words::NEEDS)}</h2>
                {if calm {
                    view! { <p class="today__calm">{tr(words::CALM)}</p> }.into_any()
                } else {
                    view! { <ul class="needs">{needs}</ul> }.into_any()
                }}
            </section>
            <section class="today__band today__now" aria-labelledby="today-now">
                <h2 id="today-now">{tr(words::NOW)}</h2>
                {if quiet {
                    view! { <p class="today__calm">{tr(words::QUIET)}</p> }.into_any()
                } else {
                    view! { <div class="today__runs">{runs}</div> }.into_any()
                }}
            </section>
            <MonthBand month=today.month/>
            <NextBand days=today.next/>
        </div>
    }
}
