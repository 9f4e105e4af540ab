//! 登录: signing in, the first administrator's set-up, and one's own password and sessions.

mod account;
mod setup;
mod sign_in;

use leptos::prelude::*;

use crate::app::BrandMark;
use crate::locale::{tr, ui as words};

pub use account::AccountPage;
pub use setup::SetupPage;
pub use sign_in::SignInPage;

/// The sheet on which people who are not signed in write: the product's name above. Language and appearance are at the
/// corner of the page.
#[component]
fn Sheet(children: Children) -> impl IntoView {
    view! {
        <div class="sign">
            <p class="sign__brand">
                <BrandMark/>
                <span class="sign__name">{tr(words::APP)}</span>
            </p>
            <div class="sign__sheet">{children()}</div>
        </div>
    }
}
