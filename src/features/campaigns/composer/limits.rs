//! What the run must not exceed: proposed from the preview until somebody types.

use leptos::prelude::*;

use super::super::desk::Desk;
use super::super::model::limits::{Typed, fen, whole};
use crate::locale::{Msg, campaigns as words, tr};
use crate::ui::{Button, FieldFrame, Icon, Look, unique_id};

/// The three limits.
#[component]
pub fn Limits(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let typed = desk.draft.limits;
    let shown = Memo::new(move |_| {
        let proposed = || desk.content.with(|content| Typed::of(&content.limits));
        typed.get().unwrap_or_else(proposed)
    });
    let change = move |edit: fn(&mut Typed, String), value: String| {
        let mut now = shown.get_untracked();
        edit(&mut now, value);
        typed.set(Some(now));
    };
    let number_error = |text: &str| whole(text).is_none().then(|| words::LIMIT_WRONG.get().to_owned());
    view! {
        <fieldset class="limits">
            <legend class="limits__legend">{tr(words::LIMITS)}</legend>
            <p class="muted small">{tr(words::LIMITS_LEAD)}</p>
            <div class="limits__fields">
                <LimitField
                    label=words::LIMIT_PEOPLE
                    unit=words::PEOPLE_UNIT
                    shown=Signal::derive(move || shown.with(|shown| shown.people.clone()))
                    error=Signal::derive(move || shown.with(|shown| number_error(&shown.people)))
                    on_typed=move |value| change(|typed, value| typed.people = value, value)
                />
                <LimitField
                    label=words::LIMIT_PARTS
                    unit=words::PARTS_UNIT
                    shown=Signal::derive(move || shown.with(|shown| shown.parts.clone()))
                    error=Signal::derive(move || shown.with(|shown| number_error(&shown.parts)))
                    on_typed=move |value| change(|typed, value| typed.parts = value, value)
                />
                <LimitField
                    label=words::LIMIT_COST
                    unit=words::YUAN
                    shown=Signal::derive(move || shown.with(|shown| shown.cost.clone()))
                    error=Signal::derive(move || shown.with(|shown| fen(&shown.cost).is_none().then(|| words::LIMIT_COST_WRONG.get().to_owned())))
                    on_typed=move |value| change(|typed, value| typed.cost = value, value)
                />
            </div>
            <div class="row">
                {move || if typed.with(Option::is_some) {
                    view! { <Button label=words::LIMITS_AGAIN icon=Icon::Refresh look=Look::Plain on:click=move |_| typed.set(None)/> }.into_any()
                } else {
                    view! { <p class="muted small">{tr(words::LIMITS_PROPOSED)}</p> }.into_any()
                }}
            </div>
        </fieldset>
    }
}

/// One limit: shows what counts, takes what is typed.
#[component]
fn LimitField(
    /// What it limits.
    label: Msg,
    /// Its unit.
    unit: Msg,
    /// What counts now.
    shown: Signal<String>,
    /// What is wrong with it.
    error: Signal<Option<String>>,
    /// Something was typed.
    #[prop(into)]
    on_typed: Callback<String>,
) -> impl IntoView {
    let id = unique_id("limit");
    let note = format!("{id}-note");
    view! {
        <FieldFrame id=id.clone() label error>
            <span class="input-row">
                <input
                    id=id
                    class="input input--number"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    aria-describedby=note
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=move || shown.get()
                    on:input=move |event| on_typed.run(event_target_value(&event))
                />
                <span class="input__suffix">{tr(unit)}</span>
            </span>
        </FieldFrame>
    }
}
