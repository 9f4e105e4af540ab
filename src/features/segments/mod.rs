//! 客群: the rules that select customers.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::Segments`.
#[component]
pub fn SegmentsPage() -> impl IntoView {
    view! { <PageHeader title=Page::Segments.title()/> }
}

/// The page at `Page::Segment(id)`.
#[component]
pub fn SegmentPage(
    /// Whose page it is.
    id: domain::id::SegmentId,
) -> impl IntoView {
    view! { <PageHeader title=Page::Segment(id).title()/> }
}

/// The page at `Page::SegmentNew`.
#[component]
pub fn SegmentNewPage() -> impl IntoView {
    view! { <PageHeader title=Page::SegmentNew.title()/> }
}
