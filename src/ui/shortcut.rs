//! Keys that work anywhere on the page.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Calls the function while this component lives, when Ctrl (⌘ on a Mac) and the key are pressed.
pub fn on_command_key(key: &'static str, run: impl Fn() + 'static) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && !event.alt_key() && event.key().eq_ignore_ascii_case(key) {
            event.prevent_default();
            run();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Calls the function while this component lives, when the key alone is pressed and nobody is typing.
pub fn on_key(key: &'static str, run: impl Fn() + 'static) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !modified && event.key() == key && !is_typing(&event) {
            event.prevent_default();
            run();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether the keys of this machine have a ⌘.
pub fn is_mac() -> bool {
    window()
        .navigator()
        .user_agent()
        .is_ok_and(|agent| agent.contains("Mac"))
}

fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return false;
    };
    matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || target.has_attribute("contenteditable")
}
