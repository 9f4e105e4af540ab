//! A campaign that is not being written: submitted, approved, put away, or read by somebody who doesn't compose.

use domain::campaign::CampaignState;
use domain::role::Capability;
use leptos::prelude::*;
use wire::campaigns::{Campaign, DecisionKind};

use super::acts::{MoreMenu, doing};
use super::model::state_tone;
use super::summary::{ContentTable, History};
use super::words::{content_rows, state_name};
use crate::api::campaigns::Act;
use crate::locale::{campaigns as words, date, lang, tr};
use crate::routes::Page;
use crate::state::effect::effect;
use crate::state::{live, session};
use crate::ui::{
    Badge, Banner, Button, Confirm, Crumb, Icon, LinkButton, Look, PageHeader, ProblemView, Seal, Stamp, Tone, When,
};

/// A campaign as it stands.
#[component]
pub fn Standing(
    /// What was fetched.
    campaign: Campaign,
    /// Opens the composer on an approved one.
    editing: RwSignal<bool>,
    /// Something was done to it.
    changed: Callback<()>,
) -> impl IntoView {
    let (id, state, version) = (campaign.id, campaign.state, campaign.version);
    // It may be approved or returned while one looks.
    let seen = live::approvals_version();
    effect(move || {
        if live::approvals_version() != seen {
            changed.run(());
        }
    });
    let rows = {
        let (content, segment) = (campaign.content.clone(), campaign.segment.clone());
        Signal::derive(move || content_rows(&content, segment.as_deref(), None))
    };
    let returned = campaign
        .decisions
        .first()
        .filter(|decision| decision.what == DecisionKind::Returned && state == CampaignState::Draft);
    let returned = returned.cloned();
    let own = session::me().is_some_and(|me| me.id == campaign.author);
    let composes = session::may(Capability::Compose);
    view! {
        <PageHeader
            title=campaign.name.clone()
            crumbs=vec![Crumb::to(Page::Campaigns)]
            aside=move || view! { <Badge tone=state_tone(state) label=state_name(state)/> }
        >
            {match state {
                CampaignState::Submitted => view! {
                    {(!own && session::may(Capability::Approve)).then(|| view! { <LinkButton label=words::GO_DECIDE look=Look::Primary icon=Icon::Approvals href=Page::Approval(id).path()/> })}
                    {composes.then(|| view! { <WithdrawButton id version changed/> })}
                }.into_any(),
                CampaignState::Approved if composes => view! { <EditButton editing/> }.into_any(),
                _ => ().into_any(),
            }}
            <MoreMenu id state=Signal::stored(state) changed/>
        </PageHeader>
        {returned.map(|decision| {
            let comment = decision.comment.clone().unwrap_or_default();
            let title = move || format!("{} · {}", words::RETURNED_BY.get(), words::by_at(lang(), &decision.by, &date::moment_within(decision.at)));
            view! { <Banner tone=Tone::Amber title text=comment/> }
        })}
        {(state == CampaignState::Submitted).then(|| view! { <Banner tone=Tone::Lavender title=words::WAITS text=words::WAITS_TEXT/> })}
        <div class="beside">
            <div class="stack stack--wide">
                {(state == CampaignState::Approved).then(|| view! { <Approved campaign=campaign.clone()/> })}
                <section class="sheet"><h2 class="sheet__head">{tr(words::CONTENT)}</h2><ContentTable rows/></section>
            </div>
            <aside class="stack stack--wide">
                <Runs runs=campaign.runs.clone()/>
                <History decisions=campaign.decisions.clone()/>
            </aside>
        </div>
    }
}

/// The seal, who stamped it, and when it fires next.
#[component]
fn Approved(
    /// The campaign.
    campaign: Campaign,
) -> impl IntoView {
    let by = campaign
        .decisions
        .iter()
        .find(|decision| decision.what == DecisionKind::Approved)
        .cloned();
    view! {
        <section class="sheet campaign__approved">
            <Seal stamp=Stamp::Approved/>
            <div class="stack stack--tight">
                <p class="campaign__by">{by.map(|decision| view! { <strong>{decision.by}</strong> " " <When at=decision.at/> })}</p>
                <p>
                    {match campaign.next_at {
                        Some(at) => view! { <span class="muted">{tr(words::NEXT_FIRING)}</span> " " <strong><When at/></strong> }.into_any(),
                        None => view! { <span class="muted">{tr(words::NO_FIRING)}</span> }.into_any(),
                    }}
                </p>
            </div>
        </section>
    }
}

#[component]
fn Runs(
    /// Its runs, newest first.
    runs: Vec<domain::id::RunId>,
) -> impl IntoView {
    let none = runs.is_empty();
    let count = runs.len();
    let link = move |(index, run): (usize, domain::id::RunId)| {
        let number = count - index;
        view! { <li><a href=Page::Run(run).path()>{move || words::run_number(lang(), number)}</a></li> }
    };
    view! {
        <section class="stack">
            <h2>{tr(words::RUNS)}</h2>
            {none.then(|| view! { <p class="muted">{tr(words::NO_RUNS)}</p> })}
            <ul class="campaign__runs">{runs.into_iter().enumerate().map(link).collect_view()}</ul>
        </section>
    }
}

#[component]
fn WithdrawButton(
    /// Which campaign.
    id: domain::id::CampaignId,
    /// The version one sees.
    version: i64,
    /// It was taken back.
    changed: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let act = doing(Callback::new(move |_| {
        open.set(false);
        changed.run(());
    }));
    view! {
        <Button label=words::WITHDRAW icon=Icon::Undo on:click=move |_| open.set(true)/>
        <Confirm
            open
            title=words::WITHDRAW_TITLE
            text=words::WITHDRAW_TEXT
            action=words::WITHDRAW
            busy=act.pending()
            on_confirm=move |()| { act.dispatch((id, Act::Withdraw, Some(version))); }
        >
            {move || act.value().get().flatten().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
        </Confirm>
    }
}

#[component]
fn EditButton(
    /// Opens the composer.
    editing: RwSignal<bool>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <Button label=words::EDIT icon=Icon::Edit on:click=move |_| open.set(true)/>
        <Confirm
            open
            title=words::EDIT_TITLE
            text=words::EDIT_TEXT
            action=words::EDIT_ACTION
            on_confirm=move |()| {
                open.set(false);
                editing.set(true);
            }
        />
    }
}
