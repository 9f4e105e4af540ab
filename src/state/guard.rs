//! Whoever leaves something that is written and not saved is asked first.

use leptos::ev;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::locale::ui as words;

/// Asks before the page is closed, and before a link leads to another, while `dirty` says so. Ends with the component.
pub fn guard(dirty: impl Fn() -> bool + 'static) {
    boxed(Box::new(dirty));
}

fn boxed(dirty: Box<dyn Fn() -> bool>) {
    let dirty = StoredValue::new(SendWrapper::new(dirty));
    let is_dirty = move || dirty.try_with_value(|dirty| untrack(&**dirty)).unwrap_or(false);
    let closing = window_event_listener(ev::beforeunload, move |event| {
        if is_dirty() {
            event.prevent_default();
        }
    });
    // The router leaves a click alone that was prevented; it listens on its way up, this on its way down.
    let follow = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        if leads_away(&event)
            && is_dirty()
            && !window()
                .confirm_with_message(words::LEAVE_UNSAVED.get())
                .unwrap_or(true)
        {
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
