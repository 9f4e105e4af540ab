//! Names and values in two columns.

use leptos::prelude::*;

use crate::locale::Text;

/// Names and values in two columns; fill it with [`Definition`].
#[component]
pub fn DefinitionList(
    /// The definitions.
    children: Children,
) -> impl IntoView {
    view! { <dl class="definitions">{children()}</dl> }
}

/// One name with its value.
#[component]
pub fn Definition(
    /// The name.
    #[prop(into)]
    name: Text,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="definitions__row">
            <dt>{name.view()}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
