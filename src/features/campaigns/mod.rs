//! 活动: list, detail and the composer.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::Campaigns`.
#[component]
pub fn CampaignsPage() -> impl IntoView {
    view! { <PageHeader title=Page::Campaigns.title()/> }
}

/// The page at `Page::Campaign(id)`.
#[component]
pub fn CampaignPage(
    /// Whose page it is.
    id: domain::id::CampaignId,
) -> impl IntoView {
    view! { <PageHeader title=Page::Campaign(id).title()/> }
}

/// The page at `Page::CampaignNew`.
#[component]
pub fn CampaignNewPage() -> impl IntoView {
    view! { <PageHeader title=Page::CampaignNew.title()/> }
}
