//! 模板: texts with named variables.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::Templates`.
#[component]
pub fn TemplatesPage() -> impl IntoView {
    view! { <PageHeader title=Page::Templates.title()/> }
}

/// The page at `Page::Template(id)`.
#[component]
pub fn TemplatePage(
    /// Whose page it is.
    id: domain::id::TemplateId,
) -> impl IntoView {
    view! { <PageHeader title=Page::Template(id).title()/> }
}

/// The page at `Page::TemplateNew`.
#[component]
pub fn TemplateNewPage() -> impl IntoView {
    view! { <PageHeader title=Page::TemplateNew.title()/> }
}
