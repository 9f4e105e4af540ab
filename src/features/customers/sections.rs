//! The sections of the form.

use domain::customer::{Sex, SiteStage};
use leptos::prelude::*;

use super::draft::{Attribute, lunar_day_name, lunar_month_name};
use super::form::Form;
use super::model::code_of;
use super::words as names;
use crate::locale::{Msg, Text, customers as words, date, lang, tr, ui};
use crate::ui::{Button, Checkbox, ChipsField, Choice, Icon, Kind, Look, Select, TextArea, TextField};

#[component]
fn Section(title: Msg, children: Children) -> impl IntoView {
    view! {
        <fieldset class="customer-form__section">
            <legend>{tr(title)}</legend>
            <div class="customer-form__fields">{children()}</div>
        </fieldset>
    }
}

/// Name, form of address, number.
#[component]
pub(super) fn PersonSection(form: Form) -> impl IntoView {
    let draft = form.draft();
    let sexes = Signal::derive(|| {
        [Sex::Female, Sex::Male]
            .map(|sex| Choice::new(code_of(sex), names::sex(sex).get()))
            .to_vec()
    });
    view! {
        <Section title=words::SECTION_PERSON>
            <TextField label=words::NAME value=draft.name error=form.error("name") max_length=100/>
            <Select label=words::SEX value=draft.sex options=sexes none=words::NOT_RECORDED error=form.error("sex")/>
            <TextField label=words::NUMBER value=draft.number hint=words::NUMBER_HINT error=form.error("number") max_length=100/>
        </Section>
    }
}

/// Phone and city.
#[component]
pub(super) fn ReachSection(form: Form) -> impl IntoView {
    let draft = form.draft();
    let masked = form.masked.get_value();
    let cities = Signal::derive(move || {
        form.facets
            .with(|facets| facets.cities.iter().map(|one| one.value.clone()).collect::<Vec<_>>())
    });
    let at_hand = masked.clone();
    let hint = Text::from(move || match &at_hand {
        None => words::PHONE_HINT.get(),
        Some(_) => words::PHONE_KEEP.get(),
    });
    view! {
        <Section title=words::SECTION_REACH>
            <div class="form-stack">
                <TextField
                    label=words::PHONE
                    value=draft.phone
                    kind=Kind::Tel
                    hint
                    placeholder=masked.clone().unwrap_or_default()
                    error=form.error("phone")
                    disabled=draft.clear_phone
                    max_length=60
                />
                {masked.is_some().then(|| view! { <Checkbox label=words::PHONE_CLEAR checked=draft.clear_phone/> })}
            </div>
            <TextField label=words::CITY value=draft.city suggestions=cities error=form.error("city") max_length=60/>
        </Section>
    }
}

/// The building site.
#[component]
pub(super) fn SiteSection(form: Form) -> impl IntoView {
    let draft = form.draft();
    let stages = Signal::derive(|| {
        SiteStage::ALL
            .map(|stage| Choice::new(code_of(stage), names::stage(stage).get()))
            .to_vec()
    });
    view! {
        <Section title=words::SECTION_SITE>
            <Select label=words::STAGE value=draft.stage options=stages none=words::NOT_RECORDED error=form.error("site_stage")/>
            <TextField label=words::SITE_NAME value=draft.site_name error=form.error("site_name") max_length=200/>
            <TextField label=words::SITE_STARTED value=draft.site_started kind=Kind::Date error=form.error("site_started")/>
            <TextField label=words::SITE_DUE value=draft.site_due kind=Kind::Date error=form.error("site_due")/>
            <TextField label=words::PROJECT_MANAGER value=draft.project_manager error=form.error("project_manager") max_length=100/>
        </Section>
    }
}

/// Both birthdays; a firm often knows only one.
#[component]
pub(super) fn BirthdaysSection(form: Form) -> impl IntoView {
    let draft = form.draft();
    let months = Signal::derive(|| {
        (1..=12)
            .map(|month: u8| Choice::new(month.to_string(), date::month_name(lang(), month)))
            .collect::<Vec<_>>()
    });
    let days = Signal::derive(|| {
        (1..=31)
            .map(|day: u8| Choice::new(day.to_string(), day.to_string()))
            .collect::<Vec<_>>()
    });
    let lunar_months = Signal::derive(|| {
        (1..=12)
            .map(|month: u8| Choice::new(month.to_string(), lunar_month_name(lang(), month)))
            .collect::<Vec<_>>()
    });
    let lunar_days = Signal::derive(|| {
        (1..=30)
            .map(|day: u8| Choice::new(day.to_string(), lunar_day_name(lang(), day)))
            .collect::<Vec<_>>()
    });
    view! {
        <Section title=words::SECTION_DATES>
            <fieldset class="birthday">
                <legend>{tr(words::BIRTHDAY)}</legend>
                <Select label=words::MONTH value=draft.solar_month options=months none=words::NOT_RECORDED error=form.error("birthday")/>
                <Select label=words::DAY value=draft.solar_day options=days none=words::NOT_RECORDED/>
            </fieldset>
            <fieldset class="birthday">
                <legend>{tr(words::LUNAR_BIRTHDAY)}</legend>
                <Select label=words::MONTH value=draft.lunar_month options=lunar_months none=words::NOT_RECORDED error=form.error("lunar_birthday")/>
                <Select label=words::DAY value=draft.lunar_day options=lunar_days none=words::NOT_RECORDED/>
                <Checkbox label=words::LEAP checked=draft.lunar_leap/>
            </fieldset>
        </Section>
    }
}

/// Tier, tags, agent, note.
#[component]
pub(super) fn SortingSection(form: Form) -> impl IntoView {
    let (draft, facets) = (form.draft(), form.facets);
    let tiers = Signal::derive(move || {
        facets.with(|facets| facets.tiers.iter().map(|one| one.value.clone()).collect::<Vec<_>>())
    });
    let tags = Signal::derive(move || {
        facets.with(|facets| facets.tags.iter().map(|one| one.value.clone()).collect::<Vec<_>>())
    });
    let agents = Signal::derive(move || {
        facets.with(|facets| {
            facets
                .agents
                .iter()
                .map(|one| Choice::new(one.id.to_string(), one.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Section title=words::SECTION_CARE>
            <TextField label=words::TIER value=draft.tier suggestions=tiers error=form.error("tier") max_length=60/>
            <Select label=words::AGENT value=draft.agent options=agents none=words::NOT_RECORDED error=form.error("agent")/>
            <div class="customer-form__wide">
                <ChipsField label=words::TAGS value=draft.tags hint=words::TAGS_HINT suggestions=tags error=form.error("tags")/>
            </div>
            <div class="customer-form__wide">
                <TextArea label=words::NOTE value=draft.note hint=words::NOTE_HINT error=form.error("note") max_length=2000/>
            </div>
        </Section>
    }
}

/// The firm's own attributes.
#[component]
pub(super) fn AttributesSection(form: Form) -> impl IntoView {
    let (attributes, facets) = (form.draft().attributes, form.facets);
    let error = form.error("attributes");
    let known = Signal::derive(move || facets.with(|facets| facets.attributes.clone()));
    let add = move |_| {
        attributes.update(|all| {
            let id = all.iter().map(|one| one.id + 1).max().unwrap_or(0);
            all.push(Attribute::new(id, String::new(), String::new()));
        });
    };
    view! {
        <Section title=words::ATTRIBUTES>
            <div class="customer-form__wide form-stack">
                <p class="form-hint">{tr(words::ATTRIBUTES_HINT)}</p>
                <For each=move || attributes.get() key=|one| one.id let:one>
                    <div class="attribute-row">
                        <TextField label=words::ATTRIBUTE_NAME value=one.name suggestions=known max_length=60/>
                        <TextField label=words::ATTRIBUTE_VALUE value=one.value max_length=500/>
                        <Button
                            label=ui::REMOVE
                            icon=Icon::Trash
                            icon_only=true
                            look=Look::Plain
                            on:click=move |_| attributes.update(|all| all.retain(|other| other.id != one.id))
                        />
                    </div>
                </For>
                {move || error.get().map(|error| view! { <p class="field__error" role="alert">{error}</p> })}
                <div><Button label=words::ATTRIBUTE_ADD icon=Icon::Plus on:click=add/></div>
            </div>
        </Section>
    }
}
