//! What changed between two texts, in one reading: what is gone struck out, what is new beside it.

use domain::template::{Change, diff};
use leptos::prelude::*;

use crate::locale::{templates as words, tr};

/// What changed between two texts, with strokes as well as colours.
#[component]
pub fn DiffView(
    /// The text before.
    #[prop(into)]
    old: Signal<String>,
    /// The text after.
    #[prop(into)]
    new: Signal<String>,
) -> impl IntoView {
    let changes = Memo::new(move |_| old.with(|old| new.with(|new| diff(old, new))));
    let said = |what| view! { <span class="visually-hidden">{tr(what)} </span> };
    let change_view = move |change: Change| match change {
        Change::Same(text) => text.into_any(),
        Change::Added(text) => view! { <ins class="diff__added">{said(words::ADDED)} {text}</ins> }.into_any(),
        Change::Removed(text) => view! { <del class="diff__removed">{said(words::REMOVED)} {text}</del> }.into_any(),
    };
    view! {
        <Show
            when=move || changes.with(|changes| changes.iter().any(|change| !matches!(change, Change::Same(_))))
            fallback=|| view! { <p class="muted">{tr(words::NO_CHANGES)}</p> }
        >
            <p class="diff">{move || changes.get().into_iter().map(change_view).collect_view()}</p>
        </Show>
    }
}
