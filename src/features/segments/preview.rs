//! Whom the rule selects now, beside it while one edits.

use std::time::Duration;

use domain::segment::Rule;
use leptos::prelude::*;
use wire::customers::CustomerRow;
use wire::segments::{PreviewRule, RulePreview};

use crate::api;
use crate::features::customers::words as people;
use crate::locale::{lang, number, percent, segments as words, tr};
use crate::routes::Page;
use crate::state::latest::latest;
use crate::ui::{ProblemView, Skeleton};

/// How long the typing rests before the gateway counts.
const REST: Duration = Duration::from_millis(300);

/// Count, how many can be texted, and a few of them. A rule with flaws is not counted.
#[component]
pub(super) fn Preview(
    /// The rule.
    #[prop(into)]
    rule: Signal<Rule>,
) -> impl IntoView {
    let counted = latest(
        move || rule.with(|rule| rule.flaws().is_empty().then(|| rule.clone())),
        REST,
        |rule| async move { api::segments::preview(&PreviewRule { rule }).await },
    );
    let flawed = move || rule.with(|rule| !rule.flaws().is_empty());
    view! {
        <section class="preview" class:preview--waiting=move || counted.waiting.get() aria-labelledby="preview-title" aria-busy=move || counted.waiting.get().to_string()>
            <h2 class="preview__title" id="preview-title">{tr(words::PREVIEW)}</h2>
            <div aria-live="polite">
                {move || match counted.answer.get() {
                    _ if flawed() => view! { <p class="preview__note">{tr(words::MEND_FIRST)}</p> }.into_any(),
                    None => view! { <Skeleton lines=2/> }.into_any(),
                    Some(Err(error)) => view! { <ProblemView error=Signal::stored(error) on_retry=counted.retry/> }.into_any(),
                    Some(Ok(preview)) => answer(preview).into_any(),
                }}
            </div>
        </section>
    }
}

fn answer(preview: RulePreview) -> impl IntoView {
    let show = |count: u64| number(i64::try_from(count).unwrap_or(i64::MAX));
    let (customers, can_be_texted) = (preview.customers, preview.reachable);
    if customers == 0 {
        return view! {
            <p class="preview__count num">"0"</p>
            <p class="preview__note">{tr(words::NOBODY)}<br/>{tr(words::NOBODY_TEXT)}</p>
        }
        .into_any();
    }
    let share = can_be_texted as f64 / customers as f64;
    view! {
        <p class="preview__count"><span class="num">{show(customers)}</span> <small>{tr(words::CUSTOMERS)}</small></p>
        <p class="preview__reach">
            <span class="preview__bar" aria-hidden="true"><span style:width=format!("{:.1}%", share * 100.0)></span></span>
            {move || words::reachable(lang(), &show(can_be_texted), &percent(share))}
        </p>
        <h3 class="preview__sub">{tr(words::SAMPLE)}</h3>
        <ul class="preview__sample">{preview.sample.into_iter().map(person).collect_view()}</ul>
    }
    .into_any()
}

fn person(row: CustomerRow) -> impl IntoView {
    let (tier, city, stage) = (row.tier, row.city, row.site_stage);
    let more = move || {
        let stage = stage.map(|stage| people::stage(stage).get().to_owned());
        let all: Vec<String> = [tier.clone(), city.clone(), stage].into_iter().flatten().collect();
        all.join(" · ")
    };
    view! {
        <li>
            <a href=Page::Customer(row.id).path()>{row.name}</a>
            <span class="num">{row.phone}</span>
            <small>{more}</small>
        </li>
    }
}
