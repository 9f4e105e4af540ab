//! Something fetched, anew whenever what it was asked by changes.

use std::future::Future;

use leptos::prelude::*;
use wire::Code;

use super::asking::Asking;
use super::stale::Stale;
use crate::api::Error;
use crate::state::effect::effect;

/// What an answer may be.
pub trait Answer {
    /// Why it says nothing of what was asked: the gateway was not reached, or could not answer. Whatever else it says, of
    /// something that is gone or not allowed, say, is an answer.
    fn silence(&self) -> Option<&Error>;
}

impl<T> Answer for Result<T, Error> {
    fn silence(&self) -> Option<&Error> {
        let is_silent = |error: &&Error| error.code().is_none_or(|code| code == Code::Internal);
        self.as_ref().err().filter(is_silent)
    }
}

/// Of a question that is not always asked, nothing is known to be an older answer to the same one.
impl<T> Answer for Option<T> {
    fn silence(&self) -> Option<&Error> {
        None
    }
}

impl<T> Answer for Result<T, verifier::talk::Failure> {
    fn silence(&self) -> Option<&Error> {
        None
    }
}

/// Something fetched. All of it is reactive; an answer stays in sight while a newer one is awaited, and where the gateway is
/// silent when it is asked again: the shell says so then.
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
    T: Answer + Send + Sync + 'static,
    Fut: Future<Output = T> + 'static,
{
    let (answer, round) = (RwSignal::new(None::<T>), Trigger::new());
    let (asking, stale) = (Asking::here(), Stale::here());
    let again = Callback::new(move |()| round.notify());
    let take = move |came: T| {
        let there = answer.with_untracked(|answer| answer.as_ref().is_some_and(|answer| answer.silence().is_none()));
        match came.silence().filter(|_| there).cloned() {
            Some(error) => stale.fell_behind(error, again),
            None => {
                stale.caught_up();
                answer.set(Some(came));
            }
        }
    };
    follow(round, Box::new(move || asking.ask(ask(), take)));
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
