//! Allowed hours, the caps on messages, receipts, gaps, consent, and what confirms opt-outs.

use domain::consent::Confirmation;
use domain::schedule::AllowedHours;
use leptos::prelude::*;
use wire::settings::Settings;

use super::firm::saving;
use super::purposes::{ByPurpose, PurposesForm};
use super::{SettingsFrame, model};
use crate::api;
use crate::locale::{date, lang, settings as words, tr};
use crate::routes::Section;
use crate::state::fetched::fetched;
use crate::state::guard::guard;
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

/// The fields, as they are typed.
#[derive(Clone, Copy)]
struct Fields {
    from: RwSignal<String>,
    until: RwSignal<String>,
    messages: RwSignal<String>,
    days: RwSignal<String>,
    receipt: RwSignal<String>,
    gap: RwSignal<String>,
    care: RwSignal<bool>,
    purposes: ByPurpose,
    confirmation: ConfirmationFields,
}

impl Fields {
    fn new(kept: &Settings) -> Self {
        let number = |value: u16| RwSignal::new(value.to_string());
        Self {
            from: RwSignal::new(date::clock(kept.hours.from)),
            until: RwSignal::new(model::end_clock(kept.hours.until)),
            messages: number(kept.cap_messages),
            days: number(kept.cap_days),
            receipt: number(kept.receipt_hours),
            gap: number(kept.gap_days),
            care: RwSignal::new(kept.care_needs_consent),
            purposes: ByPurpose::new(kept.purpose_hours, kept.caps),
            confirmation: ConfirmationFields::new(&kept.confirmation),
        }
    }

    fn hours(self) -> Option<AllowedHours> {
        model::hours(&self.from.get(), &self.until.get())
    }

    /// What is kept, changed as it is typed; `None` while something cannot be. Reactive.
    fn read(self, kept: &Settings) -> Option<Settings> {
        let (purpose_hours, caps) = self.purposes.read()?;
        Some(Settings {
            hours: self.hours()?,
            purpose_hours,
            caps,
            cap_messages: model::whole(&self.messages.get(), 0, 1_000)?,
            cap_days: model::whole(&self.days.get(), 1, 365)?,
            receipt_hours: model::whole(&self.receipt.get(), 1, 720)?,
            gap_days: model::whole(&self.gap.get(), 1, 3_650)?,
            care_needs_consent: self.care.get(),
            confirmation: self.confirmation.read(),
            ..kept.clone()
        })
    }
}

#[component]
fn HoursForm(
    /// What is saved.
    loaded: Settings,
    /// Fetches what is saved now.
    again: Callback<()>,
) -> impl IntoView {
    let fields = Fields::new(&loaded);
    let Fields {
        messages,
        days,
        receipt,
        gap,
        ..
    } = fields;
    let saved = RwSignal::new(loaded);
    let edited = Memo::new(move |_| saved.with(|saved| fields.read(saved)));
    guard(move || edited.with(|edited| saved.with(|saved| edited.as_ref() != Some(saved))));
    let (action, failed, field) = saving(Callback::new(move |now| saved.set(now)));
    let hours_error = Signal::derive(move || {
        let wrong = || words::HOURS_WRONG.get().to_owned();
        field("hours").get().or_else(|| fields.hours().is_none().then(wrong))
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
        if let Some(settings) = edited.get_untracked() {
            action.dispatch(settings);
        }
    };
    view! {
        <form class="form" on:submit=send>
            <fieldset class="fieldset">
                <legend>{tr(words::ALLOWED)} <span class="fieldset__note">{date::zone_name}</span></legend>
                <div class="row row--top">
                    <TextField label=words::HOURS_FROM value=fields.from kind=Kind::Time error=hours_error/>
                    <TextField label=words::HOURS_UNTIL value=fields.until kind=Kind::Time/>
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
            <PurposesForm fields=fields.purposes hours_said=field("purpose_hours")/>
            <TextField label=words::RECEIPT value=receipt kind=Kind::Number suffix=words::HOURS_UNIT hint=words::RECEIPT_HINT error=bounded(receipt, 1, 720, "receipt_hours")/>
            <TextField label=words::GAP value=gap kind=Kind::Number suffix=words::DAYS hint=words::GAP_HINT error=bounded(gap, 1, 3_650, "gap_days")/>
            <Switch label=words::CARE checked=fields.care hint=words::CARE_HINT/>
            <ConfirmationForm fields=fields.confirmation zh_said=field("confirmation.zh") en_said=field("confirmation.en")/>
            {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=again/> })}
            <div class="form__actions">
                <Button label=words::SAVE look=Look::Primary submit=true busy=action.pending() disabled=Signal::derive(move || edited.with(Option::is_none))/>
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
