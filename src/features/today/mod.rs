//! 今日: what goes out now, what needs a person, what comes next.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::Today`.
#[component]
pub fn TodayPage() -> impl IntoView {
    view! { <PageHeader title=Page::Today.title()/> }
}
