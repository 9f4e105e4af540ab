//! Something done at the gateway.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::asking::Asking;

type Deed<I, O> = Rc<dyn Fn(&I) -> Pin<Box<dyn Future<Output = O>>>>;

/// Something done at the gateway, with whether it is under way and what came of it.
///
/// It is the library's action at a fraction of the code for each type. What comes back after the component has gone is
/// dropped; the deed itself is not, so what it calls after an `await` it calls by `try_run`: whoever gave it may be gone.
pub struct Action<I: 'static, O: Send + Sync + 'static> {
    deed: StoredValue<SendWrapper<Deed<I, O>>>,
    asking: Asking,
    pending: RwSignal<bool>,
    value: RwSignal<Option<O>>,
}

impl<I: 'static, O: Send + Sync + 'static> Clone for Action<I, O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I: 'static, O: Send + Sync + 'static> Copy for Action<I, O> {}

impl<I: 'static, O: Send + Sync + 'static> Action<I, O> {
    /// What `deed` does when it is dispatched.
    pub fn new<Fut: Future<Output = O> + 'static>(deed: impl Fn(&I) -> Fut + 'static) -> Self {
        let deed: Deed<I, O> = Rc::new(move |input| Box::pin(deed(input)));
        Self {
            deed: StoredValue::new(SendWrapper::new(deed)),
            asking: Asking::here(),
            pending: RwSignal::new(false),
            value: RwSignal::new(None),
        }
    }

    /// Does it.
    pub fn dispatch(self, input: I) {
        let Some(deed) = self.deed.try_get_value() else { return };
        self.pending.set(true);
        self.asking.ask(deed(&input), move |came| {
            self.pending.set(false);
            self.value.set(Some(came));
        });
    }

    /// Whether it is under way; reactive.
    pub fn pending(self) -> Signal<bool> {
        self.pending.into()
    }

    /// What came of it last.
    pub fn value(self) -> RwSignal<Option<O>> {
        self.value
    }
}
