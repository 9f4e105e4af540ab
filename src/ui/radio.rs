//! One of a few, all in sight.

use leptos::prelude::*;

use super::field::{Choice, unique_id};
use crate::locale::Text;

/// One of a few, all in sight, with a line of explanation each. `segmented` draws them as one bar.
#[component]
pub fn RadioGroup(
    /// What is asked.
    #[prop(into)]
    label: Text,
    /// The chosen value.
    value: RwSignal<String>,
    /// What can be chosen. Compute it (`Signal::derive`) if the labels follow the language.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Draws them side by side as one bar, without hints.
    #[prop(optional)]
    segmented: bool,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// Whether it cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let group = unique_id("radio");
    view! {
        <fieldset class="radio-group" class:radio-group--bar=segmented disabled=move || disabled.get()>
            <legend class="field__label" class:visually-hidden=hide_label>{label.view()}</legend>
            <div class="radio-group__options">
                {move || {
                    let group = group.clone();
                    options
                        .get()
                        .into_iter()
                        .map(move |one| {
                            let (own, set) = (one.value.clone(), one.value.clone());
                            view! {
                                <label class="radio">
                                    <input
                                        type="radio"
                                        name=group.clone()
                                        value=one.value
                                        prop:checked=move || value.with(|value| *value == own)
                                        on:change=move |_| value.set(set.clone())
                                    />
                                    <span class="radio__label">{one.label}</span>
                                    {one.hint.filter(|_| !segmented).map(|hint| view! { <span class="radio__hint">{hint}</span> })}
                                </label>
                            }
                        })
                        .collect_view()
                }}
            </div>
        </fieldset>
    }
}
