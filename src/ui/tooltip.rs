//! A short explanation on hover and focus.

use leptos::prelude::*;

use super::field::unique_id;
use crate::locale::Text;

/// A short explanation of what it encloses, on hover and on focus; Escape hides it.
#[component]
pub fn Tooltip(
    /// The explanation.
    #[prop(into)]
    text: Text,
    /// What is explained.
    children: Children,
) -> impl IntoView {
    let id = unique_id("tip");
    let described = id.clone();
    let hidden = RwSignal::new(false);
    view! {
        <span
            class="tooltip"
            class:tooltip--hidden=move || hidden.get()
            tabindex="0"
            aria-describedby=described
            on:keydown=move |event| hidden.set(event.key() == "Escape")
            on:mouseenter=move |_| hidden.set(false)
            on:focus=move |_| hidden.set(false)
        >
            {children()}
            <span class="tooltip__text" role="tooltip" id=id>{text.view()}</span>
        </span>
    }
}
