//! 批次: one firing of a campaign, its roll and its sum.

mod field;
mod look;

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::Runs`.
#[component]
pub fn RunsPage() -> impl IntoView {
    view! { <PageHeader title=Page::Runs.title()/> }
}

/// The page at `Page::Run(id)`.
#[component]
pub fn RunPage(
    /// Whose page it is.
    id: domain::id::RunId,
) -> impl IntoView {
    view! { <PageHeader title=Page::Run(id).title()/> }
}
