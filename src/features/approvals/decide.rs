//! Approving and returning.

use domain::id::CampaignId;
use leptos::prelude::*;
use wire::Code;
use wire::approvals::{Approve, Return};
use wire::campaigns::Campaign;

use crate::api::{self, Error};
use crate::locale::{approvals as words, date, tr};
use crate::routes::Page;
use crate::state::action::Action;
use crate::ui::{Button, Confirm, Icon, LinkButton, Look, ProblemView, Seal, Stamp, TextArea, When};

/// What is due within this many milliseconds goes out at once.
const SOON: i64 = 60_000;

/// What was decided here.
#[derive(Clone, Debug, PartialEq)]
pub enum Decided {
    /// Approved.
    Approved(Box<Campaign>),
    /// Returned.
    Returned,
}

/// The two buttons of who may decide.
#[component]
pub fn Decide(
    /// Which campaign.
    id: CampaignId,
    /// The digest of what is on the screen.
    digest: String,
    /// It was decided.
    decided: Callback<Decided>,
    /// What is on the screen is no longer what is there.
    again: Callback<()>,
) -> impl IntoView {
    let digest = StoredValue::new(digest);
    let (approving, returning) = (RwSignal::new(false), RwSignal::new(false));
    let (comment, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let approve = Action::new(move |(): &()| async move {
        let text = comment.get_untracked().trim().to_owned();
        let approval = Approve {
            digest: digest.get_value(),
            comment: Some(text).filter(|text| !text.is_empty()),
        };
        match api::approvals::approve(id, &approval).await {
            Ok(campaign) => {
                approving.set(false);
                decided.try_run(Decided::Approved(Box::new(campaign)));
                None
            }
            Err(error) => Some(error),
        }
    });
    let give_back = Action::new(move |(): &()| async move {
        let comment = Return {
            digest: digest.get_value(),
            comment: reason.get_untracked().trim().to_owned(),
        };
        match api::approvals::give_back(id, &comment).await {
            Ok(_) => {
                returning.set(false);
                decided.try_run(Decided::Returned);
                None
            }
            Err(error) => Some(error),
        }
    });
    let empty = Signal::derive(move || reason.with(|reason| reason.trim().is_empty()));
    view! {
        <Button label=words::RETURN icon=Icon::Reply on:click=move |_| returning.set(true)/>
        <Button label=words::APPROVE icon=Icon::Approvals look=Look::Primary on:click=move |_| approving.set(true)/>
        <Confirm
            open=approving
            title=words::APPROVE_TITLE
            text=words::APPROVE_TEXT
            action=words::STAMP
            busy=approve.pending()
            on_confirm=move |()| { approve.dispatch(()); }
        >
            <TextArea label=words::COMMENT value=comment rows=2 max_length=500/>
            {move || approve.value().get().flatten().map(|error| view! { <Refusal error again/> })}
        </Confirm>
        <Confirm
            open=returning
            title=words::RETURN_TITLE
            text=words::RETURN_TEXT
            action=words::RETURN_IT
            busy=give_back.pending()
            disabled=empty
            on_confirm=move |()| { give_back.dispatch(()); }
        >
            <TextArea label=words::REASON value=reason rows=4 required=true max_length=500/>
            {move || give_back.value().get().flatten().map(|error| view! { <Refusal error again/> })}
        </Confirm>
    }
}

/// Why it could not be decided; where it changed under one's eyes, the way to look again.
#[component]
fn Refusal(
    /// What the gateway said.
    error: Error,
    /// Fetches what is there now.
    again: Callback<()>,
) -> impl IntoView {
    let moved = matches!(
        error.code(),
        Some(Code::DigestDiffers | Code::WrongState | Code::Conflict)
    );
    view! {
        <ProblemView error=Signal::stored(error)/>
        {moved.then(|| view! { <Button label=words::LOOK_AGAIN icon=Icon::Refresh on:click=move |_| again.run(())/> })}
    }
}

/// What stands there once it is decided: the seal comes down on the paper.
#[component]
pub fn Outcome(
    /// What was decided.
    decided: Decided,
    /// Which campaign.
    id: CampaignId,
) -> impl IntoView {
    let inner = match decided {
        Decided::Approved(campaign) => view! {
            <Seal stamp=Stamp::Approved size=112 fresh=true/>
            <h2 tabindex="-1">{tr(words::APPROVED)}</h2>
            <p>
                {match campaign.next_at {
                    Some(at) if at > date::now() + SOON => view! { <span class="muted">{tr(words::NEXT_FIRING)}</span> " " <strong><When at/></strong> }.into_any(),
                    _ => view! { {tr(words::NO_FIRING)} }.into_any(),
                }}
            </p>
        }
        .into_any(),
        Decided::Returned => view! { <h2 tabindex="-1">{tr(words::RETURNED_DONE)}</h2> }.into_any(),
    };
    view! {
        <section class="approval__outcome" role="status">
            {inner}
            <div class="row">
                <LinkButton label=words::SEE_CAMPAIGN href=Page::Campaign(id).path()/>
                <LinkButton label=words::BACK_TO_LIST look=Look::Primary href=Page::Approvals.path()/>
            </div>
        </section>
    }
}
