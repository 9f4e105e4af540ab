//! How the sandbox behaves.

use leptos::prelude::*;
use wire::settings::Sandbox;

use super::super::model;
use crate::locale::{carriers as words, lang, tr};
use crate::ui::{Kind, Slice, StackedBar, TextField, Tone};

/// The fields of a sandbox, as they are typed; all are permille but the last two.
#[derive(Clone, Copy)]
pub(super) struct SandboxFields {
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
    pub(super) fn new(sandbox: &Sandbox) -> Self {
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

    pub(super) fn read(self) -> Option<Sandbox> {
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

/// How the sandbox behaves, with a bar that shows the mix.
#[component]
pub(super) fn SandboxForm(
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
