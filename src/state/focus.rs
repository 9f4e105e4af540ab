//! Where the focus goes on navigation: to the title of the page, so that a screen reader says where one is. Not on the
//! first page: there the browser has put it at the top.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::html;
use leptos::prelude::*;

use super::effect::effect;

static ARRIVED: AtomicBool = AtomicBool::new(false);

/// A navigation happened: the next title that appears takes the focus.
pub fn expect_arrival() {
    ARRIVED.store(true, Ordering::Relaxed);
}

/// Gives the heading the focus when it appears, if a navigation brought it.
pub fn take_on_arrival(heading: NodeRef<html::H1>) {
    effect(move || {
        if let Some(heading) = heading.get()
            && ARRIVED.swap(false, Ordering::Relaxed)
        {
            let _ = heading.focus();
        }
    });
}
