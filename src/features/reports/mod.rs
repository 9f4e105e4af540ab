//! 报表: what was sent, to whom, and what it came to.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::Reports`.
#[component]
pub fn ReportsPage() -> impl IntoView {
    view! { <PageHeader title=Page::Reports.title()/> }
}
