//! Whoever leaves something that is written and not saved is asked first.

use std::cell::RefCell;

use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::locale::ui as words;
use crate::routes::Page;

/// Says whether something is written and not saved; nothing once its component is gone.
type Dirty = StoredValue<SendWrapper<Box<dyn Fn() -> bool>>>;

thread_local! {
    /// What is written on the page now.
    static WRITTEN: RefCell<Vec<Dirty>> = const { RefCell::new(Vec::new()) };
}

/// Asks before the page is closed, and before a link or the palette leads to another, while `dirty` says so. Ends with the
/// component.
pub fn guard(dirty: impl Fn() -> bool + 'static) {
    boxed(Box::new(dirty));
}

/// Goes to a page, unless something is written here and the person stays with it. Call it inside a component.
pub fn goer() -> impl Fn(Page) + Clone + Send + Sync + 'static {
    let (go, here) = (Page::goer(), use_location().pathname);
    move |page| {
        let written = || WRITTEN.with_borrow(Clone::clone).into_iter().any(is_dirty);
        if page.path() == here.get_untracked() || !written() || leaves() {
            go(page);
        }
    }
}

fn is_dirty(dirty: Dirty) -> bool {
    dirty.try_with_value(|dirty| untrack(&**dirty)).unwrap_or(false)
}

/// Asks whether what is written may go.
fn leaves() -> bool {
    window()
        .confirm_with_message(words::LEAVE_UNSAVED.get())
        .unwrap_or(true)
}

fn boxed(dirty: Box<dyn Fn() -> bool>) {
    let dirty: Dirty = StoredValue::new(SendWrapper::new(dirty));
    WRITTEN.with_borrow_mut(|all| {
        all.retain(|one| !one.is_disposed());
        all.push(dirty);
    });
    let closing = window_event_listener(ev::beforeunload, move |event| {
        if is_dirty(dirty) {
            event.prevent_default();
        }
    });
    // The router leaves a click alone that was prevented; it listens on its way up, this on its way down.
    let follow = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        if leads_away(&event) && is_dirty(dirty) && !leaves() {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let listener = follow.as_ref().unchecked_ref();
    let _ = document().add_event_listener_with_callback_and_bool("click", listener, true);
    let follow = SendWrapper::new(follow);
    on_cleanup(move || {
        closing.remove();
        let listener = follow.as_ref().unchecked_ref();
        let _ = document().remove_event_listener_with_callback_and_bool("click", listener, true);
    });
}

/// Whether a click follows a link from this page to another, in this tab.
fn leads_away(event: &web_sys::MouseEvent) -> bool {
    let at = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = at.and_then(|element| element.closest("a[href]").ok().flatten());
    let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) else {
        return false;
    };
    let aside = event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0;
    let elsewhere = link.target() == "_blank" || link.has_attribute("download");
    !aside && !elsewhere && Ok(link.pathname()) != window().location().pathname()
}
