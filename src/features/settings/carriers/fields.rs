//! What is asked of every carrier: its price, its speed, what it does not take, its hours, and who takes over from it.

use domain::lint::CarrierPolicy;
use domain::schedule::AllowedHours;
use leptos::prelude::*;

use super::super::model;
use super::super::own_hours::{OwnHours, OwnHoursFields};
use crate::api;
use crate::locale::{Lang, carriers as words, date, lang, settings, tr};
use crate::ui::{Choice, Kind, Select, TextField};

/// Most parts a second that may be asked for.
const FASTEST: u64 = 100_000;

/// What every carrier has, as it is typed.
#[derive(Clone, Copy)]
pub(super) struct CommonFields {
    price: RwSignal<String>,
    rate: RwSignal<String>,
    policy: RwSignal<String>,
    hours: OwnHours,
    fallback: RwSignal<String>,
}

/// What every carrier has.
#[derive(Clone, Default)]
pub(super) struct Common {
    /// Fen × 1,000 a part.
    pub(super) price_millis: u64,
    /// Messages a second; 0: no limit.
    pub(super) rate: u32,
    /// The id of what it does not take.
    pub(super) policy: Option<String>,
    /// Hours of its own.
    pub(super) hours: Option<AllowedHours>,
    /// Who takes over from it.
    pub(super) fallback: Option<String>,
}

impl CommonFields {
    /// As it is kept.
    pub(super) fn new(common: Common) -> Self {
        Self {
            price: RwSignal::new(model::yuan(common.price_millis)),
            rate: RwSignal::new(common.rate.to_string()),
            policy: RwSignal::new(common.policy.unwrap_or_default()),
            hours: OwnHours::new(common.hours),
            fallback: RwSignal::new(common.fallback.unwrap_or_default()),
        }
    }

    /// What is typed, if it is within bounds. Reactive.
    pub(super) fn read(self) -> Option<Common> {
        let chosen = |value: RwSignal<String>| Some(value.get()).filter(|id| !id.is_empty());
        Some(Common {
            price_millis: model::price_millis(&self.price.get())?,
            rate: model::whole(&self.rate.get(), 0, FASTEST)?,
            policy: chosen(self.policy),
            hours: self.hours.read().ok()?,
            fallback: chosen(self.fallback),
        })
    }
}

/// Their form.
#[component]
pub(super) fn CommonForm(
    /// Its fields.
    fields: CommonFields,
    /// The other carriers, by name.
    others: Vec<String>,
    /// What the gateway said to the last try.
    #[prop(into)]
    failed: Signal<Option<api::Error>>,
) -> impl IntoView {
    let said = move |name| failed.with(|error| error.as_ref().and_then(|error| error.field(name)));
    let price_error = Signal::derive(move || match model::price_millis(&fields.price.get()) {
        None => Some(words::PRICE_WRONG.get().to_owned()),
        Some(_) => said("price_millis"),
    });
    let rate_error = Signal::derive(move || match model::whole::<u32>(&fields.rate.get(), 0, FASTEST) {
        None => Some(settings::between(lang(), 0, FASTEST)),
        Some(_) => said("rate"),
    });
    let policies = Signal::derive(|| {
        CarrierPolicy::built_in_ids()
            .filter_map(CarrierPolicy::built_in)
            .map(|policy| {
                let name = match lang() {
                    Lang::ZhCn => policy.zh,
                    Lang::En => policy.en,
                };
                Choice::new(policy.id, words::policy_of(lang(), &name))
            })
            .collect()
    });
    let policy_error = Signal::derive(move || said("policy"));
    let hours_said = Signal::derive(move || said("hours"));
    let fallback_error = Signal::derive(move || said("fallback"));
    let seconds = Signal::derive(move || {
        let choice = |name: &String| Choice::new(name, words::called(name));
        others.iter().map(choice).collect::<Vec<_>>()
    });
    view! {
        <div class="columns">
            <TextField label=words::PRICE value=fields.price suffix=words::YUAN hint=words::PRICE_HINT error=price_error/>
            <TextField label=words::RATE value=fields.rate kind=Kind::Number suffix=words::PER_SECOND hint=words::RATE_HINT error=rate_error/>
            <Select label=words::POLICY value=fields.policy options=policies none=words::POLICY_NONE hint=words::POLICY_HINT error=policy_error/>
            <Select label=words::FALLBACK value=fields.fallback options=seconds none=words::FALLBACK_NONE hint=words::FALLBACK_HINT error=fallback_error/>
        </div>
        <fieldset class="fieldset">
            <legend>{tr(words::OWN_HOURS)} <span class="fieldset__note">{date::zone_name}</span></legend>
            <OwnHoursFields hours=fields.hours said=hours_said/>
            <p class="field__hint">{tr(words::OWN_HOURS_HINT)}</p>
        </fieldset>
    }
}
