//! Back and forth in a list that comes by pages.

use leptos::prelude::*;

use super::button::{Button, Look};
use super::icon::Icon;
use crate::locale::{Text, tr, ui as words};

/// Back and forth in a list that comes by pages.
#[component]
pub fn Pager(
    /// What is shown, such as `21–40 of 3,812`.
    #[prop(into)]
    summary: Text,
    /// Whether there is a page before.
    #[prop(into)]
    has_previous: Signal<bool>,
    /// Whether there is a page after.
    #[prop(into)]
    has_next: Signal<bool>,
    /// Goes back.
    #[prop(into)]
    on_previous: Callback<()>,
    /// Goes on.
    #[prop(into)]
    on_next: Callback<()>,
) -> impl IntoView {
    view! {
        <nav class="pager" aria-label=tr(words::NEXT_PAGE)>
            <span class="pager__summary" aria-live="polite">{summary.view()}</span>
            <Button label=words::PREVIOUS icon=Icon::Left icon_only=true look=Look::Plain disabled=Signal::derive(move || !has_previous.get()) on:click=move |_| on_previous.run(())/>
            <Button label=words::NEXT_PAGE icon=Icon::Right icon_only=true look=Look::Plain disabled=Signal::derive(move || !has_next.get()) on:click=move |_| on_next.run(())/>
        </nav>
    }
}
