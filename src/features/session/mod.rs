//! 登录: signing in, and the first administrator's set-up.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::PageHeader;

/// The page at `Page::SignIn`.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <PageHeader title=Page::SignIn.title()/> }
}

/// The page at `Page::Setup`.
#[component]
pub fn SetupPage() -> impl IntoView {
    view! { <PageHeader title=Page::Setup.title()/> }
}

/// The page at `Page::Account`: one's own password and sessions.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <PageHeader title=Page::Account.title()/> }
}
