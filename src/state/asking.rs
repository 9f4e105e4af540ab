//! Questions to the gateway whose answers may come too late.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

/// What to do with an answer once it is there.
type Take = Box<dyn FnOnce()>;

/// A place where one question at a time is open: a later one makes the answer to an earlier one void, and so does the end
/// of the component that asked. It does not know the answers' types, so that it is the same code for all of them.
#[derive(Clone, Copy)]
pub struct Asking {
    ticket: StoredValue<u64>,
}

impl Asking {
    /// A place where nothing was asked yet; for as long as the component that calls this.
    pub fn here() -> Self {
        Self {
            ticket: StoredValue::new(0),
        }
    }

    /// Makes every answer on its way void; the ticket of the next question.
    pub fn next(self) -> u64 {
        let mine = self.ticket.try_get_value().unwrap_or_default() + 1;
        self.ticket.try_set_value(mine);
        mine
    }

    /// Whether this ticket's question is still the one that is open.
    pub fn is_open(self, mine: u64) -> bool {
        self.ticket.try_get_value() == Some(mine)
    }

    /// Hands the answer to `take`, unless it comes too late.
    pub fn ask<A: 'static>(self, coming: impl Future<Output = A> + 'static, take: impl FnOnce(A) + 'static) {
        let mine = self.next();
        self.hear(
            mine,
            Box::pin(async move {
                let answer = coming.await;
                Box::new(move || take(answer)) as Take
            }),
        );
    }

    fn hear(self, mine: u64, coming: Pin<Box<dyn Future<Output = Take>>>) {
        spawn_local(async move {
            let take = coming.await;
            if self.is_open(mine) {
                take();
            }
        });
    }
}
