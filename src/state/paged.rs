//! A list that comes page by page, for the virtual table.

use std::future::Future;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{Cursor, Page};

use crate::api;

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
        let ticket = StoredValue::new(0_u64);
        let filter = Memo::new(move |_| filter());
        let load = Arc::new(load);
        let fetch = move |cursor: Option<Cursor>| {
            let mine = ticket.get_value() + 1;
            ticket.set_value(mine);
            waiting.set(true);
            error.set(None);
            let answer = load(filter.get_untracked(), cursor.clone());
            spawn_local(async move {
                let answer = answer.await;
                // The page may be gone, or another filter asked for.
                if ticket.try_get_value() != Some(mine) {
                    return;
                }
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
        };
        let (first, again) = (fetch.clone(), fetch.clone());
        Effect::new(move |_| {
            filter.track();
            first(None);
        });
        let more = Callback::new(move |()| {
            if let Some(cursor) = next.get_untracked().filter(|_| !waiting.get_untracked()) {
                fetch(Some(cursor));
            }
        });
        let reload = Callback::new(move |()| again(None));
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
