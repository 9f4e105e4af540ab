//! What is asked of every carrier: its price, its speed, and what it does not take.

use domain::lint::CarrierPolicy;
use leptos::prelude::*;

use super::super::model;
use crate::api;
use crate::locale::{Lang, carriers as words, lang, settings};
use crate::ui::{Choice, Kind, Select, TextField};

/// Most messages a second that may be asked for.
const FASTEST: u64 = 100_000;

/// Price, speed and policy, as they are typed.
#[derive(Clone, Copy)]
pub(super) struct CommonFields {
    price: RwSignal<String>,
    rate: RwSignal<String>,
    policy: RwSignal<String>,
}

impl CommonFields {
    /// `price_millis`: fen × 1,000 a part; `rate`: messages a second, 0: no limit; `policy`: the id of what it does not take.
    pub(super) fn new(price_millis: u64, rate: u32, policy: Option<&str>) -> Self {
        Self {
            price: RwSignal::new(model::yuan(price_millis)),
            rate: RwSignal::new(rate.to_string()),
            policy: RwSignal::new(policy.unwrap_or_default().to_owned()),
        }
    }

    /// Price, rate and policy, if the numbers are within bounds.
    pub(super) fn read(self) -> Option<(u64, u32, Option<String>)> {
        Some((
            model::price_millis(&self.price.get())?,
            model::whole(&self.rate.get(), 0, FASTEST)?,
            Some(self.policy.get()).filter(|id| !id.is_empty()),
        ))
    }
}

/// Their form.
#[component]
pub(super) fn CommonForm(
    /// Its fields.
    fields: CommonFields,
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
    view! {
        <div class="columns">
            <TextField label=words::PRICE value=fields.price suffix=words::YUAN hint=words::PRICE_HINT error=price_error/>
            <TextField label=words::RATE value=fields.rate kind=Kind::Number suffix=words::PER_SECOND hint=words::RATE_HINT error=rate_error/>
            <Select label=words::POLICY value=fields.policy options=policies none=words::POLICY_NONE hint=words::POLICY_HINT error=policy_error/>
        </div>
    }
}
