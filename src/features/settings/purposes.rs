//! What holds for each purpose: hours of its own, and how often one may write.

use domain::cap::{PurposeCap, PurposeCaps};
use domain::consent::Purpose;
use domain::schedule::PurposeHours;
use leptos::prelude::*;

use super::model;
use super::own_hours::{OwnHours, OwnHoursFields};
use crate::features::templates::purpose_name;
use crate::locale::{lang, settings as words, tr};
use crate::ui::{Kind, TextField};

/// Most messages that a cap may name.
const MOST: u64 = 1_000;

/// The fields of one purpose.
#[derive(Clone, Copy)]
struct Fields {
    hours: OwnHours,
    day: RwSignal<String>,
    week: RwSignal<String>,
}

/// The fields of all purposes, in the order of [`Purpose::ALL`].
#[derive(Clone, Copy)]
pub(super) struct ByPurpose([Fields; 3]);

impl ByPurpose {
    /// As they are kept.
    pub(super) fn new(hours: PurposeHours, caps: PurposeCaps) -> Self {
        Self(Purpose::ALL.map(|purpose| Fields {
            hours: OwnHours::new(hours.of(purpose)),
            day: RwSignal::new(caps.of(purpose).day.to_string()),
            week: RwSignal::new(caps.of(purpose).week.to_string()),
        }))
    }

    /// What is typed, if it is within bounds. Reactive.
    pub(super) fn read(self) -> Option<(PurposeHours, PurposeCaps)> {
        let [service, care, marketing] = self.0.map(|fields| {
            let cap = PurposeCap {
                day: model::whole(&fields.day.get(), 0, MOST)?,
                week: model::whole(&fields.week.get(), 0, MOST)?,
            };
            Some((fields.hours.read().ok()?, cap))
        });
        let (service, care, marketing) = (service?, care?, marketing?);
        let hours = PurposeHours {
            service: service.0,
            care: care.0,
            marketing: marketing.0,
        };
        let caps = PurposeCaps {
            service: service.1,
            care: care.1,
            marketing: marketing.1,
        };
        Some((hours, caps))
    }
}

/// The form of all purposes.
#[component]
pub(super) fn PurposesForm(
    /// The fields.
    fields: ByPurpose,
    /// What the gateway said of the hours.
    #[prop(into)]
    hours_said: Signal<Option<String>>,
) -> impl IntoView {
    let bounded = |value: RwSignal<String>| {
        Signal::derive(move || {
            let bad = model::whole::<u64>(&value.get(), 0, MOST).is_none();
            bad.then(|| words::between(lang(), 0, MOST))
        })
    };
    let one = move |(purpose, one): (Purpose, Fields)| {
        view! {
            <fieldset class="fieldset">
                <legend>{tr(purpose_name(purpose))}</legend>
                <div class="row row--top purpose">
                    <OwnHoursFields hours=one.hours said=hours_said/>
                    <div class="row row--top">
                        <TextField label=words::A_DAY value=one.day kind=Kind::Number suffix=words::MESSAGES error=bounded(one.day)/>
                        <TextField label=words::A_WEEK value=one.week kind=Kind::Number suffix=words::MESSAGES error=bounded(one.week)/>
                    </div>
                </div>
            </fieldset>
        }
    };
    view! {
        <section class="form" aria-labelledby="by-purpose">
            <h2 class="sheet__head" id="by-purpose">{tr(words::BY_PURPOSE)}</h2>
            <p class="field__hint">{tr(words::BY_PURPOSE_HINT)}</p>
            {Purpose::ALL.into_iter().zip(fields.0).map(one).collect_view()}
        </section>
    }
}
