//! The staff and their roles.

use domain::id::UserId;
use domain::role::{Capability, Role};
use leptos::prelude::*;
use wire::settings::{NewUser, User, UserEdit};

use super::SettingsFrame;
use crate::api;
use crate::locale::{Msg, settings as words, tr, ui};
use crate::routes::Section;
use crate::state::action::Action;
use crate::state::effect::effect;
use crate::state::fetched::fetched;
use crate::state::toasts;
use crate::ui::{
    Badge, Banner, Button, Choice, Column, DataTable, Dialog, Icon, Kind, Look, ProblemView, RadioGroup, SkeletonTable,
    Switch, TextField, Tone, When,
};

/// Who is being edited.
#[derive(Clone)]
enum Editing {
    /// Nobody; the window is closed.
    Nobody,
    /// Somebody new.
    New,
    /// This one.
    Known(User),
}

/// The page at `Page::Settings(Section::Users)`.
#[component]
pub fn UsersPage() -> impl IntoView {
    let users = fetched(api::settings::users);
    let editing = RwSignal::new(Editing::Nobody);
    let changed = Callback::new(move |()| {
        editing.set(Editing::Nobody);
        toasts::done(words::SAVED.get());
        users.refetch();
    });
    view! {
        <SettingsFrame section=Section::Users>
            <div class="row row--end">
                <Button label=words::ADD_USER icon=Icon::Plus look=Look::Primary on:click=move |_| editing.set(Editing::New)/>
            </div>
            {move || users.is_awaited().then(|| view! { <SkeletonTable rows=4/> })}
            {move || users.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| users.refetch()/> }.into_any(),
                Ok(rows) => view! {
                    {(!rows.iter().any(approves)).then(|| view! { <Banner tone=Tone::Amber title=words::NO_APPROVER text=words::NO_APPROVER_TEXT/> })}
                    <DataTable label=words::USERS columns=columns(editing) rows=Signal::stored(rows)/>
                }.into_any(),
            })}
            {move || match editing.get() {
                Editing::Nobody => ().into_any(),
                Editing::New => view! { <UserDialog user=None editing changed/> }.into_any(),
                Editing::Known(user) => view! { <UserDialog user=Some(user) editing changed/> }.into_any(),
            }}
        </SettingsFrame>
    }
}

fn approves(user: &User) -> bool {
    user.active && user.role.may(Capability::Approve)
}

/// What a role may do.
const fn role_hint(role: Role) -> Msg {
    match role {
        Role::Agent => words::AGENT_HINT,
        Role::Supervisor => words::SUPERVISOR_HINT,
        Role::Manager => words::MANAGER_HINT,
        Role::Admin => words::ADMIN_HINT,
    }
}

/// The roles to choose from.
pub fn roles() -> Vec<Choice> {
    Role::ALL
        .map(|role| Choice::new(role.code(), ui::role(role).get()).hint(role_hint(role).get()))
        .to_vec()
}

fn columns(editing: RwSignal<Editing>) -> Vec<Column<User>> {
    vec![
        Column::new("name", words::NAME, |user: &User| user.name.clone()),
        Column::new("login", words::LOGIN, |user: &User| user.login.clone()),
        Column::new("role", words::ROLE, |user: &User| tr(ui::role(user.role))),
        Column::new("seen", words::SEEN, |user: &User| match (user.active, user.seen_at) {
            (false, _) => view! { <Badge tone=Tone::Outlined label=words::INACTIVE/> }.into_any(),
            (true, Some(at)) => view! { <When at relative=true/> }.into_any(),
            (true, None) => tr(words::NEVER).into_any(),
        }),
        Column::new("edit", words::EDIT, move |user: &User| {
            let own = user.clone();
            view! { <Button label=words::EDIT icon=Icon::Edit look=Look::Plain on:click=move |_| editing.set(Editing::Known(own.clone()))/> }
        })
        .end(),
    ]
}

/// What is sent to the gateway.
#[derive(Clone)]
enum Deed {
    Add(NewUser),
    Edit(UserId, UserEdit),
}

/// A new member of staff, or changes to one.
#[component]
fn UserDialog(
    /// Whom; `None` for a new one.
    user: Option<User>,
    /// Emptied when the window closes.
    editing: RwSignal<Editing>,
    /// Something was saved.
    changed: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(true);
    effect(move || {
        if !open.get() {
            editing.set(Editing::Nobody);
        }
    });
    let title = if user.is_some() {
        words::EDIT_USER
    } else {
        words::ADD_USER
    };
    view! { <Dialog open title><UserForm user=user.clone() open changed/></Dialog> }
}

#[component]
fn UserForm(
    /// Whom; `None` for a new one.
    user: Option<User>,
    /// Closes the window.
    open: RwSignal<bool>,
    /// Something was saved.
    changed: Callback<()>,
) -> impl IntoView {
    let new = user.is_none();
    let known = user.clone();
    let login = RwSignal::new(user.as_ref().map(|user| user.login.clone()).unwrap_or_default());
    let name = RwSignal::new(user.as_ref().map(|user| user.name.clone()).unwrap_or_default());
    let role = RwSignal::new(user.as_ref().map_or(Role::Agent, |user| user.role).code().to_owned());
    let active = RwSignal::new(user.as_ref().is_none_or(|user| user.active));
    let password = RwSignal::new(String::new());
    let save = Action::new(move |deed: &Deed| {
        let deed = deed.clone();
        async move {
            let answer = match deed {
                Deed::Add(user) => api::settings::add_user(&user).await,
                Deed::Edit(id, edit) => api::settings::save_user(id, &edit).await,
            };
            answer.map(|_| changed.try_run(())).err()
        }
    });
    let failed = move || save.value().get().flatten();
    let field = move |name: &'static str| Signal::derive(move || failed().and_then(|error| error.field(name)));
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let role = Role::from_code(&role.get()).unwrap_or(Role::Agent);
        let name = name.get().trim().to_owned();
        save.dispatch(match &known {
            None => Deed::Add(NewUser {
                login: login.get().trim().to_owned(),
                name,
                role,
                password: password.get(),
            }),
            Some(user) => {
                let password = Some(password.get()).filter(|password| !password.is_empty());
                Deed::Edit(
                    user.id,
                    UserEdit {
                        name,
                        role,
                        active: active.get(),
                        password,
                    },
                )
            }
        });
    };
    view! {
        <form class="form" on:submit=send>
            {new.then(|| view! { <TextField label=words::LOGIN value=login required=true max_length=40 hint=words::LOGIN_HINT error=field("login")/> })}
            <TextField label=words::NAME value=name required=true max_length=40 error=field("name")/>
            <RadioGroup label=words::ROLE value=role options=Signal::derive(roles)/>
            <TextField
                label=if new { words::PASSWORD } else { words::NEW_PASSWORD }
                value=password
                kind=Kind::Password
                required=new
                autocomplete="new-password"
                hint=if new { words::PASSWORD_HINT } else { words::NEW_PASSWORD_HINT }
                error=field("password")
            />
            {(!new).then(|| view! { <Switch label=words::ACTIVE checked=active hint=words::ACTIVE_HINT/> })}
            {move || failed().filter(|error| error.problem().is_none_or(|problem| problem.fields.is_empty())).map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="dialog__actions">
                <Button label=words::CANCEL on:click=move |_| open.set(false)/>
                <Button label=words::SAVE look=Look::Primary submit=true busy=save.pending()/>
            </div>
        </form>
    }
}
