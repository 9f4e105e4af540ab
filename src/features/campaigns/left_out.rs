//! Who is left out, why, and some of their names.

use leptos::prelude::*;
use wire::campaigns::{ContentPreview, ExcludedCount};

use super::words as names;
use crate::features::runs::look;
use crate::locale::{campaigns as words, lang, number, tr};
use crate::routes::Page;
use crate::ui::{Icon, Sum, Term, Tone};

/// The audience as a sum: who will get it, and who will not, by reason; below, some of those by name.
#[component]
pub fn LeftOut(
    /// What would happen.
    #[prop(into)]
    preview: Signal<ContentPreview>,
) -> impl IntoView {
    let terms = Signal::derive(move || preview.with(terms));
    let complete = Memo::new(move |_| preview.with(|preview| preview.complete));
    let excluded = Memo::new(move |_| preview.with(|preview| preview.excluded.clone()));
    view! {
        <Show when=move || complete.get() fallback=move || view! {
            <p class="figure">
                <span class="figure__value">{move || number(preview.with(|preview| preview.audience))}</span>
                <span class="figure__name">{tr(words::AUDIENCE)}</span>
            </p>
            <p class="muted">{tr(words::NOT_COUNTED)}</p>
        }>
            <Sum label=words::AUDIENCE total=Signal::derive(move || preview.with(|preview| preview.audience)) terms/>
            {move || {
                let all = excluded.get();
                if all.is_empty() {
                    view! { <p class="muted">{tr(words::NOBODY_LEFT_OUT)}</p> }.into_any()
                } else {
                    view! {
                        <p class="muted">{tr(words::LEFT_OUT_LEAD)}</p>
                        <ul class="left-out">{all.into_iter().map(reason_view).collect_view()}</ul>
                    }
                    .into_any()
                }
            }}
        </Show>
    }
}

fn terms(preview: &ContentPreview) -> Vec<Term> {
    let gets = Term {
        key: "people".to_owned(),
        tone: Tone::Jade,
        icon: Some(Icon::Check),
        label: words::WILL_GET.get().to_owned(),
        count: preview.people,
    };
    let left = preview.excluded.iter().map(|one| Term {
        key: one.reason.code().to_owned(),
        tone: Tone::Hatched,
        icon: Some(Icon::Minus),
        label: look::exclusion(one.reason).get().to_owned(),
        count: one.customers,
    });
    std::iter::once(gets).chain(left).collect()
}

fn reason_view(one: ExcludedCount) -> impl IntoView {
    let more = one.customers.saturating_sub(one.sample.len() as u64);
    let all = one.customers;
    let people = one.sample.into_iter().map(|(id, name)| {
        let shown = if name.is_empty() { names::nameless() } else { name };
        view! { <li><a href=Page::Customer(id).path()>{shown}</a></li> }
    });
    view! {
        <li class="left-out__reason">
            <span class="left-out__name">{tr(look::exclusion(one.reason))}</span>
            <span class="left-out__count num">{move || number(all)}</span>
            <ul class="left-out__people">
                {people.collect_view()}
                {(more > 0).then(|| view! { <li class="muted">{move || words::and_more(lang(), &number(more))}</li> })}
            </ul>
        </li>
    }
}
