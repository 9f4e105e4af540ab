//! A choice from a short list.

use leptos::prelude::*;

use super::field::{Choice, FieldFrame, unique_id};
use super::icon::{Glyph, Icon};
use crate::locale::{Text, ui as words};

/// A choice from a short list, by the browser's own element.
#[component]
pub fn Select(
    /// What is asked.
    #[prop(into)]
    label: Text,
    /// The chosen value; empty for none.
    value: RwSignal<String>,
    /// What can be chosen. Compute it (`Signal::derive`) if the labels follow the language.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// What the empty choice is called; without it, there is none.
    #[prop(into, optional)]
    none: Option<Text>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Text>,
    /// What is wrong with the answer.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    required: bool,
    /// Whether it cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
) -> impl IntoView {
    let id = unique_id("select");
    let note = format!("{id}-note");
    let unknown = move || options.with(|all| all.iter().all(|one| one.value != value.get()));
    view! {
        <FieldFrame id=id.clone() label hint error required hide_label>
            <span class="select">
                <select
                    id=id
                    class="input"
                    aria-describedby=note
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-required=required.then_some("true")
                    disabled=move || disabled.get()
                    on:change=move |event| value.set(event_target_value(&event))
                >
                    {move || {
                        (none.is_some() || unknown())
                            .then(|| view! { <option value="" selected=move || value.with(String::is_empty)>{none.unwrap_or(words::CHOOSE.into()).view()}</option> })
                    }}
                    {move || {
                        options
                            .get()
                            .into_iter()
                            .map(|one| {
                                let own = one.value.clone();
                                view! { <option value=one.value selected=move || value.with(|value| *value == own)>{one.label}</option> }
                            })
                            .collect_view()
                    }}
                </select>
                <Glyph icon=Icon::Down/>
            </span>
        </FieldFrame>
    }
}
