//! Hours that a purpose or a carrier has of its own.

use domain::schedule::AllowedHours;
use leptos::prelude::*;

use super::model::{self, NoHours};
use crate::locale::{date, settings as words};
use crate::ui::{Kind, TextField};

/// The fields: both empty for the firm's hours.
#[derive(Clone, Copy)]
pub(super) struct OwnHours {
    from: RwSignal<String>,
    until: RwSignal<String>,
}

impl OwnHours {
    /// As they are kept.
    pub(super) fn new(hours: Option<AllowedHours>) -> Self {
        let from = hours.map(|hours| date::clock(hours.from));
        let until = hours.map(|hours| model::end_clock(hours.until));
        Self {
            from: RwSignal::new(from.unwrap_or_default()),
            until: RwSignal::new(until.unwrap_or_default()),
        }
    }

    /// What is typed; `None`: the firm's. Reactive.
    pub(super) fn read(self) -> Result<Option<AllowedHours>, NoHours> {
        model::own_hours(&self.from.get(), &self.until.get())
    }
}

/// Their fields, side by side.
#[component]
pub(super) fn OwnHoursFields(
    /// The fields.
    hours: OwnHours,
    /// What the gateway said of them.
    #[prop(into)]
    said: Signal<Option<String>>,
) -> impl IntoView {
    let error = Signal::derive(move || match hours.read() {
        Err(NoHours) => Some(words::OWN_HOURS_WRONG.get().to_owned()),
        Ok(_) => said.get(),
    });
    view! {
        <div class="row row--top">
            <TextField label=words::HOURS_FROM value=hours.from kind=Kind::Time error/>
            <TextField label=words::HOURS_UNTIL value=hours.until kind=Kind::Time/>
        </div>
    }
}
