//! The answer to the present question, where the question changes while one types.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;

/// The answer to the present question. All fields are reactive.
pub struct Latest<T: Send + Sync + 'static> {
    /// The latest answer; it stays in sight while a newer one is awaited.
    pub answer: RwSignal<Option<api::Result<T>>>,
    /// Whether a newer one is awaited.
    pub waiting: RwSignal<bool>,
    /// Asks again.
    pub retry: Callback<()>,
}

impl<T: Send + Sync + 'static> Clone for Latest<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Latest<T> {}

/// Asks anew whenever the question changes and then rests for `rest`; the first is asked at once. An answer to an older
/// question is dropped. Without a question there is no answer.
pub fn latest<Q, T, Fut>(
    question: impl Fn() -> Option<Q> + Send + Sync + 'static,
    rest: Duration,
    ask: impl Fn(Q) -> Fut + Send + Sync + 'static,
) -> Latest<T>
where
    Q: Clone + PartialEq + Send + Sync + 'static,
    T: Send + Sync + 'static,
    Fut: Future<Output = api::Result<T>> + 'static,
{
    let (answer, waiting) = (RwSignal::new(None), RwSignal::new(false));
    let ticket = StoredValue::new(0_u64);
    let question = Memo::new(move |_| question());
    let ask = Arc::new(ask);
    let go = move |mine: u64| {
        let Some(now) = question.try_get_untracked().flatten() else {
            return;
        };
        let coming = ask(now);
        spawn_local(async move {
            let came = coming.await;
            // The page may be gone, or another question asked.
            if ticket.try_get_value() == Some(mine) {
                answer.set(Some(came));
                waiting.set(false);
            }
        });
    };
    let again = go.clone();
    Effect::new(move |asked: Option<bool>| {
        let mine = ticket.get_value() + 1;
        ticket.set_value(mine);
        let there = question.with(Option::is_some);
        waiting.set(there);
        if !there {
            answer.set(None);
        } else if asked == Some(true) {
            let go = go.clone();
            set_timeout(
                move || {
                    if ticket.try_get_value() == Some(mine) {
                        go(mine);
                    }
                },
                rest,
            );
        } else {
            go(mine);
        }
        there
    });
    let retry = Callback::new(move |()| {
        let mine = ticket.get_value() + 1;
        ticket.set_value(mine);
        waiting.set(true);
        again(mine);
    });
    Latest { answer, waiting, retry }
}
