//! Two versions of a segment.

use domain::segment::Rule;
use leptos::prelude::*;
use wire::customers::Facets;
use wire::segments::Segment;

use super::outline::Outline;
use crate::api;
use crate::locale::{Msg, lang, segments as words, tr, ui};
use crate::ui::{Button, Look, ProblemView};

/// Mine and theirs beside each other.
#[component]
pub(super) fn ConflictView(
    mine: (String, Rule),
    theirs: Segment,
    facets: Signal<Facets>,
    /// Why mine could not be saved.
    error: RwSignal<Option<api::Error>>,
    #[prop(into)] busy: Signal<bool>,
    on_mine: Callback<()>,
    on_theirs: Callback<Segment>,
) -> impl IntoView {
    let version = |title: Msg, name: String, rule: Rule| {
        view! {
            <div class="segment-conflict__version">
                <h3>{tr(title)}</h3>
                <p><strong>{name}</strong></p>
                <Outline rule=Signal::stored(rule) facets/>
            </div>
        }
    };
    let who = theirs.updated_by.clone();
    let taken = theirs.clone();
    view! {
        <section class="conflict segment-conflict" role="alert" aria-labelledby="conflict-title">
            <h2 class="conflict__title" id="conflict-title">{tr(words::CONFLICT)}</h2>
            <p>{tr(words::CONFLICT_TEXT)} " " {move || words::changed_by(lang(), &who)}</p>
            <div class="segment-conflict__both">
                {version(ui::MINE, mine.0, mine.1)}
                {version(ui::THEIRS, theirs.name, theirs.rule.unwrap_or_else(Rule::nobody))}
            </div>
            {move || error.get().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="segment-conflict__actions">
                <Button label=ui::TAKE_THEIRS on:click=move |_| on_theirs.run(taken.clone())/>
                <Button label=ui::KEEP_MINE look=Look::Primary busy on:click=move |_| on_mine.run(())/>
            </div>
        </section>
    }
}
