//! Signing in.

use leptos::prelude::*;
use wire::session::SignIn;

use super::Sheet;
use crate::api;
use crate::locale::{session as words, tr};
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::session;
use crate::ui::{Banner, Button, Kind, Look, ProblemView, TextField, Tone};

/// The page at `Page::SignIn`.
#[component]
pub fn SignInPage() -> impl IntoView {
    // Whose session ended under their hands need not say again who they are.
    let own = untrack(session::me).map(|me| me.login).unwrap_or_default();
    let (login, password) = (RwSignal::new(own), RwSignal::new(String::new()));
    let enter = Action::new(move |sign_in: &SignIn| {
        let sign_in = sign_in.clone();
        async move {
            let answer = api::session::sign_in(&sign_in).await;
            match answer {
                Ok(me) => {
                    session::enter(me);
                    None
                }
                Err(error) => {
                    // The name stays; a password that was refused is typed anew.
                    password.set(String::new());
                    Some(error)
                }
            }
        }
    });
    // Where there is nobody yet, nobody can sign in.
    let state = fetched(api::session::setup_state);
    let nobody = move || state.get().is_some_and(|answer| answer.is_ok_and(|state| state.needed));
    let failed = move || enter.value().get().flatten();
    let ready = move || !login.with(|login| login.trim().is_empty()) && !password.with(String::is_empty);
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if ready() {
            enter.dispatch(SignIn {
                login: login.get().trim().to_owned(),
                password: password.get(),
            });
        }
    };
    view! {
        <Sheet>
            <h1 class="sign__title" tabindex="-1">{tr(words::WELCOME)}</h1>
            <p class="sign__lead">{tr(words::PROMISE)}</p>
            {move || nobody().then(|| view! { <Banner tone=Tone::Amber title=words::NOBODY_YET text=words::NOBODY_YET_TEXT/> })}
            <form class="form" on:submit=send>
                <TextField label=words::LOGIN value=login name="username" autocomplete="username" required=true/>
                <TextField label=words::PASSWORD value=password kind=Kind::Password name="password" autocomplete="current-password" required=true/>
                {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
                <Button label=words::SIGN_IN look=Look::Primary submit=true busy=enter.pending() disabled=Signal::derive(move || !ready())/>
            </form>
            <p class="sign__hint">{tr(words::FORGOT)}</p>
        </Sheet>
    }
}
