//! Whoever leaves something that is written and not saved is asked first.

use std::cell::{Cell, RefCell};

use js_sys::Reflect;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use send_wrapper::SendWrapper;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::locale::ui as words;
use crate::routes::Page;

/// Says whether something is written and not saved; nothing once its component is gone.
type Dirty = StoredValue<SendWrapper<Box<dyn Fn() -> bool>>>;

/// What is written, and the path that the router shows it at.
type Written = (Dirty, Memo<String>);

thread_local! {
    /// What is written on the page now.
    static WRITTEN: RefCell<Vec<Written>> = const { RefCell::new(Vec::new()) };
    /// How many steps of the history undo the latest one. A browser that can't tell is taken to have gone back.
    static UNDO: Cell<i32> = const { Cell::new(1) };
}

/// Asks before the page is closed, and before a link, the palette or the browser's Back leads to another, while `dirty` says
/// so. Ends with the component.
pub fn guard(dirty: impl Fn() -> bool + 'static) {
    boxed(Box::new(dirty));
}

/// Listens to the browser's Back and Forward. Call it before the router does the same: when it is told, the address has
/// changed already, so that a step which is taken back must not come to its ears.
pub fn init() {
    if let Some(navigation) =
        reach(&window(), &["navigation"]).and_then(|it| it.dyn_into::<web_sys::EventTarget>().ok())
    {
        let follow = Closure::<dyn Fn(JsValue)>::new(|event: JsValue| {
            let index = |path: &[&str]| reach(&event, path).and_then(|index| index.as_f64());
            if let (Some(from), Some(to)) = (index(&["from", "index"]), index(&["target", "currentEntry", "index"])) {
                UNDO.set((from - to) as i32);
            }
        });
        let listener = follow.as_ref().unchecked_ref();
        let _ = navigation.add_event_listener_with_callback("currententrychange", listener);
        follow.forget();
    }
    let _for_ever = window_event_listener(ev::popstate, |event| {
        let now = window().location().pathname().unwrap_or_default();
        let left = |(dirty, path): Written| path.try_get_untracked().is_some_and(|path| path != now) && is_dirty(dirty);
        if written().into_iter().any(left) && !leaves() {
            event.stop_immediate_propagation();
            let _ = window().history().and_then(|history| history.go_with_delta(UNDO.get()));
        }
    });
}

/// What is at the end of a path of properties.
fn reach(from: &JsValue, path: &[&str]) -> Option<JsValue> {
    path.iter()
        .try_fold(from.clone(), |at, name| Reflect::get(&at, &(*name).into()).ok())
}

/// Goes to a page, unless something is written here and the person stays with it. Call it inside a component.
pub fn goer() -> impl Fn(Page) + Clone + Send + Sync + 'static {
    let (go, here) = (Page::goer(), use_location().pathname);
    move |page| {
        let is_written = || written().into_iter().any(|(dirty, _)| is_dirty(dirty));
        if page.path() == here.get_untracked() || !is_written() || leaves() {
            go(page);
        }
    }
}

fn written() -> Vec<Written> {
    WRITTEN.with_borrow(Clone::clone)
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
    let (dirty, path): Written = (StoredValue::new(SendWrapper::new(dirty)), use_location().pathname);
    WRITTEN.with_borrow_mut(|all| {
        all.retain(|(one, _)| !one.is_disposed());
        all.push((dirty, path));
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
