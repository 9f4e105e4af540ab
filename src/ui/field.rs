//! What every field has: a label, a hint, an error, and the wiring that tells them to a screen reader.

use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;

use crate::locale::{Text, tr, ui as words};

/// An id that no other element of the page has.
pub fn unique_id(stem: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    format!("{stem}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// One of several values to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is kept.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// A second line, where there is room for one.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without a second line.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
        }
    }

    /// The same with a second line.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The frame of a field: use it to give a control of your own the same label, hint and error. Give the control
/// `id=id` and `aria-describedby=format!("{id}-note")`.
#[component]
pub fn FieldFrame(
    /// The control's id.
    #[prop(into)]
    id: String,
    /// What is asked.
    #[prop(into)]
    label: Text,
    /// How to answer.
    #[prop(default = None)]
    hint: Option<Text>,
    /// What is wrong with the answer.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    required: bool,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let note = format!("{id}-note");
    view! {
        <div class="field" class:field--bad=move || error.with(Option::is_some)>
            <label class="field__label" class:visually-hidden=hide_label for=id>
                {label.view()}
                {required.then(|| view! { <span class="field__required">{tr(words::REQUIRED)}</span> })}
            </label>
            {children()}
            <p class="field__note" id=note aria-live="polite">
                {move || match error.get() {
                    Some(error) => view! { <span class="field__error">{error}</span> }.into_any(),
                    None => hint.map(|hint| view! { <span class="field__hint">{hint.view()}</span> }).into_any(),
                }}
            </p>
        </div>
    }
}
