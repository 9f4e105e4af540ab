//! What the field follows: its own width, and the colours of the page.

use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;

use crate::state::effect::effect;

/// The element's width in CSS pixels, followed as it changes.
pub(super) fn measured_width(node: NodeRef<Canvas>) -> ReadSignal<f64> {
    let (width, set_width) = signal(0.0);
    effect(move || {
        let Some(canvas) = node.get() else { return };
        let measure = {
            let canvas = canvas.clone();
            move || set_width.set(f64::from(canvas.client_width()))
        };
        measure();
        let callback = Closure::<dyn FnMut()>::new(measure);
        let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&canvas);
        let kept = StoredValue::new_local((observer, callback));
        on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
    });
    width
}

/// Counts the changes of colours: another theme was chosen, or the system's changed.
pub(super) fn use_look() -> Signal<u32> {
    let system = RwSignal::new(0);
    if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
        let changed = Closure::<dyn FnMut()>::new(move || {
            system.try_update(|count| *count += 2);
        });
        query.set_onchange(Some(changed.as_ref().unchecked_ref()));
        let kept = StoredValue::new_local((query, changed));
        on_cleanup(move || kept.with_value(|(query, _)| query.set_onchange(None)));
    }
    let chosen = Memo::new(|count: Option<&u32>| {
        let _ = crate::state::theme::theme();
        count.map_or(1, |count| count + 2)
    });
    Signal::derive(move || system.get() + chosen.get() * 1_000)
}
