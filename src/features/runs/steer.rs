//! Pausing, resuming, cancelling and releasing a run.

use domain::id::RunId;
use domain::role::Capability;
use leptos::prelude::*;
use wire::runs::RunHold;

use super::words::act_words;
use crate::api;
use crate::api::runs::Act;
use crate::locale::runs as words;
use crate::state::action::Action;
use crate::state::effect::effect;
use crate::state::{session, toasts};
use crate::ui::{Button, Confirm, Look, ProblemView, TextField};

/// The buttons that steer a run, for those who may.
#[component]
pub fn SteerButtons(
    /// Which run.
    id: RunId,
    /// What may be done to it where it stands.
    #[prop(into)]
    acts: Signal<&'static [Act]>,
    /// Why it is held.
    #[prop(into)]
    held_why: Signal<Option<RunHold>>,
    /// What a release would do.
    #[prop(into)]
    releases: Signal<String>,
    /// Something was done.
    changed: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<Act>);
    let buttons = move || {
        let acts = if session::may(Capability::SteerRuns) {
            acts.get()
        } else {
            &[]
        };
        acts.iter()
            .map(|&act| {
                let (label, icon, _) = act_words(act, None);
                let look = if matches!(act, Act::Release | Act::Resume) {
                    Look::Primary
                } else {
                    Look::Quiet
                };
                view! { <Button label icon look on:click=move |_| asked.set(Some(act))/> }
            })
            .collect_view()
    };
    view! {
        {buttons}
        {move || asked.get().map(|act| view! { <Ask id act held_why=held_why.get_untracked() releases asked changed/> })}
    }
}

/// Asks before the deed.
#[component]
fn Ask(
    /// Which run.
    id: RunId,
    /// What is to be done.
    act: Act,
    /// Why it is held.
    held_why: Option<RunHold>,
    /// What a release would do.
    releases: Signal<String>,
    /// What is asked; emptied when the window closes.
    asked: RwSignal<Option<Act>>,
    /// Something was done.
    changed: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(true);
    let reason = RwSignal::new(String::new());
    let (label, _, text) = act_words(act, held_why);
    let twice = act == Act::Release && held_why == Some(RunHold::TakenBack);
    let needs_reason = act == Act::Cancel || twice;
    let deed = Action::new(move |reason: &Option<String>| {
        let reason = reason.clone();
        async move {
            let answer = api::runs::steer(id, act, reason).await;
            if answer.is_ok() {
                toasts::done(words::DONE.get());
                changed.try_run(());
                asked.set(None);
            }
            answer.map(|_| ())
        }
    });
    let written = move || Some(reason.get().trim().to_owned()).filter(|reason| !reason.is_empty());
    let failed = move || deed.value().get().and_then(Result::err);
    effect(move || {
        if !open.get() {
            asked.set(None);
        }
    });
    view! {
        <Confirm
            open
            title=label
            text=move || if act == Act::Release { releases.get() } else { text.get().to_owned() }
            action=label
            danger=needs_reason
            busy=deed.pending()
            disabled=Signal::derive(move || needs_reason && written().is_none())
            on_confirm=move |()| { deed.dispatch(written()); }
        >
            {(act == Act::Release).then(|| view! { <p class="dialog__text">{move || text.get()}</p> })}
            <TextField label=words::REASON value=reason required=needs_reason max_length=200/>
            {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
        </Confirm>
    }
}
