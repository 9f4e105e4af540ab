//! The list of runs.

use leptos::prelude::*;
use wire::live::Live;
use wire::runs::{Run, RunState};

use super::gathered::gathered;
use super::model;
use super::words::{hold_name, state_name};
use crate::api::runs::{RunQuery, list};
use crate::locale::{lang, number, runs as words};
use crate::routes::{Page, QueryKey, bind_query, use_query};
use crate::state::live;
use crate::state::paged::Paged;
use crate::ui::{
    Badge, Choice, Column, Empty, Icon, LinkButton, PageHeader, ProblemView, Select, StackedBar, VirtualTable, When,
};

const STATE: QueryKey<String> = QueryKey::new("state");

/// The page at `Page::Runs`.
#[component]
pub fn RunsPage() -> impl IntoView {
    let asked = use_query(STATE);
    let runs = Paged::new(
        move || asked.get().and_then(|code| state_of(&code)),
        |state, cursor| async move {
            list(&RunQuery {
                state,
                campaign: None,
                cursor,
            })
            .await
        },
    );
    // A run that moved is changed in place, and leaves where it does not fit the filter any more; the list is fetched anew
    // for one that is new to it, once for all that begin together.
    let anew = gathered(runs.reload);
    live::on_event(move |event| {
        if let Live::Run(moved) = event {
            let wanted = asked.get_untracked().and_then(|code| state_of(&code));
            let fits = wanted.is_none_or(|state| state == moved.state);
            let known = runs.rows.try_update(|rows| {
                let at = rows.iter().position(|row| row.id == moved.id);
                match at {
                    Some(at) if fits => rows[at] = moved.clone(),
                    Some(at) => drop(rows.remove(at)),
                    None => {}
                }
                at.is_some()
            });
            if known == Some(false) && fits {
                anew();
            }
        }
    });
    let chosen = bind_query(STATE.name);
    let choices = Signal::derive(|| {
        STATES
            .into_iter()
            .map(|state| Choice::new(code(state), state_name(state).get()))
            .collect::<Vec<_>>()
    });
    view! {
        <PageHeader title=words::NAV lead=words::LEAD>
            <LinkButton label=crate::locale::doubts::NAV icon=Icon::Question href=Page::Doubts.path()/>
        </PageHeader>
        <div class="toolbar">
            <Select label=words::STATE value=chosen options=choices none=words::ALL_STATES hide_label=true/>
        </div>
        {move || runs.error.get().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=runs.reload/> })}
        <div class="runs">
            <VirtualTable
                label=words::NAV
                columns=columns()
                rows=runs.rows
                has_more=runs.has_more
                loading=runs.loading
                total=runs.total
                on_more=runs.more
                href=Callback::new(|run: Run| Page::Run(run.id).path())
                row_height=56
                card_height=116
                empty=nothing
            />
        </div>
    }
}

const STATES: [RunState; 7] = [
    RunState::Freezing,
    RunState::Held,
    RunState::Running,
    RunState::Paused,
    RunState::Awaiting,
    RunState::Cancelling,
    RunState::Closed,
];

/// The state's code as the gateway spells it.
fn code(state: RunState) -> String {
    serde_json::to_value(state)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn state_of(code: &str) -> Option<RunState> {
    crate::api::json::read(serde_json::Value::String(code.to_owned())).ok()
}

fn columns() -> Vec<Column<Run>> {
    vec![
        Column::new("name", words::CAMPAIGN, |run: &Run| run.name.clone()).width("20%"),
        Column::new("state", words::STATE, |run: &Run| {
            let (state, why) = (run.state, run.held_why);
            view! {
                <Badge tone=model::state_tone(state) label=state_name(state)/>
                {why.map(|why| view! { <span class="runs__why">{move || hold_name(why).get()}</span> })}
            }
        })
        .width("21%"),
        Column::new("roll", words::ROLL, |run: &Run| {
            let tally = run.tally;
            view! { <StackedBar label=words::ROLL slices=Signal::derive(move || model::slices(&tally))/> }
        })
        .width("16%"),
        Column::new("audience", words::AUDIENCE, |run: &Run| {
            let (settled, audience) = (run.tally.settled(), run.audience);
            move || words::settled_of(lang(), &number(settled), &number(audience))
        })
        .end()
        .width("19%"),
        Column::new("due", words::DUE, |run: &Run| view! { <When at=run.due_at/> }).width("24%"),
    ]
}

fn nothing() -> impl IntoView {
    view! {
        <Empty title=words::NOTHING text=words::NOTHING_TEXT icon=Icon::Runs>
            <LinkButton label=words::TO_CAMPAIGNS href=Page::Campaigns.path()/>
        </Empty>
    }
}
