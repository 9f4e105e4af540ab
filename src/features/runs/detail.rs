//! A run's page: the roll as cells, the sum, and the table.

use std::sync::Arc;

use domain::id::RunId;
use domain::role::Role;
use domain::roll::Outcome;
use leptos::prelude::*;
use wire::runs::{PhonesShown, RunDetail, RunState};

use super::cells::Cells;
use super::doubt::DoubtBanner;
use super::entries::EntriesTable;
use super::entry::EntryDrawer;
use super::field::RollField;
use super::held::{self, HeldView};
use super::model;
use super::proof::ProofCard;
use super::rate::{self, Bounds, RateButton};
use super::reasons::reasons;
use super::steer::SteerButtons;
use super::words::state_name;
use crate::api;
use crate::locale::carriers::called;
use crate::locale::{date, lang, money, number, pace, runs as words, tr};
use crate::routes::{Page, QueryKey, set_query, use_query};
use crate::state::effect::effect;
use crate::state::fetched::fetched;
use crate::state::{live, session};
use crate::ui::{
    Badge, Banner, Crumb, Definition, DefinitionList, Icon, Look, Menu, MenuLink, PageHeader, ProblemView, Seal,
    Skeleton, Stamp, Sum, Tone, When,
};

const OUTCOME: QueryKey<String> = QueryKey::new("outcome");
const ENTRY: QueryKey<u32> = QueryKey::new("entry");

/// The page at `Page::Run(id)`.
#[component]
pub fn RunPage(
    /// Which run.
    id: RunId,
) -> impl IntoView {
    let detail = fetched(move || {
        lang();
        live::reconnections();
        api::runs::one(id)
    });
    let streamed = live::run(id);
    // What a run can still learn after it closed is in its entries, and what a person decides about one that is held is counted
    // at the gateway: the page is fetched again when it comes there.
    let stands = Memo::new(move |_| streamed.with(|run| run.as_ref().map(|run| run.state)));
    let mut before = None;
    effect(move || {
        let now = stands.get();
        let moved = before.replace(now).is_some_and(|before| before != now);
        if moved && matches!(now, Some(RunState::Closed | RunState::Held)) {
            detail.refetch();
        }
    });
    // The page is drawn once: what is open on it, or typed, outlives a fetch, and one that failed.
    let latest = Memo::new(move |before: Option<&Option<RunDetail>>| match detail.get() {
        Some(Ok(now)) => Some(now),
        _ => before.cloned().flatten(),
    });
    let there = Memo::new(move |_| latest.with(Option::is_some));
    let failed = move || detail.get().and_then(Result::err);
    let changed = Callback::new(move |()| detail.refetch());
    view! {
        {move || detail.is_awaited().then(|| view! { <Skeleton lines=8/> })}
        {move || failed().map(|error| view! {
            {(!there.get()).then(|| view! { <PageHeader title=words::ONE crumbs=vec![Crumb::to(Page::Runs)]/> })}
            <ProblemView error=Signal::stored(error) on_retry=changed/>
        })}
        {move || there.get().then(|| latest.get_untracked()).flatten().map(|first| {
            let detail = Memo::new(move |_| latest.get().unwrap_or_else(|| first.clone()));
            view! { <RunView id detail streamed changed/> }
        })}
    }
}

/// The page of a run that was fetched.
#[component]
fn RunView(
    /// Which run.
    id: RunId,
    /// What was fetched.
    detail: Memo<RunDetail>,
    /// What was streamed since.
    streamed: ReadSignal<Option<wire::runs::Run>>,
    /// Something was done to the run.
    changed: Callback<()>,
) -> impl IntoView {
    let run = Memo::new(move |_| model::later(detail.with(|detail| detail.run.clone()), streamed.get()));
    let cells = Cells::follow(id, Signal::derive(move || run.with(|run| run.revision)));
    let selected = RwSignal::new(use_query(OUTCOME).get_untracked());
    let query = set_query();
    effect(move || query(&[OUTCOME.to(selected.get().as_ref())]));
    let outcome = Signal::derive(move || selected.with(|code| code.as_deref().and_then(model::outcome_of)));
    // A link from a customer or a conversation leads to one entry.
    let opened = RwSignal::new(use_query(ENTRY).get_untracked());
    let cursor = RwSignal::new(None::<u32>);
    let state = Memo::new(move |_| run.with(|run| run.state));
    let acts = Memo::new(move |_| run.with(model::acts));
    let closed = Signal::derive(move || state.get() == RunState::Closed);
    let provable = Memo::new(move |_| run.with(|run| run.provable));
    let proved = Memo::new(move |_| closed.get() && provable.get());
    let bounds = Signal::derive(move || {
        detail.with(|detail| Bounds {
            carrier: detail.carrier_rate,
            lately: detail.lately,
            hours: detail.hours,
        })
    });
    view! {
        <PageHeader
            title=Signal::derive(move || run.with(|run| run.name.clone()))
            crumbs=vec![Crumb::to(Page::Runs)]
            aside=move || view! { <Badge tone=model::state_tone(state.get()) label=state_name(state.get())/> }
            lead=move || words::run_lead(lang(), &date::moment(run.with(|run| run.due_at)), &number(run.with(|run| run.audience)))
        >
            <RateButton id run bounds changed/>
            <SteerButtons
                id
                acts
                held_why=Signal::derive(move || run.with(|run| run.held_why))
                releases=Signal::derive(move || run.with(held::releases))
                changed
            />
            <Menu label=words::EXPORT icon=Icon::Export look=Look::Quiet>
                <MenuLink label=words::EXPORT_XLSX href=api::runs::export(id, "xlsx") download=true/>
                <MenuLink label=words::EXPORT_CSV href=api::runs::export(id, "csv") download=true/>
                {move || provable.get().then(|| view! {
                    <MenuLink label=words::PACK_MASKED href=api::runs::pack(id, PhonesShown::Masked) download=true/>
                    {session::role().is_some_and(Role::exports_phones).then(|| view! {
                        <MenuLink label=words::PACK_FULL href=api::runs::pack(id, PhonesShown::Full) download=true/>
                    })}
                    <MenuLink label=words::PACK_ABSENT href=api::runs::pack(id, PhonesShown::Absent) download=true/>
                })}
            </Menu>
        </PageHeader>
        <HeldView detail run/>
        {move || run.with(|run| Some(run.tally.of(Outcome::Held)).filter(|held| *held > 0 && run.state == RunState::Running))
            .zip(rate::opening(bounds.get().hours))
            .map(|(held, opens)| {
                let text = Signal::derive(move || words::waits_for_hours(lang(), &number(held), &rate::said(opens)));
                view! { <Banner tone=Tone::Lavender title=words::WAITS_FOR_HOURS text/> }
            })}
        <DoubtBanner id entries=Signal::derive(move || run.with(|run| run.tally.of(Outcome::InDoubt))) changed/>
        <section class="run__roll" aria-label=move || words::WHOLE_ROLL.get()>
            <Sum
                label=words::SUM_LABEL
                total=Signal::derive(move || run.with(|run| run.audience))
                terms=Signal::derive(move || run.with(|run| model::terms(&run.tally)))
                selected
                closed
            />
            {move || cells.error.get().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=cells.retry/> })}
            <RollField
                cells=Signal::derive(move || cells.all.get().unwrap_or_default())
                lit=outcome
                cursor
                reason=reasons(id, cells, cursor)
                on_open=move |seq| opened.set(Some(seq))
            />
            <Accounted cells run/>
        </section>
        {move || proved.get().then(|| view! { <ProofCard id run/> })}
        <EntriesTable id outcome revision=Signal::derive(move || run.with(|run| run.revision)) opened/>
        {move || view! { <About detail=detail.get() run/> }}
        <EntryDrawer id proved opened changed/>
    }
}

/// What this browser counted itself: said only once the run is closed, and of cells that are as new as that.
#[component]
fn Accounted(
    /// The cells.
    cells: Cells,
    /// The run.
    run: Memo<wire::runs::Run>,
) -> impl IntoView {
    move || {
        let counted = cells
            .all
            .get()
            .filter(|_| run.with(|run| run.state == RunState::Closed && cells.of.get() >= Some(run.revision)))?;
        let cells: &Arc<Vec<u8>> = &counted;
        let (audience, tally) = (run.with(|run| run.audience), model::count(cells));
        let (tone, title, text) = if tally.adds_up(audience) {
            (
                Tone::Jade,
                words::ACCOUNTED,
                words::accounted_text(lang(), &number(audience)),
            )
        } else {
            let text = words::unaccounted_text(lang(), &number(audience), &number(tally.settled()));
            (Tone::Crimson, words::UNACCOUNTED, text)
        };
        Some(view! { <Banner tone title text/> })
    }
}

/// Who wrote and approved what, and what it cost.
#[component]
fn About(
    /// What was fetched.
    detail: RunDetail,
    /// The run as it stands.
    run: Memo<wire::runs::Run>,
) -> impl IntoView {
    let campaign = detail.run.campaign;
    let texts = std::iter::once(detail.text.clone())
        .chain(detail.others.iter().cloned())
        .collect::<Vec<_>>()
        .join("\n\n");
    view! {
        <section class="run__about card">
            <div class="run__approved">
                <Seal stamp=Stamp::Approved/>
                <p>{detail.approver.clone()} <br/> <When at=detail.approved_at/></p>
            </div>
            <DefinitionList>
                <Definition name=words::CAMPAIGN><a href=Page::Campaign(campaign).path()>{detail.run.name.clone()}</a></Definition>
                <Definition name=words::AUTHOR>{detail.author.clone()}</Definition>
                <Definition name=words::SEGMENT>{detail.sentence.clone()}</Definition>
                <Definition name=words::TEXT><span class="run__text">{texts}</span></Definition>
                <Definition name=words::CARRIER>{move || carriers(&detail.carrier, &detail.seconds)}</Definition>
                <Definition name=pace::RATE>{move || pace::rate(lang(), run.with(|run| run.rate))}</Definition>
                <Definition name=words::PARTS>{move || number(run.with(|run| run.parts))}</Definition>
                <Definition name=words::COST>{move || money(run.with(|run| run.cost_millis.div_ceil(1_000) as i64))}</Definition>
                // Of a run that is held it stands above, beside what waits.
                {move || run.with(|run| run.state != RunState::Held).then(|| held::approved(detail.limits))}
                <Definition name=words::VALID_UNTIL><When at=detail.run.valid_until/></Definition>
                {move || run.with(|run| run.provable).then(|| view! { <Definition name=words::PROOF>{tr(words::PROVABLE)}</Definition> })}
                <Definition name=words::DIGEST><code class="run__digest">{detail.digest.clone()}</code></Definition>
            </DefinitionList>
        </section>
    }
}

/// The run's carrier, and those that took over part of it.
fn carriers(own: &str, seconds: &[String]) -> String {
    let seconds: Vec<String> = seconds.iter().map(|name| called(name)).collect();
    words::carriers(lang(), &called(own), &seconds)
}
