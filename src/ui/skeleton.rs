//! What stands in a place while its content is on the way.

use leptos::prelude::*;

use crate::locale::{tr, ui as words};

/// Lines where text will be.
#[component]
pub fn Skeleton(
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{tr(words::LOADING)}</span>
            {(0..lines).map(|_| view! { <span class="skeleton__line" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
}

/// Rows where a table will be.
#[component]
pub fn SkeletonTable(
    /// How many rows.
    #[prop(default = 8)]
    rows: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton skeleton--table" role="status">
            <span class="visually-hidden">{tr(words::LOADING)}</span>
            {(0..rows).map(|_| view! { <span class="skeleton__row" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
}
