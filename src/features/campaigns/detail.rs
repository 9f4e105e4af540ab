//! A campaign's page: the composer while it is a draft, else as it stands.

use domain::campaign::CampaignState;
use domain::id::CampaignId;
use domain::role::Capability;
use leptos::prelude::*;
use wire::campaigns::Campaign;

use super::composer::Composer;
use super::standing::Standing;
use crate::api;
use crate::locale::campaigns as words;
use crate::routes::Page;
use crate::state::fetched::fetched;
use crate::state::session;
use crate::ui::{Crumb, PageHeader, ProblemView, Skeleton};

/// The page at `Page::Campaign(id)`.
#[component]
pub fn CampaignPage(
    /// Which campaign.
    id: CampaignId,
) -> impl IntoView {
    let campaign = fetched(move || api::campaigns::one(id));
    // An approved campaign is edited in the composer too; its approval falls with the first change that is saved.
    let editing = RwSignal::new(false);
    let changed = Callback::new(move |()| {
        editing.set(false);
        campaign.refetch();
    });
    view! {
        {move || campaign.is_awaited().then(|| view! { <Skeleton lines=8/> })}
        {move || match campaign.get() {
            None => ().into_any(),
            Some(Err(error)) => view! {
                <PageHeader title=words::ONE crumbs=vec![Crumb::to(Page::Campaigns)]/>
                <ProblemView error=Signal::stored(error) on_retry=move |()| campaign.refetch()/>
            }.into_any(),
            Some(Ok(campaign)) => view! { <Shown campaign editing changed/> }.into_any(),
        }}
    }
}

/// The page of a campaign that was fetched.
#[component]
fn Shown(
    /// What was fetched.
    campaign: Campaign,
    /// Whether an approved one is being edited.
    editing: RwSignal<bool>,
    /// Something was done to it.
    changed: Callback<()>,
) -> impl IntoView {
    let campaign = StoredValue::new(campaign);
    let state = campaign.with_value(|campaign| campaign.state);
    let composes = Memo::new(move |_| {
        session::may(Capability::Compose)
            && (state == CampaignState::Draft || (state == CampaignState::Approved && editing.get()))
    });
    move || {
        let campaign = campaign.get_value();
        if composes.get() {
            view! { <Composer campaign changed/> }.into_any()
        } else {
            view! { <Standing campaign editing changed/> }.into_any()
        }
    }
}
