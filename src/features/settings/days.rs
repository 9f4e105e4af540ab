//! The firm's own yearly days: what campaigns can fire on besides festivals, solar terms and birthdays.

use chrono::NaiveDate;
use domain::occasion::{MOST_OWN_DAYS, OwnDay};
use leptos::prelude::*;
use wire::settings::Settings;

use super::firm::saving;
use super::{SettingsFrame, model};
use crate::api;
use crate::locale::{date, domain_lang, lang, schedule, settings as words, tr};
use crate::routes::Section;
use crate::state::fetched::fetched;
use crate::ui::{
    Button, Choice, Column, DataTable, Empty, Icon, Look, ProblemView, RadioGroup, Select, Skeleton, TextField,
};

/// The page at `Page::Settings(Section::Days)`.
#[component]
pub fn DaysPage() -> impl IntoView {
    let settings = fetched(api::settings::settings);
    // What was taken away last outlives the fetch that follows, so that it can be had back.
    let removed = RwSignal::new(None::<OwnDay>);
    view! {
        <SettingsFrame section=Section::Days>
            {move || settings.is_awaited().then(|| view! { <Skeleton lines=6/> })}
            {move || settings.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| settings.refetch()/> }.into_any(),
                Ok(loaded) => view! { <Days loaded removed again=Callback::new(move |()| settings.refetch())/> }.into_any(),
            })}
        </SettingsFrame>
    }
}

#[component]
fn Days(
    /// What is saved.
    loaded: Settings,
    /// What was taken away last.
    removed: RwSignal<Option<OwnDay>>,
    /// Fetches what is saved now.
    again: Callback<()>,
) -> impl IntoView {
    let (action, failed, field) = saving(Callback::new(move |_| again.run(())));
    let days = loaded.days.clone();
    let full = days.len() >= MOST_OWN_DAYS;
    let loaded = StoredValue::new(loaded);
    let save = move |change: &dyn Fn(&mut Vec<OwnDay>)| {
        let mut settings = loaded.get_value();
        change(&mut settings.days);
        action.dispatch(settings);
    };
    let remove = Callback::new(move |own: OwnDay| {
        save(&|days| days.retain(|one| one.day != own.day));
        removed.set(Some(own));
    });
    let add = Callback::new(move |day: OwnDay| {
        removed.set(None);
        save(&|days| days.push(day.clone()));
    });
    // One that was not taken away after all stands in the table still.
    let gone = move || {
        let own = removed.get()?;
        loaded
            .with_value(|kept| kept.days.iter().all(|one| one.day != own.day))
            .then_some(own)
    };
    view! {
        <DataTable
            label=words::OWN_DAYS
            columns=columns(remove, action.pending())
            rows=Signal::stored(days)
            empty=|| view! { <Empty title=words::NO_DAYS text=words::NO_DAYS_TEXT icon=Icon::Calendar/> }
        />
        <p class="row" role="status">
            {move || gone().map(|own| {
                let name = own.clone();
                view! {
                    <span class="muted small">{move || words::removed_day(lang(), name.name(domain_lang()))}</span>
                    <Button label=words::UNDO icon=Icon::Undo look=Look::Plain busy=action.pending() on:click=move |_| add.run(own.clone())/>
                }
            })}
        </p>
        {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=again/> })}
        {(!full).then(|| view! { <NewDay add busy=action.pending() refused=field("days")/> })}
    }
}

fn columns(remove: Callback<OwnDay>, busy: Signal<bool>) -> Vec<Column<OwnDay>> {
    vec![
        Column::new("name", words::DAY_NAME, |day: &OwnDay| {
            let day = day.clone();
            move || day.name(domain_lang()).to_owned()
        }),
        Column::new("when", words::DAY_WHEN, |day: &OwnDay| {
            let rule = day.day;
            move || schedule::own_day(lang(), rule)
        }),
        Column::new("next", words::DAY_NEXT, |day: &OwnDay| {
            let next = model::next_on(day.day, today()).map(|next| next.to_string());
            move || next.as_deref().map(date::plain_day).unwrap_or_default()
        }),
        Column::new("remove", words::REMOVE, move |day: &OwnDay| {
            let (own, named) = (day.clone(), day.clone());
            let label = move || words::remove(lang(), named.name(domain_lang()));
            view! { <Button label icon=Icon::Trash icon_only=true look=Look::Plain disabled=busy on:click=move |_| remove.run(own.clone())/> }
        })
        .end(),
    ]
}

fn today() -> NaiveDate {
    date::iso_day(date::now()).parse().unwrap_or_default()
}

/// The fields of a new day.
#[component]
fn NewDay(
    /// Takes it.
    add: Callback<OwnDay>,
    /// Whether it is being saved.
    busy: Signal<bool>,
    /// Why the gateway did not take it.
    refused: Signal<Option<String>>,
) -> impl IntoView {
    let text = |text: &str| RwSignal::new(text.to_owned());
    let (zh, en, calendar) = (text(""), text(""), text("solar"));
    let (month, day) = (text("1"), text("1"));
    let calendars = Signal::derive(|| {
        vec![
            Choice::new("solar", words::DAY_SOLAR.get()),
            Choice::new("lunar", words::DAY_LUNAR.get()),
        ]
    });
    let lunar = move || calendar.with(|calendar| calendar == "lunar");
    let months = Signal::derive(move || {
        let name = |month: u8| {
            if lunar() {
                schedule::lunar_month(lang(), month)
            } else {
                date::month_name(lang(), month)
            }
        };
        (1..=12_u8)
            .map(|month| Choice::new(month.to_string(), name(month)))
            .collect::<Vec<_>>()
    });
    let days = Signal::derive(move || {
        let most = if lunar() { 30 } else { 31 };
        (1..=most)
            .map(|day: u8| Choice::new(day.to_string(), day.to_string()))
            .collect::<Vec<_>>()
    });
    let typed = move || {
        let rule = model::own_rule(&calendar.get(), &month.get(), &day.get())?;
        let own = OwnDay {
            zh: zh.get().trim().to_owned(),
            en: en.get().trim().to_owned(),
            day: rule,
        };
        Some(own)
    };
    let rule = move || model::own_rule(&calendar.get(), &month.get(), &day.get());
    let error = Signal::derive(move || {
        let exists = rule().is_some();
        refused
            .get()
            .or_else(|| (!exists).then(|| schedule::DAY_WRONG.get().to_owned()))
    });
    let next = move || {
        let next = model::next_on(rule()?, today())?.to_string();
        Some(words::next_day(lang(), &date::plain_day_within(&next)))
    };
    let ready = Signal::derive(move || typed().is_some_and(|day| day.is_possible()));
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(day) = untrack(typed).filter(OwnDay::is_possible) {
            add.run(day);
        }
    };
    view! {
        <form class="form" on:submit=send>
            <fieldset class="fieldset">
                <legend>{tr(words::ADD_DAY)}</legend>
                <TextField label=words::DAY_ZH value=zh required=true max_length=30/>
                <TextField label=words::DAY_EN value=en max_length=60 hint=words::DAY_EN_HINT/>
                <RadioGroup label=words::DAY_CALENDAR value=calendar options=calendars segmented=true/>
                <div class="row row--top">
                    <Select label=schedule::MONTH value=month options=months/>
                    <Select label=schedule::DAY value=day options=days error/>
                </div>
                <p class="field__hint" aria-live="polite">{next}</p>
            </fieldset>
            <div class="form__actions"><Button label=words::ADD_DAY icon=Icon::Plus look=Look::Primary submit=true busy disabled=Signal::derive(move || !ready.get())/></div>
        </form>
    }
}
