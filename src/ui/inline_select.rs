//! A choice that stands in a line of text or in a table's head.

use leptos::prelude::*;

use super::field::Choice;
use super::icon::{Glyph, Icon};
use crate::locale::Text;

/// A choice from a few, without a label of its own in sight.
#[component]
pub fn InlineSelect(
    /// What is asked; said to screen readers.
    #[prop(into)]
    label: Text,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Called with the value that a person chose.
    #[prop(into)]
    on_pick: Callback<String>,
    /// Whether it cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="select inline-select">
            <select class="input" aria-label=label.view() disabled=move || disabled.get() on:change=move |event| on_pick.run(event_target_value(&event))>
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
    }
}
