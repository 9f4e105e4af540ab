//! The answer to the present question, where the question changes while one types.

use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::asking::Asking;
use super::effect::effect;
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
    let asking = Asking::here();
    let question = Memo::new(move |_| question());
    let go: Rc<dyn Fn()> = Rc::new(move || {
        let Some(now) = question.try_get_untracked().flatten() else {
            return;
        };
        asking.ask(ask(now), move |came| {
            answer.set(Some(came));
            waiting.set(false);
        });
    });
    let pending = move || {
        let there = question.with(Option::is_some);
        waiting.set(there);
        if !there {
            answer.set(None);
        }
        there
    };
    let again = SendWrapper::new(go.clone());
    follow(asking, rest, Box::new(pending), go);
    let retry = Callback::new(move |()| {
        waiting.set(true);
        again();
    });
    Latest { answer, waiting, retry }
}

/// Asks at once the first time, and after the rest when the question has changed.
fn follow(asking: Asking, rest: Duration, pending: Box<dyn Fn() -> bool>, go: Rc<dyn Fn()>) {
    let mut asked = false;
    effect(move || {
        let mine = asking.next();
        let there = pending();
        if there && asked {
            let go = go.clone();
            set_timeout(
                move || {
                    if asking.is_open(mine) {
                        go();
                    }
                },
                rest,
            );
        } else if there {
            go();
        }
        asked = there;
    });
}
