//! Adding a direct carrier.

use leptos::prelude::*;
use wire::carriers::NewCarrier;

use super::direct::{DirectFields, DirectForm};
use super::fields::{Common, CommonFields, CommonForm};
use crate::api;
use crate::locale::{carriers as words, settings, tr};
use crate::state::action::Action;
use crate::state::toasts;
use crate::ui::{Button, Dialog, Look, Place, ProblemView, TextField};

/// The window that adds a direct carrier. It comes switched off: one tries it out first.
#[component]
pub(super) fn AddDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The carriers that there are, by name.
    others: Signal<Vec<String>>,
    /// Fetches the carriers again.
    again: Callback<()>,
) -> impl IntoView {
    view! { <Dialog open title=words::ADD place=Place::Wide><AddForm open others again/></Dialog> }
}

#[component]
fn AddForm(
    /// Closes the window.
    open: RwSignal<bool>,
    /// The carriers that there are, by name.
    others: Signal<Vec<String>>,
    /// Fetches the carriers again.
    again: Callback<()>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let common = CommonFields::new(Common::default());
    let fields = DirectFields::empty();
    let add = Action::new(move |new: &NewCarrier| {
        let new = new.clone();
        async move {
            match api::settings::add_carrier(&new).await {
                Ok(_) => {
                    toasts::done(words::ADDED.get());
                    again.try_run(());
                    open.try_set(false);
                    None
                }
                Err(error) => Some(error),
            }
        }
    });
    let failed = Signal::derive(move || add.value().get().flatten());
    let general = move || {
        failed
            .get()
            .filter(|error| error.problem().is_none_or(|problem| problem.fields.is_empty()))
    };
    let typed = move || {
        let common = common.read()?;
        Some(NewCarrier {
            name: name.get().trim().to_owned(),
            enabled: false,
            price_millis: common.price_millis,
            rate: common.rate,
            policy: common.policy,
            hours: common.hours,
            fallback: common.fallback,
            direct: fields.read()?,
        })
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(new) = typed() {
            add.dispatch(new);
        }
    };
    let wrong_name = Signal::derive(move || failed.with(|error| error.as_ref().and_then(|error| error.field("name"))));
    let unready = Signal::derive(move || typed().is_none_or(|new| new.name.is_empty()));
    view! {
        <form class="form" on:submit=submit>
            <p class="dialog__text">{tr(words::ADD_TEXT)}</p>
            <TextField label=words::NAME value=name required=true max_length=40 hint=words::NAME_HINT error=wrong_name/>
            <DirectForm fields adding=true failed/>
            <CommonForm fields=common others=others.get_untracked() failed/>
            {move || general().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="dialog__actions">
                <Button label=settings::CANCEL on:click=move |_| open.set(false)/>
                <Button label=words::ADD look=Look::Primary submit=true busy=add.pending() disabled=unready/>
            </div>
        </form>
    }
}
