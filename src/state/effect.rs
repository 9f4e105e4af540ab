//! Effects that end with their component.

use leptos::prelude::*;

/// Runs once on the next tick, and again when a signal that it read has changed, as long as the component that made it is
/// there. Unlike the library's own, it does not run for the first time after its component has gone again within the
/// same tick: the signals that it would read are no more.
///
/// What it keeps from one run to the next it keeps in its closure.
pub fn effect(run: impl FnMut() + 'static) {
    boxed(Box::new(run));
}

fn boxed(mut run: Box<dyn FnMut()>) {
    let here = StoredValue::new(());
    Effect::new(move |_| {
        if here.try_get_value().is_some() {
            run();
        }
    });
}
