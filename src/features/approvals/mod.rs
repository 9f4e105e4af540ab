//! 审批: what waits for a second person.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::Approvals`.
#[component]
pub fn ApprovalsPage() -> impl IntoView {
    view! { <PageHeader title=Page::Approvals.title()/> }
}

/// The page at `Page::Approval(id)`.
#[component]
pub fn ApprovalPage(
    /// Whose page it is.
    id: domain::id::CampaignId,
) -> impl IntoView {
    view! { <PageHeader title=Page::Approval(id).title()/> }
}
