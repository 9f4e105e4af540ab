//! A total and what it is made of, written as a sum: `3,812 = 3,540 + 96 + 4 + 172`.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::tone::Tone;
use crate::locale::{Text, number, tr, ui as words};

/// One term of a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// What `selected` holds when it is chosen.
    pub key: String,
    /// Its tone.
    pub tone: Tone,
    /// Its sign.
    pub icon: Option<Icon>,
    /// Its word.
    pub label: String,
    /// How many.
    pub count: u64,
}

/// A total and what it is made of. If the terms do not add up, it says so instead of hiding it.
#[component]
pub fn Sum(
    /// What is added up; said to screen readers.
    #[prop(into)]
    label: Text,
    /// The total, from its own source, not from adding the terms.
    #[prop(into)]
    total: Signal<u64>,
    /// The terms.
    #[prop(into)]
    terms: Signal<Vec<Term>>,
    /// The key of the chosen term; with it, terms are buttons that choose and unchoose.
    #[prop(into, optional)]
    selected: Option<RwSignal<Option<String>>>,
    /// Draws the double rule under the total: nothing will change any more.
    #[prop(into, optional)]
    closed: Signal<bool>,
) -> impl IntoView {
    let added = Memo::new(move |_| terms.with(|terms| terms.iter().map(|term| term.count).sum::<u64>()));
    let differs = Memo::new(move |_| added.get() != total.get());
    view! {
        <div class="sum" class:sum--wrong=move || differs.get() class:sum--closed=move || closed.get() role="group" aria-label=label.view()>
            <span class="sum__total num">{move || number(total.get() as i64)}</span>
            <span class="sum__sign">{move || if differs.get() { "≠" } else { "=" }}</span>
            <ul class="sum__terms">
                {move || terms.get().into_iter().enumerate().map(|(index, term)| term_view(index, term, selected)).collect_view()}
            </ul>
            <span class="visually-hidden">{tr(words::EQUALS)} {move || number(added.get() as i64)}</span>
        </div>
    }
}

fn term_view(index: usize, term: Term, selected: Option<RwSignal<Option<String>>>) -> impl IntoView {
    let inner = view! {
        <span class="sum__count num">{number(term.count as i64)}</span>
        <span class="mark" data-tone=term.tone.name()>
            <span class="mark__cell" aria-hidden="true">{term.icon.map(|icon| view! { <Glyph icon/> })}</span>
            <span class="mark__label">{term.label}</span>
        </span>
    };
    let content = match selected {
        None => view! { <span class="sum__term">{inner}</span> }.into_any(),
        Some(selected) => {
            let (own, set) = (term.key.clone(), term.key);
            let chosen = move || selected.with(|now| now.as_deref() == Some(own.as_str()));
            let toggle =
                move |_| selected.update(|now| *now = (now.as_deref() != Some(set.as_str())).then(|| set.clone()));
            view! { <button type="button" class="sum__term sum__term--button" aria-pressed=move || chosen().to_string() on:click=toggle>{inner}</button> }.into_any()
        }
    };
    view! {
        <li>
            {(index > 0).then(|| view! { <span class="sum__sign" aria-hidden="true">"+"</span> })}
            {content}
        </li>
    }
}
