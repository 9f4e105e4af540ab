//! Something fetched, anew whenever what it was asked by changes.

use std::future::Future;

use leptos::prelude::*;

use super::asking::Asking;
use crate::state::effect::effect;

/// Something fetched. All of it is reactive; an answer stays in sight while a newer one is awaited.
///
/// It does what a `LocalResource` does, at a fifth of the code for each type: nothing here suspends, a view asks
/// [`Fetched::is_awaited`].
pub struct Fetched<T: Send + Sync + 'static> {
    answer: RwSignal<Option<T>>,
    round: Trigger,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

/// Asks at once, and again whenever a signal that `ask` reads before it awaits has changed.
pub fn fetched<T, Fut>(ask: impl Fn() -> Fut + 'static) -> Fetched<T>
where
    T: Send + Sync + 'static,
    Fut: Future<Output = T> + 'static,
{
    let (answer, round) = (RwSignal::new(None), Trigger::new());
    let asking = Asking::here();
    follow(
        round,
        Box::new(move || asking.ask(ask(), move |came| answer.set(Some(came)))),
    );
    Fetched { answer, round }
}

fn follow(round: Trigger, ask: Box<dyn Fn()>) {
    effect(move || {
        round.track();
        ask();
    });
}

impl<T: Send + Sync + 'static> Fetched<T> {
    /// The latest answer; `None` before the first.
    pub fn get(self) -> Option<T>
    where
        T: Clone,
    {
        self.answer.get()
    }

    /// Whether there is no answer yet.
    pub fn is_awaited(self) -> bool {
        self.answer.with(Option::is_none)
    }

    /// Asks again.
    pub fn refetch(self) {
        self.round.notify();
    }
}
