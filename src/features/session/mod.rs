//! 登录: signing in, the first administrator's set-up, and one's own password and sessions.

mod account;
mod setup;
mod sign_in;

use leptos::prelude::*;

use crate::locale::{Lang, lang, set_lang, tr, ui as app};
use crate::ui::{Button, Look};

pub use account::AccountPage;
pub use setup::SetupPage;
pub use sign_in::SignInPage;

/// The sheet on which people who are not signed in write: the product's name above, the language below.
#[component]
fn Sheet(children: Children) -> impl IntoView {
    let other = move || if lang() == Lang::ZhCn { Lang::En } else { Lang::ZhCn };
    view! {
        <div class="sign">
            <p class="sign__brand">
                <span class="sign__cells" aria-hidden="true">{(0..12).map(|_| view! { <i></i> }).collect_view()}</span>
                <span class="sign__name">{tr(app::APP)}</span>
            </p>
            <div class="sign__sheet">{children()}</div>
            <p class="sign__foot">
                <Button label=move || other().own_name() look=Look::Plain on:click=move |_| set_lang(other())/>
            </p>
        </div>
    }
}
