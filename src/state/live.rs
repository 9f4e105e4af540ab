//! What the gateway tells by itself: one stream of server-sent events for the whole app.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::LazyLock;
use std::time::Duration;

use domain::id::{ImportId, RunId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};
use wire::live::{ImportMoved, Live};
use wire::runs::Run;

use super::session;
use crate::api::{json, transport};

const TOPICS: [&str; 5] = ["run", "import", "approvals", "replies", "log"];

type Listener = Rc<dyn Fn(&Live)>;

thread_local! {
    static SOURCE: RefCell<Option<EventSource>> = const { RefCell::new(None) };
    static LISTENERS: RefCell<Vec<(u64, Listener)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u64> = const { Cell::new(0) };
    static ATTEMPT: Cell<u32> = const { Cell::new(0) };
}

static CONNECTED: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(true));
static APPROVALS: LazyLock<ArcRwSignal<u64>> = LazyLock::new(|| ArcRwSignal::new(0));
static REPLIES: LazyLock<ArcRwSignal<u64>> = LazyLock::new(|| ArcRwSignal::new(0));
static LOG: LazyLock<ArcRwSignal<Option<u64>>> = LazyLock::new(|| ArcRwSignal::new(None));
static RECONNECTED: LazyLock<ArcRwSignal<u64>> = LazyLock::new(|| ArcRwSignal::new(0));

/// Whether the stream is up; reactive.
pub fn connected() -> bool {
    super::read(&CONNECTED)
}

/// Grows whenever the inbox of approvals changed, or might have while the stream was down; reactive.
/// Read it in a resource's source to refetch.
pub fn approvals_version() -> u64 {
    super::read(&APPROVALS) + super::read(&RECONNECTED)
}

/// Grows whenever what waits in the inbox of replies changed, or might have while the stream was down; reactive.
pub fn replies_version() -> u64 {
    super::read(&REPLIES) + super::read(&RECONNECTED)
}

/// How many events the log has, as far as the stream told; reactive.
pub fn log_size() -> Option<u64> {
    super::read(&LOG)
}

/// Grows whenever the stream came back after a break: what was shown may be old; reactive.
pub fn reconnections() -> u64 {
    super::read(&RECONNECTED)
}

/// Grows whenever the gateway is there again, or a session that had ended is: what was asked in vain is asked again; reactive.
pub fn returns() -> u64 {
    reconnections() + u64::from(session::renewals())
}

/// Calls the function for every event while this component lives.
pub fn on_event(listener: impl Fn(&Live) + 'static) {
    let id = NEXT.get();
    NEXT.set(id + 1);
    LISTENERS.with_borrow_mut(|all| all.push((id, Rc::new(listener))));
    on_cleanup(move || LISTENERS.with_borrow_mut(|all| all.retain(|(own, _)| *own != id)));
}

/// The latest word on a run; `None` until there is one. Lives as long as this component.
pub fn run(id: RunId) -> ReadSignal<Option<Run>> {
    let (latest, set) = signal(None);
    on_event(move |event| {
        if let Live::Run(run) = event
            && run.id == id
        {
            set.set(Some(run.clone()));
        }
    });
    latest
}

/// The latest word on an import; `None` until there is one. Lives as long as this component.
pub fn import(id: ImportId) -> ReadSignal<Option<ImportMoved>> {
    let (latest, set) = signal(None);
    on_event(move |event| {
        if let Live::Import(moved) = event
            && moved.id == id
        {
            set.set(Some(moved.clone()));
        }
    });
    latest
}

/// Listens to the device: a stream over a network that is gone says nothing for minutes. What came back is opened anew at
/// once. For as long as the app is there.
pub fn init() {
    let _lost = window_event_listener(leptos::ev::offline, |_| CONNECTED.set(false));
    let _back = window_event_listener(leptos::ev::online, |_| {
        if SOURCE.with_borrow(Option::is_some) {
            open();
        }
    });
}

/// Opens the stream; the shell does so when somebody is signed in.
pub fn open() {
    close();
    let Ok(source) = EventSource::new(&transport::url("/api/live")) else {
        return;
    };
    for topic in TOPICS {
        let handler = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(live) = event.data().as_string().and_then(|data| parse(topic, &data)) {
                tell(&live);
            }
        });
        let _ = source.add_event_listener_with_callback(topic, handler.as_ref().unchecked_ref());
        // The closure lives as long as the source, which is as long as the session.
        handler.forget();
    }
    let on_open = Closure::<dyn Fn()>::new(|| {
        ATTEMPT.set(0);
        if !CONNECTED.get_untracked() {
            CONNECTED.set(true);
            RECONNECTED.update(|count| *count += 1);
        }
    });
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    on_open.forget();
    let on_error = Closure::<dyn Fn()>::new(|| {
        CONNECTED.set(false);
        // The browser tries again by itself, except after a refusal: then the source is closed for good.
        let closed = SOURCE.with_borrow(|source| {
            source
                .as_ref()
                .is_some_and(|source| source.ready_state() == EventSource::CLOSED)
        });
        if closed {
            let attempt = ATTEMPT.get();
            ATTEMPT.set(attempt + 1);
            set_timeout(
                || {
                    if SOURCE.with_borrow(Option::is_some) {
                        open();
                    }
                },
                Duration::from_secs(2 << attempt.min(4)),
            );
        }
    });
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_error.forget();
    SOURCE.set(Some(source));
}

/// Closes the stream.
pub fn close() {
    if let Some(source) = SOURCE.take() {
        source.close();
    }
}

fn tell(event: &Live) {
    match event {
        Live::Approvals {} => APPROVALS.update(|version| *version += 1),
        Live::Replies {} => REPLIES.update(|version| *version += 1),
        Live::Log { size } => LOG.set(Some(*size)),
        Live::Run(_) | Live::Import(_) => {}
    }
    // A listener may end its component, and with it its listening.
    let all = LISTENERS.with_borrow(Clone::clone);
    for (_, listener) in all {
        listener(event);
    }
}

/// Reads an event: its data alone, or the tagged whole.
fn parse(topic: &str, data: &str) -> Option<Live> {
    let value = json::parse(data).ok()?;
    let tagged = if value.get("event").is_some() {
        value
    } else {
        serde_json::json!({ "event": topic, "data": value })
    };
    json::read(tagged).ok()
}
