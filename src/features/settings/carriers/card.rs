//! One carrier: how it stands, and how it is set up.

use leptos::prelude::*;
use wire::carriers::CarrierLive;
use wire::settings::Carrier;

use super::direct::{DirectFields, DirectForm, protocol_name};
use super::fields::{Common, CommonFields, CommonForm};
use super::live::{LiveMark, LiveState};
use super::sandbox::{SandboxFields, SandboxForm};
use super::trial::TrialDialog;
use crate::api;
use crate::locale::{carriers as words, lang, settings};
use crate::state::action::Action;
use crate::state::toasts;
use crate::ui::{Badge, Banner, Button, Confirm, Icon, Look, ProblemView, Switch, Tone};

/// A carrier as it is typed.
#[derive(Clone, Copy)]
struct Editing {
    /// As it is kept.
    own: StoredValue<Carrier>,
    enabled: RwSignal<bool>,
    common: CommonFields,
    sandbox: Option<SandboxFields>,
    direct: Option<DirectFields>,
}

impl Editing {
    fn new(carrier: &Carrier) -> Self {
        Self {
            own: StoredValue::new(carrier.clone()),
            enabled: RwSignal::new(carrier.enabled),
            common: CommonFields::new(Common {
                price_millis: carrier.price_millis,
                rate: carrier.rate,
                policy: carrier.policy.clone(),
                hours: carrier.hours,
                fallback: carrier.fallback.clone(),
            }),
            sandbox: carrier.sandbox.as_ref().map(SandboxFields::new),
            direct: carrier.direct.as_ref().map(DirectFields::new),
        }
    }

    /// What is typed, if it is within bounds. Reactive.
    fn read(self) -> Option<Carrier> {
        let common = self.common.read()?;
        let sandbox = match self.sandbox {
            Some(fields) => Some(fields.read()?),
            None => None,
        };
        let direct = match self.direct {
            Some(fields) => Some(fields.read()?),
            None => None,
        };
        Some(Carrier {
            enabled: self.enabled.get(),
            price_millis: common.price_millis,
            rate: common.rate,
            policy: common.policy,
            hours: common.hours,
            fallback: common.fallback,
            taken_over_by: None,
            sandbox,
            direct,
            live: None,
            ..self.own.get_value()
        })
    }

    /// It is kept so now; the secret that was typed is forgotten.
    fn saved(self, carrier: Carrier) {
        self.own.try_set_value(carrier);
        self.direct.inspect(|fields| fields.forget_secret());
    }
}

/// A carrier's card, which is its form.
#[component]
pub(super) fn CarrierCard(
    /// The carrier.
    carrier: Carrier,
    /// How it stands now.
    live: Signal<Option<CarrierLive>>,
    /// Which carrier takes over from it now.
    taken: Signal<Option<String>>,
    /// The other carriers, by name.
    others: Vec<String>,
    /// Fetches the carriers again.
    again: Callback<()>,
) -> impl IntoView {
    let editing = Editing::new(&carrier);
    let protocol = RwSignal::new(carrier.direct.as_ref().map(protocol_name));
    let save = Action::new(move |carrier: &Carrier| {
        let carrier = carrier.clone();
        async move {
            match api::settings::save_carrier(&carrier).await {
                Ok(saved) => {
                    toasts::done(settings::SAVED.get());
                    protocol.try_set(saved.direct.as_ref().map(protocol_name));
                    editing.saved(saved);
                    None
                }
                Err(error) => Some(error),
            }
        }
    });
    let failed = Signal::derive(move || save.value().get().flatten());
    let general = move || {
        failed
            .get()
            .filter(|error| error.problem().is_none_or(|problem| problem.fields.is_empty()))
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(carrier) = editing.read() {
            save.dispatch(carrier);
        }
    };
    let unready = Signal::derive(move || editing.read().is_none());
    let is_direct = editing.direct.is_some();
    let name = carrier.name.clone();
    let title = move || words::called(&name);
    let (trying, removing) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <form class="form sheet carrier" on:submit=submit>
            <header class="sheet__head">
                <h2 class="carrier__name">
                    {title}
                    {move || protocol.get().map(|protocol| view! { <Badge tone=Tone::Outlined label=protocol/> })}
                    {is_direct.then(|| view! { <LiveMark live/> })}
                </h2>
                <Switch label=words::ENABLED checked=editing.enabled/>
            </header>
            {is_direct.then(|| view! { <LiveState live/> })}
            {move || taken.get().map(|second| view! {
                <Banner tone=Tone::Amber title=words::taken_over(lang(), &words::called(&second)) text=words::TAKEN_OVER_TEXT/>
            })}
            {editing.direct.map(|fields| view! { <DirectForm fields adding=false failed/> })}
            <CommonForm fields=editing.common others failed/>
            {editing.sandbox.map(|fields| view! { <SandboxForm fields/> })}
            {move || general().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="form__actions">
                <Button label=settings::SAVE look=Look::Primary submit=true busy=save.pending() disabled=unready/>
                <Button label=words::TRY icon=Icon::Carrier on:click=move |_| trying.set(true)/>
                {is_direct.then(|| view! { <Button label=words::REMOVE look=Look::Plain on:click=move |_| removing.set(true)/> })}
            </div>
        </form>
        <TrialDialog open=trying name=carrier.name.clone()/>
        {is_direct.then(|| view! { <Remove name=carrier.name open=removing again/> })}
    }
}

#[component]
fn Remove(
    /// Which carrier.
    name: String,
    /// Whether the question is open.
    open: RwSignal<bool>,
    /// Fetches the carriers again.
    again: Callback<()>,
) -> impl IntoView {
    let title = name.clone();
    let remove = Action::new(move |(): &()| {
        let removal = api::settings::remove_carrier(&name);
        async move {
            match removal.await {
                Ok(()) => {
                    toasts::done(words::REMOVED.get());
                    again.try_run(());
                }
                Err(error) => toasts::failed(&error),
            }
            open.try_set(false);
        }
    });
    view! {
        <Confirm open title text=words::REMOVE_TEXT action=words::REMOVE danger=true busy=remove.pending()
            on_confirm=move |()| remove.dispatch(())/>
    }
}
