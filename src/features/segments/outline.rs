//! A rule that is only read: its groups and conditions in words.

use domain::segment::Rule;
use leptos::prelude::*;
use wire::customers::Facets;

use super::model::Join;
use super::names;
use crate::locale::lang;

/// The rule as nested lists.
#[component]
pub(super) fn Outline(#[prop(into)] rule: Signal<Rule>, facets: Signal<Facets>) -> impl IntoView {
    view! { <div class="outline">{move || rule.with(|rule| facets.with(|facets| part(rule, facets)))}</div> }
}

fn part(rule: &Rule, facets: &Facets) -> AnyView {
    let (join, parts) = match rule {
        Rule::All(parts) if parts.len() > 1 => (Join::All, parts),
        Rule::Any(parts) if parts.len() > 1 => (Join::Any, parts),
        Rule::None(parts) if !parts.is_empty() => (Join::None, parts),
        _ => return view! { <p class="outline__one">{names::sentence(rule, lang(), facets)}</p> }.into_any(),
    };
    view! {
        <p class="outline__join">{names::join(join).get()}</p>
        <ul class="outline__parts">
            {parts.iter().map(|inner| view! { <li>{part(inner, facets)}</li> }).collect_view()}
        </ul>
    }
    .into_any()
}
