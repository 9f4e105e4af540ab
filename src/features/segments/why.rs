//! Why a customer is in or out: the rule's tree with its truth, and what was found.

use std::time::Duration;

use domain::id::CustomerId;
use domain::segment::Rule;
use leptos::prelude::*;
use wire::customers::CustomerQuery;
use wire::segments::{ExplainRule, Explanation};

use crate::api;
use crate::locale::{lang, segments as words, tr};
use crate::state::latest::latest;
use crate::ui::{Badge, Choice, Combobox, Glyph, Icon, ProblemView, Skeleton, Source, Tone};

/// Picks a customer, and shows why.
#[component]
pub(super) fn Why(
    /// The rule.
    #[prop(into)]
    rule: Signal<Rule>,
) -> impl IntoView {
    let picked = RwSignal::new(None::<Choice>);
    let told = latest(
        move || {
            let customer: CustomerId = picked.with(|choice| choice.as_ref()?.value.parse().ok())?;
            let rule = rule.with(|rule| rule.flaws().is_empty().then(|| rule.clone()))?;
            // The sentences come in the language of the request.
            Some((rule, customer, lang()))
        },
        Duration::from_millis(300),
        |(rule, customer, _)| async move { api::segments::explain(&ExplainRule { rule, customer }).await },
    );
    view! {
        <section class="why" aria-labelledby="why-title">
            <h2 class="preview__title" id="why-title">{tr(words::WHY)}</h2>
            <Combobox label=words::WHY_PICK value=picked source=Source::new(find) placeholder=words::WHY_HINT hide_label=true/>
            <div aria-live="polite" class="why__answer" class:why__answer--waiting=move || told.waiting.get()>
                {move || match told.answer.get() {
                    None if told.waiting.get() => view! { <Skeleton lines=3/> }.into_any(),
                    None => ().into_any(),
                    Some(Err(error)) => view! { <ProblemView error=Signal::stored(error) on_retry=told.retry/> }.into_any(),
                    Some(Ok(tree)) => {
                        let name = picked.get_untracked().map(|choice| choice.label).unwrap_or_default();
                        answer(&name, &tree)
                    }
                }}
            </div>
        </section>
    }
}

async fn find(typed: String) -> Vec<Choice> {
    let query = CustomerQuery {
        search: Some(typed).filter(|typed| !typed.trim().is_empty()),
        limit: Some(8),
        ..CustomerQuery::default()
    };
    let page = api::customers::list(&query).await.unwrap_or_default();
    page.rows
        .into_iter()
        .filter(|row| !row.erased)
        .map(|row| {
            let more: Vec<String> = [row.phone, row.number].into_iter().flatten().collect();
            Choice::new(row.id.to_string(), row.name).hint(more.join(" · "))
        })
        .collect()
}

fn answer(name: &str, tree: &Explanation) -> AnyView {
    let (tone, icon, verdict) = if tree.holds {
        (Tone::Jade, Icon::Check, words::IS_IN)
    } else {
        (Tone::Hatched, Icon::Minus, words::IS_OUT)
    };
    view! {
        <p class="why__verdict"><strong>{name.to_owned()}</strong> <Badge label=verdict tone icon/></p>
        <ul class="why__tree">{part(tree)}</ul>
    }
    .into_any()
}

fn part(one: &Explanation) -> AnyView {
    let holds = one.holds;
    let found = one.found.clone();
    let parts: Vec<AnyView> = one.parts.iter().map(part).collect();
    view! {
        <li class="why__part" class:why__part--holds=holds>
            <p class="why__line">
                <span class="why__sign"><Glyph icon=if holds { Icon::Check } else { Icon::Close }/></span>
                <span class="visually-hidden">{tr(if holds { words::HOLDS } else { words::FAILS })}</span>
                <span>{one.sentence.clone()}</span>
                {found.map(|found| view! { <span class="why__found">{tr(words::FOUND)} " " <b>{found}</b></span> })}
            </p>
            {(!parts.is_empty()).then(|| view! { <ul class="why__tree">{parts}</ul> })}
        </li>
    }
    .into_any()
}
