//! The roll as a table.

use domain::id::RunId;
use domain::roll::Outcome;
use leptos::prelude::*;
use wire::runs::Entry;

use super::look;
use crate::api::runs::{EntryQuery, entries};
use crate::locale::{lang, number, runs as words};
use crate::state::effect::effect;
use crate::state::paged::Paged;
use crate::ui::{Column, Empty, Icon, OutcomeMark, ProblemView, SearchField, VirtualTable, When};

/// As many rows as one page brings: a table that was not scrolled further is kept up with the run.
const PAGE: usize = 100;

/// The roll as a table: filtered by outcome from above, searched by name or phone.
#[component]
pub fn EntriesTable(
    /// Which run.
    id: RunId,
    /// Only this outcome.
    outcome: Signal<Option<Outcome>>,
    /// Counts the run's changes.
    revision: Signal<u64>,
    /// Which entry is opened.
    opened: RwSignal<Option<u32>>,
) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let list = Paged::new(
        move || (outcome.get(), search.get()),
        move |(outcome, search): (Option<Outcome>, String), cursor| async move {
            let search = Some(search).filter(|search| !search.is_empty());
            entries(
                id,
                &EntryQuery {
                    outcome,
                    search,
                    cursor,
                    ..EntryQuery::default()
                },
            )
            .await
        },
    );
    let mut before = None;
    effect(move || {
        let now = revision.get();
        if before.replace(now).is_some_and(|before| before != now) && list.rows.with_untracked(Vec::len) <= PAGE {
            list.reload.run(());
        }
    });
    view! {
        <section class="run__entries">
            <div class="toolbar">
                <SearchField label=words::SEARCH value=search/>
            </div>
            {move || list.error.get().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=list.reload/> })}
            <VirtualTable
                label=words::ROLL
                columns=columns(opened)
                rows=list.rows
                has_more=list.has_more
                loading=list.loading
                total=list.total
                on_more=list.more
                card_height=104
                empty=|| view! { <Empty title=words::NO_ENTRIES icon=Icon::Search/> }
            />
        </section>
    }
}

fn columns(opened: RwSignal<Option<u32>>) -> Vec<Column<Entry>> {
    vec![
        Column::new("seq", words::SEQ, move |entry: &Entry| {
            let seq = entry.seq;
            view! {
                <button type="button" class="table__link" on:click=move |_| opened.set(Some(seq))>
                    {number(u64::from(seq) + 1)}
                </button>
            }
        })
        .width("8%"),
        Column::new("name", words::CUSTOMER, |entry: &Entry| {
            let name = entry.name.clone();
            move || {
                if name.is_empty() {
                    words::ERASED_NAME.get().to_owned()
                } else {
                    name.clone()
                }
            }
        })
        .width("14%"),
        Column::new("phone", words::PHONE, |entry: &Entry| {
            view! { <span class="num">{entry.phone.clone()}</span> }
        })
        .width("20%"),
        Column::new("outcome", words::OUTCOME, mark).width("18%"),
        Column::new("reason", words::REASON, reason).width("22%"),
        Column::new(
            "updated",
            words::UPDATED,
            |entry: &Entry| view! { <When at=entry.updated_at/> },
        )
        .width("18%")
        .minor(),
    ]
}

/// The outcome's mark.
pub fn mark(entry: &Entry) -> AnyView {
    let outcome = entry.outcome;
    view! { <OutcomeMark tone=look::tone(outcome) icon=look::icon(outcome) label=look::name(outcome)/> }.into_any()
}

/// Why, in words; with what the gateway adds to it.
pub fn reason(entry: &Entry) -> AnyView {
    let (outcome, code) = (entry.outcome, entry.reason.clone());
    let (detail, until) = (entry.detail.clone(), entry.until);
    let words = move || {
        let code = code.as_deref()?;
        Some(look::reason(outcome, code).map_or_else(|| code.to_owned(), |reason| reason.get().to_owned()))
    };
    view! {
        <span class="run__reason">
            {words}
            {detail.map(|detail| view! { <span class="run__detail">{detail}</span> })}
            {until.map(|until| view! { <span class="run__detail">{move || words::until(lang())} <When at=until/></span> })}
        </span>
    }
    .into_any()
}
