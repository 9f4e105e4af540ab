//! The customer whom a campaign is for, where one was named, with what was said last.

use domain::id::CustomerId;
use leptos::prelude::*;
use wire::customers::{TimelineItem, TimelineWhat};

use crate::api;
use crate::locale::{Msg, campaigns as words, customers, replies, tr};
use crate::routes::Page;
use crate::state::fetched::fetched;
use crate::ui::{ProblemView, Skeleton, When};

/// How much of what was said is shown.
const SAID: usize = 4;

/// Who it is, and what was said, newest last.
#[component]
pub fn Named(
    /// Which customer.
    id: CustomerId,
) -> impl IntoView {
    let customer = fetched(move || api::customers::one(id));
    let timeline = fetched(move || api::customers::timeline(id, None));
    let said = move || {
        let items = timeline
            .get()
            .and_then(Result::ok)
            .map_or_else(Vec::new, |page| page.rows);
        let mut said: Vec<_> = items.into_iter().filter_map(line).take(SAID).collect();
        said.reverse();
        said.into_iter()
            .map(|(at, who, text)| {
                view! {
                    <li class="composer__line">
                        <span class="muted small">{tr(who)} " · " <When at/></span>
                        <span dir="auto">{text}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="sheet composer__named">
            {move || customer.is_awaited().then(|| view! { <Skeleton lines=3/> })}
            {move || customer.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| customer.refetch()/> }.into_any(),
                Ok(customer) => view! {
                    <div class="sheet__head">
                        <h3 dir="auto">{customer.card.name}</h3>
                        <a class="small" href=Page::Customer(id).path()>{tr(replies::OPEN_CUSTOMER)}</a>
                    </div>
                }.into_any(),
            })}
            <p class="muted small">{tr(words::NAMED_TEXT)}</p>
            <ol class="composer__said">{said}</ol>
        </section>
    }
}

/// When, by whom, and what was said.
fn line(item: TimelineItem) -> Option<(i64, Msg, String)> {
    let (who, text) = match item.what {
        TimelineWhat::Entry { text, .. } => (replies::OURS, text?),
        TimelineWhat::Reply { text } => (customers::REPLY, text),
        _ => return None,
    };
    Some((item.at, who, text))
}
