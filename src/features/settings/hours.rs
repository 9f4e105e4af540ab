//! Allowed hours, the caps on messages, receipts, gaps, consent, and what confirms opt-outs.

use domain::consent::Confirmation;
use leptos::prelude::*;
use wire::settings::Settings;

use super::firm::saving;
use super::purposes::{ByPurpose, PurposesForm};
use super::{SettingsFrame, model};
use crate::api;
use crate::locale::{date, lang, settings as words, tr};
use crate::routes::Section;
use crate::state::fetched::fetched;
use crate::ui::{Button, Kind, Look, ProblemView, Skeleton, Switch, TextArea, TextField};

/// The page at `Page::Settings(Section::Hours)`.
#[component]
pub fn HoursPage() -> impl IntoView {
    let settings = fetched(api::settings::settings);
    view! {
        <SettingsFrame section=Section::Hours>
            {move || settings.is_awaited().then(|| view! { <Skeleton lines=8/> })}
            {move || settings.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| settings.refetch()/> }.into_any(),
                Ok(loaded) => view! { <HoursForm loaded again=Callback::new(move |()| settings.refetch())/> }.into_any(),
            })}
        </SettingsFrame>
    }
}

#[component]
fn HoursForm(
    /// What is saved.
    loaded: Settings,
    /// Fetches what is saved now.
    again: Callback<()>,
) -> impl IntoView {
    let text = |value: u16| RwSignal::new(value.to_string());
    let from = RwSignal::new(date::clock(loaded.hours.from));
    let until = RwSignal::new(model::end_clock(loaded.hours.until));
    let (messages, days) = (text(loaded.cap_messages), text(loaded.cap_days));
    let (receipt, gap) = (text(loaded.receipt_hours), text(loaded.gap_days));
    let care = RwSignal::new(loaded.care_needs_consent);
    let purposes = ByPurpose::new(loaded.purpose_hours, loaded.caps);
    let confirmation = ConfirmationFields::new(&loaded.confirmation);
    let edited = move || {
        let (purpose_hours, caps) = purposes.read()?;
        Some(Settings {
            hours: model::hours(&from.get(), &until.get())?,
            purpose_hours,
            caps,
            cap_messages: model::whole(&messages.get(), 0, 1_000)?,
            cap_days: model::whole(&days.get(), 1, 365)?,
            receipt_hours: model::whole(&receipt.get(), 1, 720)?,
            gap_days: model::whole(&gap.get(), 1, 3_650)?,
            care_needs_consent: care.get(),
            confirmation: confirmation.read(),
            ..loaded.clone()
        })
    };
    let edited = StoredValue::new(edited);
    let valid = Memo::new(move |_| edited.with_value(|edited| edited()).is_some());
    let (action, failed, field) = saving(again);
    let wrong = move |bad: bool, text: crate::locale::Msg| bad.then(|| text.get().to_owned());
    let hours_error = Signal::derive(move || {
        field("hours")
            .get()
            .or_else(|| wrong(model::hours(&from.get(), &until.get()).is_none(), words::HOURS_WRONG))
    });
    let bounded = move |value: RwSignal<String>, least: u64, most: u64, name: &'static str| {
        Signal::derive(move || {
            let bad = model::whole::<u64>(&value.get(), least, most).is_none();
            field(name)
                .get()
                .or_else(|| bad.then(|| words::between(lang(), least, most)))
        })
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(settings) = edited.with_value(|edited| edited()) {
            action.dispatch(settings);
        }
    };
    view! {
        <form class="form" on:submit=send>
            <fieldset class="fieldset">
                <legend>{tr(words::ALLOWED)} <span class="fieldset__note">{date::zone}</span></legend>
                <div class="row row--top">
                    <TextField label=words::HOURS_FROM value=from kind=Kind::Time error=hours_error/>
                    <TextField label=words::HOURS_UNTIL value=until kind=Kind::Time/>
                </div>
                <p class="field__hint">{tr(words::ALLOWED_HINT)}</p>
            </fieldset>
            <fieldset class="fieldset">
                <legend>{tr(words::CAP)}</legend>
                <div class="row row--top">
                    <TextField label=words::CAP_DAYS value=days kind=Kind::Number suffix=words::DAYS error=bounded(days, 1, 365, "cap_days")/>
                    <TextField label=words::CAP_MESSAGES value=messages kind=Kind::Number suffix=words::MESSAGES error=bounded(messages, 0, 1_000, "cap_messages")/>
                </div>
                <p class="field__hint">{tr(words::CAP_HINT)}</p>
            </fieldset>
            <PurposesForm fields=purposes hours_said=field("purpose_hours")/>
            <TextField label=words::RECEIPT value=receipt kind=Kind::Number suffix=words::HOURS_UNIT hint=words::RECEIPT_HINT error=bounded(receipt, 1, 720, "receipt_hours")/>
            <TextField label=words::GAP value=gap kind=Kind::Number suffix=words::DAYS hint=words::GAP_HINT error=bounded(gap, 1, 3_650, "gap_days")/>
            <Switch label=words::CARE checked=care hint=words::CARE_HINT/>
            <ConfirmationForm fields=confirmation zh_said=field("confirmation.zh") en_said=field("confirmation.en")/>
            {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=again/> })}
            <div class="form__actions">
                <Button label=words::SAVE look=Look::Primary submit=true busy=action.pending() disabled=Signal::derive(move || !valid.get())/>
            </div>
        </form>
    }
}

/// What confirms opt-outs, as it is typed.
#[derive(Clone, Copy)]
struct ConfirmationFields {
    on: RwSignal<bool>,
    zh: RwSignal<String>,
    en: RwSignal<String>,
}

impl ConfirmationFields {
    fn new(kept: &Confirmation) -> Self {
        Self {
            on: RwSignal::new(kept.on),
            zh: RwSignal::new(kept.zh.clone()),
            en: RwSignal::new(kept.en.clone()),
        }
    }

    /// What is typed; reactive.
    fn read(self) -> Confirmation {
        Confirmation {
            on: self.on.get(),
            zh: self.zh.get().trim().to_owned(),
            en: self.en.get().trim().to_owned(),
        }
    }
}

/// Whether opt-outs are confirmed, and by which words.
#[component]
fn ConfirmationForm(
    /// The fields.
    fields: ConfirmationFields,
    /// What the gateway said of the Chinese words.
    #[prop(into)]
    zh_said: Signal<Option<String>>,
    /// What the gateway said of the English words.
    #[prop(into)]
    en_said: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <Switch label=words::CONFIRM checked=fields.on hint=words::CONFIRM_HINT/>
        <Show when=move || fields.on.get()>
            <TextArea label=words::CONFIRM_ZH value=fields.zh rows=2 max_length=60 hint=words::CONFIRM_TEXT_HINT error=zh_said/>
            <TextArea label=words::CONFIRM_EN value=fields.en rows=2 max_length=60 hint=words::CONFIRM_TEXT_HINT error=en_said/>
        </Show>
    }
}
