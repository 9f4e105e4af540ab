//! One thing that is fetched once and afterwards follows what its changes answer.

use std::future::Future;

use leptos::prelude::*;

use super::page_header::PageHeader;
use super::problem::ProblemView;
use super::skeleton::Skeleton;
use crate::api;
use crate::locale::{Msg, lang};
use crate::state::asking::Asking;
use crate::state::effect::effect;
use crate::state::stale::Stale;

/// Fetches a thing and shows it by `show`, which gets a signal to write later versions into, so that the page need not be
/// drawn anew. Until it is there, a skeleton under `title`; if it does not come, the problem with a retry.
pub fn load<T, Fut>(
    title: Msg,
    fetch: impl Fn() -> Fut + Clone + Send + Sync + 'static,
    show: impl Fn(RwSignal<T>) -> AnyView + Send + 'static,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    Fut: Future<Output = api::Result<T>> + 'static,
{
    let state = RwSignal::new(None::<api::Result<ArcRwSignal<T>>>);
    let (asking, stale) = (Asking::here(), Stale::here());
    let anew = Trigger::new();
    let again = Callback::new(move |()| anew.notify());
    let go = move || {
        let take = move |answer: api::Result<T>| {
            let there = state.with_untracked(|state| state.as_ref()?.as_ref().ok().cloned());
            match (there, answer) {
                (None, answer) => state.set(Some(answer.map(ArcRwSignal::new))),
                (Some(thing), Ok(now)) => {
                    stale.caught_up();
                    thing.set(now);
                }
                (Some(_), Err(error)) => stale.fell_behind(error, again),
            }
        };
        asking.ask(fetch(), take);
    };
    let first = go.clone();
    // What the gateway words is worded anew where the language changes.
    effect(move || {
        lang();
        anew.track();
        untrack(&first);
    });
    let retry = Callback::new(move |()| {
        state.set(None);
        go();
    });
    move || match state.get() {
        None => view! { <PageHeader title/> <Skeleton lines=6/> }.into_any(),
        Some(Err(error)) => {
            view! { <PageHeader title/> <ProblemView error=Signal::stored(error) on_retry=retry/> }.into_any()
        }
        Some(Ok(thing)) => show(RwSignal::from(thing)),
    }
}
