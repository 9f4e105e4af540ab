//! The carriers, and how the sandbox behaves.

use leptos::prelude::*;
use wire::settings::{Carrier, Sandbox};

use super::{SettingsFrame, model};
use crate::api;
use crate::locale::{lang, settings as words, tr};
use crate::routes::Section;
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::toasts;
use crate::ui::{Button, Kind, Look, ProblemView, Skeleton, Slice, StackedBar, Switch, TextField, Tone};

/// The page at `Page::Settings(Section::Carriers)`.
#[component]
pub fn CarriersPage() -> impl IntoView {
    let carriers = fetched(api::settings::carriers);
    view! {
        <SettingsFrame section=Section::Carriers>
            {move || carriers.is_awaited().then(|| view! { <Skeleton lines=8/> })}
            {move || carriers.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| carriers.refetch()/> }.into_any(),
                Ok(all) => all
                    .into_iter()
                    .map(|carrier| view! { <CarrierForm carrier again=Callback::new(move |()| carriers.refetch())/> })
                    .collect_view()
                    .into_any(),
            })}
        </SettingsFrame>
    }
}

/// The fields of a sandbox, as they are typed; all are permille but the last two.
#[derive(Clone, Copy)]
struct SandboxFields {
    seed: RwSignal<String>,
    refused: RwSignal<String>,
    failed: RwSignal<String>,
    silent: RwSignal<String>,
    twice: RwSignal<String>,
    late: RwSignal<String>,
    throttled: RwSignal<String>,
    dropped: RwSignal<String>,
    receipt_ms: RwSignal<String>,
}

impl SandboxFields {
    fn new(sandbox: &Sandbox) -> Self {
        let field = |value: u64| RwSignal::new(value.to_string());
        Self {
            seed: field(sandbox.seed),
            refused: field(sandbox.refused.into()),
            failed: field(sandbox.failed.into()),
            silent: field(sandbox.silent.into()),
            twice: field(sandbox.twice.into()),
            late: field(sandbox.late.into()),
            throttled: field(sandbox.throttled.into()),
            dropped: field(sandbox.dropped.into()),
            receipt_ms: field(sandbox.receipt_ms.into()),
        }
    }

    fn read(self) -> Option<Sandbox> {
        let share = |field: RwSignal<String>| model::whole::<u16>(&field.get(), 0, 1_000);
        let sandbox = Sandbox {
            seed: model::whole(&self.seed.get(), 0, 1 << 53)?,
            refused: share(self.refused)?,
            failed: share(self.failed)?,
            silent: share(self.silent)?,
            twice: share(self.twice)?,
            late: share(self.late)?,
            throttled: share(self.throttled)?,
            dropped: share(self.dropped)?,
            receipt_ms: model::whole(&self.receipt_ms.get(), 0, 86_400_000)?,
        };
        model::delivered(&sandbox).map(|_| sandbox)
    }
}

#[component]
fn CarrierForm(
    /// The carrier.
    carrier: Carrier,
    /// Fetches it again.
    again: Callback<()>,
) -> impl IntoView {
    let enabled = RwSignal::new(carrier.enabled);
    let price = RwSignal::new(model::yuan(carrier.price_millis));
    let rate = RwSignal::new(carrier.rate.to_string());
    let fields = carrier.sandbox.as_ref().map(SandboxFields::new);
    let own = carrier.clone();
    let edited = StoredValue::new(move || {
        let sandbox = match fields {
            Some(fields) => Some(fields.read()?),
            None => None,
        };
        Some(Carrier {
            enabled: enabled.get(),
            price_millis: model::price_millis(&price.get())?,
            rate: model::whole(&rate.get(), 0, 100_000)?,
            sandbox,
            ..own.clone()
        })
    });
    let valid = Memo::new(move |_| edited.with_value(|edited| edited()).is_some());
    let save = Action::new(move |carrier: &Carrier| {
        let carrier = carrier.clone();
        async move {
            let answer = api::settings::save_carrier(&carrier).await;
            if answer.is_ok() {
                toasts::done(words::SAVED.get());
                again.try_run(());
            }
            answer.err()
        }
    });
    let failed = move || save.value().get().flatten();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(carrier) = edited.with_value(|edited| edited()) {
            save.dispatch(carrier);
        }
    };
    let price_error = Signal::derive(move || {
        model::price_millis(&price.get())
            .is_none()
            .then(|| words::PRICE_WRONG.get().to_owned())
    });
    view! {
        <form class="form sheet carrier" on:submit=send>
            <header class="sheet__head">
                <h2>{if carrier.kind == "sandbox" { words::SANDBOX.get().to_owned() } else { carrier.name.clone() }}</h2>
                <Switch label=words::ENABLED checked=enabled/>
            </header>
            <div class="columns">
                <TextField label=words::PRICE value=price suffix=words::YUAN hint=words::PRICE_HINT error=price_error/>
                <TextField label=words::RATE value=rate kind=Kind::Number suffix=words::PER_SECOND hint=words::RATE_HINT/>
            </div>
            {fields.map(|fields| view! { <SandboxForm fields/> })}
            {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="form__actions">
                <Button label=words::SAVE look=Look::Primary submit=true busy=save.pending() disabled=Signal::derive(move || !valid.get())/>
            </div>
        </form>
    }
}

/// How the sandbox behaves, with a bar that shows the mix.
#[component]
fn SandboxForm(
    /// Its fields.
    fields: SandboxFields,
) -> impl IntoView {
    let permille = words::PERMILLE;
    let wrong = move || fields.read().is_none();
    let slices = Signal::derive(move || {
        let Some(sandbox) = fields.read() else {
            return Vec::new();
        };
        let slice = |tone, label: crate::locale::Msg, count: u16| Slice {
            tone,
            label: label.get().to_owned(),
            count: count.into(),
        };
        vec![
            slice(
                Tone::Jade,
                words::MIX_DELIVERED,
                model::delivered(&sandbox).unwrap_or(0),
            ),
            slice(Tone::Indigo, words::MIX_SILENT, sandbox.silent),
            slice(Tone::Crimson, words::MIX_FAILED, sandbox.failed),
            slice(Tone::Outlined, words::MIX_REFUSED, sandbox.refused),
            slice(Tone::Amber, words::MIX_DROPPED, sandbox.dropped),
        ]
    });
    view! {
        <p class="field__hint">{tr(words::SANDBOX_TEXT)}</p>
        <StackedBar label=words::MIX slices/>
        {move || wrong().then(|| view! { <p class="field__error" role="alert">{words::mix_wrong(lang())}</p> })}
        <div class="columns carrier__shares">
            <TextField label=words::MIX_REFUSED value=fields.refused kind=Kind::Number suffix=permille hint=words::REFUSED_HINT/>
            <TextField label=words::MIX_FAILED value=fields.failed kind=Kind::Number suffix=permille hint=words::FAILED_HINT/>
            <TextField label=words::MIX_SILENT value=fields.silent kind=Kind::Number suffix=permille hint=words::SILENT_HINT/>
            <TextField label=words::MIX_DROPPED value=fields.dropped kind=Kind::Number suffix=permille hint=words::DROPPED_HINT/>
            <TextField label=words::MIX_TWICE value=fields.twice kind=Kind::Number suffix=permille hint=words::TWICE_HINT/>
            <TextField label=words::MIX_LATE value=fields.late kind=Kind::Number suffix=permille hint=words::LATE_HINT/>
            <TextField label=words::MIX_THROTTLED value=fields.throttled kind=Kind::Number suffix=permille hint=words::THROTTLED_HINT/>
            <TextField label=words::RECEIPT_MS value=fields.receipt_ms kind=Kind::Number suffix=words::MILLISECONDS/>
            <TextField label=words::SEED value=fields.seed kind=Kind::Number hint=words::SEED_HINT/>
        </div>
    }
}
