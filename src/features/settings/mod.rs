//! 设置: the firm, its people, tokens, carriers, hours and limits.

use leptos::prelude::*;

use crate::routes::{Page, Section};
use crate::ui::PageHeader;

/// The page at `Page::Settings(Section::Organisation)`.
#[component]
pub fn OrganisationPage() -> impl IntoView {
    view! { <PageHeader title=Page::Settings(Section::Organisation).title()/> }
}

/// The page at `Page::Settings(Section::Users)`.
#[component]
pub fn UsersPage() -> impl IntoView {
    view! { <PageHeader title=Page::Settings(Section::Users).title()/> }
}

/// The page at `Page::Settings(Section::Tokens)`.
#[component]
pub fn TokensPage() -> impl IntoView {
    view! { <PageHeader title=Page::Settings(Section::Tokens).title()/> }
}

/// The page at `Page::Settings(Section::Carriers)`.
#[component]
pub fn CarriersPage() -> impl IntoView {
    view! { <PageHeader title=Page::Settings(Section::Carriers).title()/> }
}

/// The page at `Page::Settings(Section::Hours)`.
#[component]
pub fn HoursPage() -> impl IntoView {
    view! { <PageHeader title=Page::Settings(Section::Hours).title()/> }
}
