//! Yes or no.

use leptos::prelude::*;

use super::field::unique_id;
use crate::locale::Text;

/// A box to tick; as a `switch` for what takes effect at once.
#[component]
pub fn Checkbox(
    /// What is ticked.
    #[prop(into)]
    label: Text,
    /// Whether it is.
    checked: RwSignal<bool>,
    /// What ticking it means.
    #[prop(into, optional)]
    hint: Option<Text>,
    /// Looks and reads as a switch.
    #[prop(optional)]
    switch: bool,
    /// Whether it cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Called after a change by the person, not by code.
    #[prop(into, optional)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let id = unique_id("tick");
    let note = format!("{id}-note");
    view! {
        <div class="tick" class:tick--switch=switch>
            <input
                id=id.clone()
                type="checkbox"
                role=switch.then_some("switch")
                aria-describedby=hint.is_some().then(|| note.clone())
                disabled=move || disabled.get()
                prop:checked=move || checked.get()
                on:change=move |event| {
                    let now = event_target_checked(&event);
                    checked.set(now);
                    if let Some(on_change) = on_change {
                        on_change.run(now);
                    }
                }
            />
            <label class="tick__label" for=id>{label.view()}</label>
            {hint.map(|hint| view! { <p class="tick__hint" id=note>{hint.view()}</p> })}
        </div>
    }
}

/// A switch: takes effect at once.
#[component]
pub fn Switch(
    /// What is switched.
    #[prop(into)]
    label: Text,
    /// Whether it is on.
    checked: RwSignal<bool>,
    /// What it means.
    #[prop(into, optional)]
    hint: Option<Text>,
    /// Whether it cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Called after a change by the person, not by code.
    #[prop(into, optional)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let on_change = Callback::new(move |now| {
        if let Some(on_change) = on_change {
            on_change.run(now);
        }
    });
    match hint {
        Some(hint) => view! { <Checkbox label checked hint switch=true disabled on_change/> }.into_any(),
        None => view! { <Checkbox label checked switch=true disabled on_change/> }.into_any(),
    }
}
