//! What a person needs to know to decide about a held run.

use domain::campaign::Limits;
use domain::roll::Outcome;
use leptos::prelude::*;
use wire::runs::{Run, RunDetail, RunState, Waiting};

use super::words::hold_name;
use crate::locale::{held as words, lang, number};
use crate::ui::{Banner, Definition, DefinitionList, Tone, When};

/// How many messages wait, where the run has a roll.
fn waiting(run: &Run) -> Option<u64> {
    run.frozen_at
        .is_some()
        .then(|| run.tally.of(Outcome::Queued) + run.tally.of(Outcome::Held))
}

/// How many were handed over for certain.
fn sent(run: &Run) -> u64 {
    let sent = [
        Outcome::HandedOver,
        Outcome::Accepted,
        Outcome::NoReceipt,
        Outcome::Delivered,
        Outcome::Failed,
    ];
    sent.map(|outcome| run.tally.of(outcome)).iter().sum()
}

/// What a release of it would do.
pub fn releases(run: &Run) -> String {
    words::releases(lang(), waiting(run))
}

/// Why a run is held, in numbers where it has them, and what would become of it.
#[component]
pub fn HeldView(
    /// What was fetched.
    detail: Memo<RunDetail>,
    /// The run as it stands.
    run: Memo<Run>,
) -> impl IntoView {
    let held = Memo::new(move |_| run.with(|run| run.held_why.filter(|_| run.state == RunState::Held)));
    move || {
        let why = held.get()?;
        let (run, limits, waits) = (
            run.get(),
            detail.with(|detail| detail.limits),
            detail.with(|detail| detail.waiting),
        );
        let text = move || {
            let beyond = waits
                .zip(limits)
                .and_then(|(waits, limits)| words::beyond(lang(), why, waits, limits));
            beyond.unwrap_or_else(|| hold_name(why).get().to_owned())
        };
        let messages = waiting(&run);
        let cancels = move || {
            messages.map_or_else(
                || words::CANCELS_ALL.get().to_owned(),
                |messages| words::cancels(lang(), messages),
            )
        };
        let (handed, doubts, valid_until) = (sent(&run), run.tally.of(Outcome::InDoubt), run.valid_until);
        Some(view! {
            <Banner tone=Tone::Amber title=words::TITLE text/>
            <div class="run__held">
                <DefinitionList>
                    {waits.map(|waits| view! { <Definition name=words::WAITING>{move || words::sums(lang(), waits)}</Definition> })}
                    {approved(limits)}
                    {messages.map(|_| view! {
                        <Definition name=words::SENT>{move || number(handed)}</Definition>
                        <Definition name=words::IN_DOUBT>{move || number(doubts)}</Definition>
                    })}
                    <Definition name=words::IF_RELEASED>{move || releases(&run)}</Definition>
                    <Definition name=words::IF_CANCELLED>{cancels}</Definition>
                    <Definition name=crate::locale::runs::VALID_UNTIL><When at=valid_until/></Definition>
                </DefinitionList>
            </div>
        })
    }
}

/// What was approved at most, to stand in a list.
pub(super) fn approved(limits: Option<Limits>) -> Option<impl IntoView> {
    let Limits { people, parts, cost } = limits?;
    let most = Waiting { people, parts, cost };
    Some(view! { <Definition name=words::LIMITS>{move || words::sums(lang(), most)}</Definition> })
}
