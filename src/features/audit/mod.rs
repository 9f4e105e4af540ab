//! 日志: every change of state, by whom and when.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::Log`.
#[component]
pub fn LogPage() -> impl IntoView {
    view! { <PageHeader title=Page::Log.title()/> }
}
