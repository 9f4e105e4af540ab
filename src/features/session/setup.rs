//! The first administrator, by the one-time link that the gateway prints.

use leptos::prelude::*;
use wire::session::Setup;

use super::Sheet;
use crate::api;
use crate::locale::{session as words, tr};
use crate::routes::{Page, QueryKey, use_query};
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::session;
use crate::ui::{Banner, Button, Kind, LinkButton, Look, ProblemView, Skeleton, Switch, TextField, Tone};

const TOKEN: QueryKey<String> = QueryKey::new("token");
/// The shortest password that the gateway takes, in characters.
const SHORTEST: usize = 10;

/// The page at `Page::Setup`.
#[component]
pub fn SetupPage() -> impl IntoView {
    let token = use_query(TOKEN);
    let state = fetched(api::session::setup_state);
    view! {
        <Sheet>
            <h1 class="sign__title" tabindex="-1">{tr(words::SETUP)}</h1>
            {move || state.is_awaited().then(|| view! { <Skeleton lines=5/> })}
            {move || state.get().map(|answer| match (answer, token.get()) {
                (Err(error), _) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| state.refetch()/> }.into_any(),
                (Ok(answer), _) if !answer.needed => view! {
                    <Banner tone=Tone::Jade title=words::SETUP_DONE text=words::SETUP_DONE_TEXT>
                        <LinkButton label=words::SIGN_IN look=Look::Primary href=Page::SignIn.path()/>
                    </Banner>
                }.into_any(),
                (Ok(_), None) => view! { <Banner tone=Tone::Amber title=words::NO_TOKEN text=words::NO_TOKEN_TEXT/> }.into_any(),
                (Ok(_), Some(token)) => view! { <SetupForm token/> }.into_any(),
            })}
        </Sheet>
    }
}

/// Whether a name can sign messages as it is; the gateway's rule.
fn signs(name: &str) -> bool {
    let name = name.trim();
    (2..=18).contains(&name.chars().count()) && !name.contains(['【', '】', '[', ']'])
}

#[component]
fn SetupForm(
    /// The link's token.
    token: String,
) -> impl IntoView {
    let firm = RwSignal::new(String::new());
    let short = RwSignal::new(String::new());
    let is_long = Memo::new(move |_| !signs(&firm.read()));
    let name = RwSignal::new(String::new());
    let login = RwSignal::new("admin".to_owned());
    let password = RwSignal::new(String::new());
    let demo = RwSignal::new(false);
    let enter = Action::new(move |setup: &Setup| {
        let setup = setup.clone();
        async move {
            match api::session::set_up(&setup).await {
                Ok(me) => {
                    session::enter(me);
                    None
                }
                Err(error) => Some(error),
            }
        }
    });
    let failed = move || enter.value().get().flatten();
    let field = move |name: &'static str| Signal::derive(move || failed().and_then(|error| error.field(name)));
    let ready = move || {
        [firm, name, login]
            .iter()
            .all(|field| field.with(|text| !text.trim().is_empty()))
            && (!is_long.get() || signs(&short.read()))
            && password.with(|password| password.chars().count() >= SHORTEST)
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if ready() {
            enter.dispatch(Setup {
                token: token.clone(),
                firm: firm.get().trim().to_owned(),
                signature: is_long.get().then(|| short.get().trim().to_owned()),
                login: login.get().trim().to_owned(),
                name: name.get().trim().to_owned(),
                password: password.get(),
                demo: demo.get(),
            });
        }
    };
    view! {
        <p class="sign__lead">{tr(words::SETUP_LEAD)}</p>
        <form class="form" on:submit=send>
            <TextField label=words::FIRM value=firm required=true max_length=60 autocomplete="organization" error=field("firm")/>
            <Show when=move || firm.with(|firm| !firm.trim().is_empty()) && is_long.get()>
                <TextField label=words::SHORT_NAME value=short required=true max_length=18 hint=words::SHORT_NAME_HINT error=field("signature")/>
            </Show>
            <TextField label=words::NAME value=name required=true max_length=40 autocomplete="name" error=field("name")/>
            <TextField label=words::LOGIN value=login required=true max_length=40 autocomplete="username" hint=words::LOGIN_HINT error=field("login")/>
            <TextField label=words::PASSWORD value=password kind=Kind::Password required=true autocomplete="new-password" hint=words::PASSWORD_HINT error=field("password")/>
            <Switch label=words::DEMO checked=demo hint=words::DEMO_HINT/>
            {move || failed().filter(|error| error.problem().is_none_or(|problem| problem.fields.is_empty())).map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <Button label=words::BEGIN look=Look::Primary submit=true busy=enter.pending() disabled=Signal::derive(move || !ready())/>
        </form>
    }
}
