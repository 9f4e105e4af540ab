//! Withdrawing, copying, putting away and taking out again.

use domain::campaign::CampaignState;
use domain::id::CampaignId;
use domain::role::Capability;
use leptos::prelude::*;
use wire::campaigns::Campaign;

use crate::api;
use crate::api::campaigns::Act;
use crate::locale::{Msg, campaigns as words};
use crate::routes::Page;
use crate::state::action::Action;
use crate::state::effect::effect;
use crate::state::{session, toasts};
use crate::ui::{Confirm, Icon, Menu, MenuItem, ProblemView};

/// What is said when it is done.
const fn done_words(act: Act) -> Msg {
    match act {
        Act::Submit => words::SUBMITTED_DONE,
        Act::Withdraw => words::WITHDRAWN,
        Act::Archive => words::ARCHIVED_DONE,
        Act::Restore => words::RESTORED,
        Act::Copy => words::COPIED,
    }
}

/// Does something to a campaign as it stands now, says so, and hands back what became of it. `version` is what the user
/// saw; `None`: as it is now.
pub fn doing(done: Callback<Campaign>) -> Action<(CampaignId, Act, Option<i64>), Option<api::Error>> {
    Action::new(move |&(id, act, version): &(CampaignId, Act, Option<i64>)| async move {
        let answer = async {
            let version = match version {
                Some(version) => version,
                None => api::campaigns::one(id).await?.version,
            };
            api::campaigns::act(id, act, version).await
        };
        match answer.await {
            Ok(campaign) => {
                toasts::done(done_words(act).get());
                done.try_run(campaign);
                None
            }
            Err(error) => Some(error),
        }
    })
}

/// The menu of what else can be done to a campaign, for those who compose: copy, archive, restore.
#[component]
pub fn MoreMenu(
    /// Which campaign.
    id: CampaignId,
    /// Where it stands.
    #[prop(into)]
    state: Signal<CampaignState>,
    /// Something was done to it.
    changed: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(false);
    let go = Page::goer();
    let done = Callback::new(move |campaign: Campaign| {
        asked.set(false);
        if campaign.id == id {
            changed.try_run(());
        } else {
            go(Page::Campaign(campaign.id));
        }
    });
    let act = doing(done);
    let run = move |what: Act| {
        act.dispatch((id, what, None));
    };
    let failed = Signal::derive(move || act.value().get().flatten());
    effect(move || {
        // The menu is closed by then, so a refusal shows beside the page's own notices; the dialog shows its own.
        if let Some(error) = failed.get().filter(|_| !asked.get_untracked()) {
            toasts::failed(&error);
        }
    });
    view! {
        <Show when=move || session::may(Capability::Compose)>
            <Menu label=words::ACTIONS icon=Icon::More icon_only=true>
                <MenuItem label=words::COPY icon=Icon::Copy disabled=act.pending() on:click=move |_| run(Act::Copy)/>
                {move || match state.get() {
                    CampaignState::Archived => view! { <MenuItem label=words::RESTORE icon=Icon::Undo disabled=act.pending() on:click=move |_| run(Act::Restore)/> }.into_any(),
                    CampaignState::Submitted => ().into_any(),
                    CampaignState::Draft | CampaignState::Approved => view! { <MenuItem label=words::ARCHIVE icon=Icon::Archive on:click=move |_| asked.set(true)/> }.into_any(),
                }}
            </Menu>
            <Confirm open=asked title=words::ARCHIVE_TITLE text=words::ARCHIVE_TEXT action=words::ARCHIVE busy=act.pending() on_confirm=move |()| run(Act::Archive)>
                {move || failed.get().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            </Confirm>
        </Show>
    }
}
