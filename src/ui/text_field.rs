//! One-line fields: text, password, number, dates, and the search that waits until one stops typing.

use std::time::Duration;

use leptos::prelude::*;

use super::field::{FieldFrame, unique_id};
use super::icon::{Glyph, Icon};
use crate::locale::{Text, tr, ui as words};

/// What a one-line field holds; the browser brings the right keyboard and picker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Free text.
    #[default]
    Text,
    /// A secret.
    Password,
    /// Digits, shown with tabular figures.
    Number,
    /// A calendar day, `2026-05-07`.
    Date,
    /// A wall-clock time, `14:30`.
    Time,
    /// Both, `2026-05-07T14:30`; see `date::parse_local`.
    DateTime,
    /// A phone number.
    Tel,
    /// A mail address.
    Email,
}

impl Kind {
    const fn input_type(self) -> &'static str {
        match self {
            // Number inputs change on a stray turn of the wheel; digits in a text field do not.
            Self::Text | Self::Number => "text",
            Self::Password => "password",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "datetime-local",
            Self::Tel => "tel",
            Self::Email => "email",
        }
    }
}

/// A one-line field.
#[component]
pub fn TextField(
    /// What is asked.
    #[prop(into)]
    label: Text,
    /// The answer, as it is being typed.
    value: RwSignal<String>,
    /// What it holds.
    #[prop(optional)]
    kind: Kind,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Text>,
    /// What is wrong with the answer.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    required: bool,
    /// An example, shown while empty.
    #[prop(into, optional)]
    placeholder: Option<Text>,
    /// The form's name of it, for browsers that fill forms.
    #[prop(optional)]
    name: &'static str,
    /// The `autocomplete` token.
    #[prop(optional)]
    autocomplete: &'static str,
    /// The longest answer in characters; 0 is no limit.
    #[prop(optional)]
    max_length: u32,
    /// A unit after the field, such as 条 or 天.
    #[prop(into, optional)]
    suffix: Option<Text>,
    /// Whether it cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// Answers to choose from while typing.
    #[prop(into, optional)]
    suggestions: Option<Signal<Vec<String>>>,
) -> impl IntoView {
    let id = unique_id("field");
    let list = format!("{id}-list");
    let note = format!("{id}-note");
    view! {
        <FieldFrame id=id.clone() label hint error required hide_label>
            <span class="input-row">
                <input
                    id=id
                    class="input"
                    class:input--number=kind == Kind::Number
                    type=kind.input_type()
                    inputmode=(kind == Kind::Number).then_some("numeric")
                    list=suggestions.is_some().then(|| list.clone())
                    name=(!name.is_empty()).then_some(name)
                    autocomplete=if autocomplete.is_empty() { "off" } else { autocomplete }
                    maxlength=(max_length > 0).then(|| max_length.to_string())
                    placeholder=move || placeholder.map(Text::get)
                    aria-describedby=note
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-required=required.then_some("true")
                    disabled=move || disabled.get()
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                {suggestions.map(|all| view! {
                    <datalist id=list>{move || all.get().into_iter().map(|word| view! { <option value=word></option> }).collect_view()}</datalist>
                })}
                {suffix.map(|suffix| view! { <span class="input__suffix">{suffix.view()}</span> })}
            </span>
        </FieldFrame>
    }
}

/// A search field. `value` follows a quarter of a second after the last key.
#[component]
pub fn SearchField(
    /// What is searched; said to screen readers.
    #[prop(into)]
    label: Text,
    /// What is searched for, once the typing rests.
    value: RwSignal<String>,
    /// An example, shown while empty.
    #[prop(into, optional)]
    placeholder: Option<Text>,
) -> impl IntoView {
    let typed = RwSignal::new(value.get_untracked());
    let mut settle =
        leptos::leptos_dom::helpers::debounce(Duration::from_millis(250), move |text: String| value.set(text));
    // The caller may change the value too, by a link or a reset.
    let shown = Memo::new(move |_| value.get());
    view! {
        <div class="search" role="search">
            <Glyph icon=Icon::Search/>
            <input
                class="input search__input"
                type="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=label.view()
                placeholder=move || placeholder.unwrap_or(label).get()
                prop:value=move || shown.get()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    typed.set(text.clone());
                    settle(text);
                }
                on:change=move |_| value.set(typed.get_untracked())
                title=tr(words::SEARCH)
            />
        </div>
    }
}
