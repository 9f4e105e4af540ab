//! 客户: list, detail, create, edit, erase.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::Customers`.
#[component]
pub fn CustomersPage() -> impl IntoView {
    view! { <PageHeader title=Page::Customers.title()/> }
}

/// The page at `Page::Customer(id)`.
#[component]
pub fn CustomerPage(
    /// Whose page it is.
    id: domain::id::CustomerId,
) -> impl IntoView {
    view! { <PageHeader title=Page::Customer(id).title()/> }
}

/// The page at `Page::CustomerNew`.
#[component]
pub fn CustomerNewPage() -> impl IntoView {
    view! { <PageHeader title=Page::CustomerNew.title()/> }
}

/// The page at `Page::CustomerEdit(id)`.
#[component]
pub fn CustomerEditPage(
    /// Whose page it is.
    id: domain::id::CustomerId,
) -> impl IntoView {
    view! { <PageHeader title=Page::CustomerEdit(id).title()/> }
}
