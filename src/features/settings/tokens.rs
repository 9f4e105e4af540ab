//! API tokens of other systems.

use domain::id::TokenId;
use domain::role::Role;
use leptos::prelude::*;
use wire::settings::{CreatedToken, NewToken, Token};

use super::SettingsFrame;
use super::users::roles;
use crate::api;
use crate::locale::{settings as words, tr, ui};
use crate::routes::Section;
use crate::state::action::Action;
use crate::state::effect::effect;
use crate::state::fetched::fetched;
use crate::state::toasts;
use crate::ui::{
    Badge, Banner, Button, Column, Confirm, CopyButton, DataTable, Dialog, Empty, Icon, Look, ProblemView, RadioGroup,
    SkeletonTable, TextField, Tone, When,
};

/// The page at `Page::Settings(Section::Tokens)`.
#[component]
pub fn TokensPage() -> impl IntoView {
    let tokens = fetched(api::settings::tokens);
    let (adding, created) = (RwSignal::new(false), RwSignal::new(None::<CreatedToken>));
    let revoking = RwSignal::new(None::<Token>);
    let done = Callback::new(move |made: CreatedToken| {
        adding.set(false);
        created.set(Some(made));
        tokens.refetch();
    });
    view! {
        <SettingsFrame section=Section::Tokens>
            <div class="row row--end">
                <Button label=words::ADD_TOKEN icon=Icon::Plus look=Look::Primary on:click=move |_| adding.set(true)/>
            </div>
            {move || created.get().map(|made| view! {
                <Banner tone=Tone::Jade title=words::TOKEN_MADE text=words::TOKEN_ONCE>
                    <code class="secret">{made.secret.clone()}</code>
                    <CopyButton text=made.secret.clone()/>
                </Banner>
            })}
            {move || tokens.is_awaited().then(|| view! { <SkeletonTable rows=3/> })}
            {move || tokens.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| tokens.refetch()/> }.into_any(),
                Ok(rows) => view! {
                    <DataTable
                        label=words::TOKENS
                        columns=columns(revoking)
                        rows=Signal::stored(rows)
                        empty=|| view! { <Empty title=words::NO_TOKENS text=words::NO_TOKENS_TEXT icon=Icon::Key/> }
                    />
                }.into_any(),
            })}
            <Dialog open=adding title=words::ADD_TOKEN><TokenForm open=adding done/></Dialog>
            {move || revoking.get().map(|token| view! { <Revoke token revoking again=Callback::new(move |()| {
                created.set(None);
                tokens.refetch();
            })/> })}
        </SettingsFrame>
    }
}

fn columns(revoking: RwSignal<Option<Token>>) -> Vec<Column<Token>> {
    vec![
        Column::new("name", words::TOKEN_NAME, |token: &Token| token.name.clone()),
        Column::new("role", words::ROLE, |token: &Token| tr(ui::role(token.role))),
        Column::new(
            "created",
            words::CREATED,
            |token: &Token| view! { <When at=token.created_at/> },
        ),
        Column::new("by", words::MADE_BY, |token: &Token| {
            let gone = token.revoked_at.is_none() && !token.maker_stands;
            let mark = gone.then(|| view! { " " <Badge tone=Tone::Amber label=words::MAKER_GONE/> });
            view! { {token.made_by.clone()} {mark} }
        }),
        Column::new("used", words::USED, |token: &Token| match token.used_at {
            Some(at) => view! { <When at relative=true/> }.into_any(),
            None => tr(words::NEVER).into_any(),
        }),
        Column::new("revoke", words::REVOKE, move |token: &Token| {
            if token.revoked_at.is_some() {
                return view! { <Badge tone=Tone::Outlined label=words::REVOKED/> }.into_any();
            }
            let own = token.clone();
            view! { <Button label=words::REVOKE on:click=move |_| revoking.set(Some(own.clone()))/> }.into_any()
        })
        .end(),
    ]
}

#[component]
fn TokenForm(
    /// Closes the window.
    open: RwSignal<bool>,
    /// The token was made.
    done: Callback<CreatedToken>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let role = RwSignal::new(Role::Agent.code().to_owned());
    let make = Action::new(move |new: &NewToken| {
        let new = new.clone();
        async move {
            api::settings::add_token(&new)
                .await
                .map(|made| done.try_run(made))
                .err()
        }
    });
    let failed = move || make.value().get().flatten();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let role = Role::from_code(&role.get()).unwrap_or(Role::Agent);
        make.dispatch(NewToken {
            name: name.get().trim().to_owned(),
            role,
        });
    };
    let nameless = Signal::derive(move || name.with(|name| name.trim().is_empty()));
    view! {
        <form class="form" on:submit=send>
            <TextField label=words::TOKEN_NAME value=name required=true max_length=60 hint=words::TOKEN_NAME_HINT/>
            <RadioGroup label=words::ROLE value=role options=Signal::derive(roles)/>
            {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="dialog__actions">
                <Button label=words::CANCEL on:click=move |_| open.set(false)/>
                <Button label=words::MAKE look=Look::Primary submit=true busy=make.pending() disabled=nameless/>
            </div>
        </form>
    }
}

#[component]
fn Revoke(
    /// Which token.
    token: Token,
    /// Emptied when the window closes.
    revoking: RwSignal<Option<Token>>,
    /// Fetches the list again.
    again: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(true);
    effect(move || {
        if !open.get() {
            revoking.set(None);
        }
    });
    let id = token.id;
    let revoke = Action::new(move |id: &TokenId| {
        let id = *id;
        async move {
            match api::settings::revoke_token(id).await {
                Ok(()) => {
                    again.try_run(());
                }
                Err(error) => toasts::failed(&error),
            }
            revoking.set(None);
        }
    });
    view! {
        <Confirm
            open
            title=token.name.clone()
            text=words::REVOKE_TEXT
            action=words::REVOKE
            danger=true
            busy=revoke.pending()
            on_confirm=move |()| { revoke.dispatch(id); }
        />
    }
}
