//! One's own password and sessions.

use leptos::prelude::*;
use wire::session::{ChangePassword, SessionRow};

use crate::api;
use crate::locale::{session as words, tr};
use crate::routes::Page;
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::toasts;
use crate::ui::{
    Badge, Button, Column, DataTable, Kind, Look, PageHeader, ProblemView, SkeletonTable, TextField, Tone, When,
};

/// The page at `Page::Account`.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! {
        <PageHeader title=Page::Account.title() lead=words::ACCOUNT_LEAD/>
        <PasswordForm/>
        <Sessions/>
    }
}

#[component]
fn PasswordForm() -> impl IntoView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let change = Action::new(move |change: &ChangePassword| {
        let change = change.clone();
        async move {
            let answer = api::session::change_password(&change).await;
            if answer.is_ok() {
                toasts::done(words::PASSWORD_CHANGED.get());
                current.set(String::new());
                new.set(String::new());
            }
            answer.err()
        }
    });
    let failed = move || change.value().get().flatten();
    let field = move |name: &'static str| Signal::derive(move || failed().and_then(|error| error.field(name)));
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        change.dispatch(ChangePassword {
            current: current.get(),
            new: new.get(),
        });
    };
    let ready = move || current.with(|text| !text.is_empty()) && new.with(|text| text.chars().count() >= 10);
    view! {
        <section class="section">
            <h2>{tr(words::PASSWORD)}</h2>
            <form class="form form--narrow" on:submit=send>
                <TextField label=words::CURRENT value=current kind=Kind::Password autocomplete="current-password" required=true error=field("current")/>
                <TextField label=words::NEW_PASSWORD value=new kind=Kind::Password autocomplete="new-password" required=true hint=words::PASSWORD_HINT error=field("new")/>
                {move || failed().filter(|error| error.problem().is_none_or(|problem| problem.fields.is_empty())).map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
                <div><Button label=words::CHANGE look=Look::Primary submit=true busy=change.pending() disabled=Signal::derive(move || !ready())/></div>
            </form>
        </section>
    }
}

#[component]
fn Sessions() -> impl IntoView {
    let sessions = fetched(api::session::sessions);
    let end = Action::new(move |id: &String| {
        let id = id.clone();
        async move {
            match api::session::end(&id).await {
                Ok(()) => sessions.refetch(),
                Err(error) => toasts::failed(&error),
            }
        }
    });
    let columns = move || {
        vec![
            Column::new("browser", words::BROWSER, |row: &SessionRow| row.browser.clone()),
            Column::new(
                "since",
                words::SINCE,
                |row: &SessionRow| view! { <When at=row.created_at/> },
            ),
            Column::new(
                "seen",
                words::SEEN,
                |row: &SessionRow| view! { <When at=row.seen_at relative=true/> },
            ),
            Column::new("end", words::ACTIONS, move |row: &SessionRow| {
                let id = row.id.clone();
                if row.current {
                    return view! { <Badge tone=Tone::Jade label=words::THIS_ONE/> }.into_any();
                }
                view! { <Button label=words::END busy=end.pending() on:click=move |_| { end.dispatch(id.clone()); }/> }
                    .into_any()
            })
            .end(),
        ]
    };
    view! {
        <section class="section">
            <h2>{tr(words::SESSIONS)}</h2>
            {move || sessions.is_awaited().then(|| view! { <SkeletonTable rows=2/> })}
            {move || sessions.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| sessions.refetch()/> }.into_any(),
                Ok(rows) => view! { <DataTable label=words::SESSIONS columns=columns() rows=Signal::stored(rows)/> }.into_any(),
            })}
        </section>
    }
}
