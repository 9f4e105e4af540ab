//! A list that comes page by page, for the virtual table.

use std::future::Future;
use std::rc::Rc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wire::{Cursor, Page};

use super::asking::Asking;
use crate::api;
use crate::locale::lang;
use crate::state::effect::effect;
use crate::state::live;

/// A list that comes page by page. All fields are reactive; hand them to `VirtualTable` as they are.
///
/// ```ignore
/// let list = Paged::new(move || (query.get(), stage.get()), |(query, stage), cursor| async move {
///     api::customers::list(&query, stage, cursor).await
/// });
/// view! { <VirtualTable rows=list.rows has_more=list.has_more loading=list.loading total=list.total on_more=list.more … /> }
/// ```
pub struct Paged<T: Clone + Send + Sync + 'static> {
    /// What is loaded so far.
    pub rows: RwSignal<Vec<T>>,
    /// Whether there is more.
    pub has_more: Signal<bool>,
    /// Whether a page is on its way.
    pub loading: Signal<bool>,
    /// How many there are in all, if that is known.
    pub total: RwSignal<Option<u64>>,
    /// Why the last page did not come.
    pub error: RwSignal<Option<api::Error>>,
    /// Loads the next page.
    pub more: Callback<()>,
    /// Begins again with the same filter, keeping the old rows in sight until the new ones are there.
    pub reload: Callback<()>,
}

// Not derived: the rows' type need not be `Copy` for the signals to be.
#[allow(clippy::expl_impl_clone_on_copy)]
impl<T: Clone + Send + Sync + 'static> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Clone + Send + Sync + 'static> Copy for Paged<T> {}

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// A list that begins anew whenever the filter changes. An answer to an older filter is dropped.
    pub fn new<F, Fut>(
        filter: impl Fn() -> F + Send + Sync + 'static,
        load: impl Fn(F, Option<Cursor>) -> Fut + Send + Sync + 'static,
    ) -> Self
    where
        F: Clone + PartialEq + Send + Sync + 'static,
        Fut: Future<Output = api::Result<Page<T>>> + 'static,
    {
        let (rows, total, error) = (RwSignal::new(Vec::new()), RwSignal::new(None), RwSignal::new(None));
        let next = RwSignal::new(None::<Cursor>);
        let waiting = RwSignal::new(true);
        let asking = Asking::here();
        let filter = Memo::new(move |_| filter());
        let fetch: Rc<dyn Fn(Option<Cursor>)> = Rc::new(move |cursor| {
            waiting.set(true);
            error.set(None);
            asking.ask(load(filter.get_untracked(), cursor.clone()), move |answer| {
                match answer {
                    Ok(page) => {
                        next.set(page.next);
                        if cursor.is_none() {
                            total.set(page.total);
                            rows.set(page.rows);
                        } else {
                            rows.update(|rows| rows.extend(page.rows));
                        }
                    }
                    Err(problem) => error.set(Some(problem)),
                }
                waiting.set(false);
            });
        });
        // What the gateway words is worded anew where the language changes.
        let asked = move || {
            filter.track();
            lang();
        };
        let (more, reload) = steer(Box::new(asked), next, waiting, error, fetch);
        // After an error the next page is asked for by hand, not by scrolling into the same error.
        let has_more = Signal::derive(move || next.with(Option::is_some) && error.with(Option::is_none));
        Self {
            rows,
            has_more,
            loading: waiting.into(),
            total,
            error,
            more,
            reload,
        }
    }
}

/// The first page whenever the filter changes, and where it failed; what loads the next page, and what begins again.
fn steer(
    filter: Box<dyn Fn()>,
    next: RwSignal<Option<Cursor>>,
    waiting: RwSignal<bool>,
    error: RwSignal<Option<api::Error>>,
    fetch: Rc<dyn Fn(Option<Cursor>)>,
) -> (Callback<()>, Callback<()>) {
    let (first, anew) = (fetch.clone(), fetch.clone());
    effect(move || {
        filter();
        first(None);
    });
    // What was asked in vain is asked again once the gateway, or the session, is there again.
    effect(move || {
        if live::returns() > 0 && error.with_untracked(Option::is_some) {
            anew(None);
        }
    });
    let fetch = SendWrapper::new(fetch);
    let again = fetch.clone();
    let more = Callback::new(move |()| {
        if let Some(cursor) = next.get_untracked().filter(|_| !waiting.get_untracked()) {
            fetch(Some(cursor));
        }
    });
    (more, Callback::new(move |()| again(None)))
}
