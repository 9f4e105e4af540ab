//! What went wrong, what was kept, and what to do.

use leptos::prelude::*;
use wire::Code;

use super::button::Button;
use super::icon::{Glyph, Icon};
use crate::api::Error;
use crate::locale::{tr, ui as words};
use crate::state::session;

/// Shows an error of the gateway: what happened, what was kept, what to do; with a retry where that can help.
#[component]
pub fn ProblemView(
    /// What went wrong.
    #[prop(into)]
    error: Signal<Error>,
    /// Tries again; usually `resource.refetch()`.
    #[prop(into, optional)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    // Of what is plain from the words, nobody looks for the cause in the gateway's log.
    let trace = move || {
        let internal = |error: &Error| {
            let problem = error.problem().filter(|problem| problem.code == Code::Internal)?;
            problem.trace.clone()
        };
        error.with(internal)
    };
    // What is not there is not there the next time either.
    let there = move || error.with(Error::code) != Some(Code::NotFound);
    // Whoever has signed in again is not told to.
    let stands = move || error.with(Error::code) != Some(Code::SignedOut) || session::lost();
    let detail = move || Some(error.with(Error::detail)).filter(|detail| !detail.is_empty());
    view! {
        <div class="problem" role="alert" hidden=move || !stands()>
            <span class="problem__sign"><Glyph icon=Icon::Warning/></span>
            <div class="problem__text">
                <p class="problem__title">{move || error.with(Error::title)}</p>
                {move || detail().map(|detail| view! { <p class="problem__detail">{detail}</p> })}
                {move || trace().map(|trace| view! { <p class="problem__trace">{tr(words::PROBLEM_CODE)} <code>{trace}</code></p> })}
            </div>
            {on_retry.map(|on_retry| move || there().then(|| view! { <Button label=words::RETRY icon=Icon::Refresh on:click=move |_| on_retry.run(())/> }))}
        </div>
    }
}
