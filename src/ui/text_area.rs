//! A field of several lines.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::field::{FieldFrame, unique_id};
use crate::locale::Text;

/// A field of several lines that grows with its text.
#[component]
pub fn TextArea(
    /// What is asked.
    #[prop(into)]
    label: Text,
    /// The answer, as it is being typed.
    value: RwSignal<String>,
    /// How many lines it shows at first.
    #[prop(default = 3)]
    rows: u32,
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
    /// The longest answer in characters; 0 is no limit.
    #[prop(optional)]
    max_length: u32,
    /// The element, for those who move its caret.
    #[prop(optional)]
    node_ref: NodeRef<Textarea>,
    /// Whether it cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let id = unique_id("area");
    let note = format!("{id}-note");
    view! {
        <FieldFrame id=id.clone() label hint error required>
            <textarea
                id=id
                class="input input--area"
                node_ref=node_ref
                rows=rows
                maxlength=(max_length > 0).then(|| max_length.to_string())
                placeholder=move || placeholder.map(Text::get)
                aria-describedby=note
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-required=required.then_some("true")
                disabled=move || disabled.get()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </FieldFrame>
    }
}
