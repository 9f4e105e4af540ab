//! Something fetched, anew whenever what it was asked by changes.

use std::future::Future;

use leptos::prelude::*;
use wire::Code;

use super::asking::Asking;
use super::stale::Stale;
use crate::api::Error;
use crate::state::effect::effect;
use crate::state::live;

/// What an answer may be.
pub trait Answer {
    /// Why it says nothing of what was asked: the gateway was not reached, could not answer, or knows the session no more. Whatever else it says, of
    /// something that is gone or not allowed, say, is an answer.
    fn silence(&self) -> Option<&Error>;
}

impl<T> Answer for Result<T, Error> {
    fn silence(&self) -> Option<&Error> {
        let is_silent = |error: &&Error| {
            error
                .code()
                .is_none_or(|code| matches!(code, Code::Internal | Code::SignedOut))
        };
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
    course: Course,
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
    let (answer, course) = (RwSignal::new(None::<T>), Course::here());
    let take = move |came: T| {
        if course.is_news(came.silence()) {
            answer.set(Some(came));
        }
    };
    course.follow(Box::new(move || course.asking.ask(ask(), take)));
    Fetched { answer, course }
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
        self.course.awaited.get()
    }

    /// Asks again.
    pub fn refetch(self) {
        self.course.round.notify();
    }
}

/// How it goes with what is fetched, whatever its type: the same code for all of them.
#[derive(Clone, Copy)]
struct Course {
    asking: Asking,
    stale: Stale,
    round: Trigger,
    /// Asks again.
    again: Callback<()>,
    /// Whether there is no answer yet.
    awaited: RwSignal<bool>,
    /// Whether an answer is in sight that says something.
    told: StoredValue<bool>,
}

impl Course {
    fn here() -> Self {
        let round = Trigger::new();
        Self {
            asking: Asking::here(),
            stale: Stale::here(),
            round,
            again: Callback::new(move |()| round.notify()),
            awaited: RwSignal::new(true),
            told: StoredValue::new(false),
        }
    }

    fn follow(self, ask: Box<dyn Fn()>) {
        effect(move || {
            self.round.track();
            ask();
        });
        // What was asked in vain is asked again once the gateway, or the session, is there again; what is in sight stays.
        effect(move || {
            if live::returns() > 0 && !self.awaited.get_untracked() && !self.told.get_value() {
                self.round.notify();
            }
        });
    }

    /// Whether an answer takes the place of the one in sight: silence does not, where that one says something.
    fn is_news(self, silence: Option<&Error>) -> bool {
        match silence {
            Some(error) if self.told.get_value() => {
                self.stale.fell_behind(error.clone(), self.again);
                false
            }
            _ => {
                self.stale.caught_up();
                self.told.set_value(silence.is_none());
                self.awaited.set(false);
                true
            }
        }
    }
}
