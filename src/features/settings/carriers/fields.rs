//! What is asked of every carrier: its price and its speed.

use leptos::prelude::*;

use super::super::model;
use crate::api;
use crate::locale::{carriers as words, lang, settings};
use crate::ui::{Kind, TextField};

/// Most messages a second that may be asked for.
const FASTEST: u64 = 100_000;

/// Price and speed, as they are typed.
#[derive(Clone, Copy)]
pub(super) struct PriceFields {
    price: RwSignal<String>,
    rate: RwSignal<String>,
}

impl PriceFields {
    /// `price_millis`: fen × 1,000 a part; `rate`: messages a second, 0: no limit.
    pub(super) fn new(price_millis: u64, rate: u32) -> Self {
        Self {
            price: RwSignal::new(model::yuan(price_millis)),
            rate: RwSignal::new(rate.to_string()),
        }
    }

    /// Price and rate, if both are numbers within bounds.
    pub(super) fn read(self) -> Option<(u64, u32)> {
        Some((
            model::price_millis(&self.price.get())?,
            model::whole(&self.rate.get(), 0, FASTEST)?,
        ))
    }
}

/// Their form.
#[component]
pub(super) fn PriceAndRate(
    /// Its fields.
    fields: PriceFields,
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
    view! {
        <div class="columns">
            <TextField label=words::PRICE value=fields.price suffix=words::YUAN hint=words::PRICE_HINT error=price_error/>
            <TextField label=words::RATE value=fields.rate kind=Kind::Number suffix=words::PER_SECOND hint=words::RATE_HINT error=rate_error/>
        </div>
    }
}
