//! 导入: bringing files of customers and events in.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::Imports`.
#[component]
pub fn ImportsPage() -> impl IntoView {
    view! { <PageHeader title=Page::Imports.title()/> }
}

/// The page at `Page::Import(id)`.
#[component]
pub fn ImportPage(
    /// Whose page it is.
    id: domain::id::ImportId,
) -> impl IntoView {
    view! { <PageHeader title=Page::Import(id).title()/> }
}
