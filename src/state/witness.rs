//! This browser as a witness of the log: it keeps the last checkpoint that it believed, and holds the gateway's against it.
//!
//! What is kept outlives a reload. An alarm too: nothing but an administrator's word, given in this browser, ends it. Where the
//! browser keeps nothing, that is told.

use std::sync::LazyLock;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use verifier::talk::{Ask, Failure, Terms, Witnessed};
use verifier::witness::{Kept, Why};

use super::{live, storage, verifier as worker};
use crate::api::transport;
use crate::locale::date;
use crate::state::effect::effect;

const KEY: &str = "rollcall.witness";
/// How long the first page has the network for itself.
const QUIET: Duration = Duration::from_secs(2);
/// How often one looks while the app stays open.
const EVERY: Duration = Duration::from_mins(10);

/// How the witness stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// What is kept.
    pub kept: Kept,
    /// Whether it is being looked at.
    pub looking: bool,
    /// Why nothing could be said when it was last looked at.
    pub failed: Option<Failure>,
    /// Whether the browser refused to keep it.
    pub unkept: bool,
}

static STANDING: LazyLock<ArcRwSignal<Standing>> = LazyLock::new(|| {
    ArcRwSignal::new(Standing {
        kept: storage::get(KEY).as_deref().map(stored).unwrap_or_default(),
        ..Standing::default()
    })
});

/// How the witness stands; reactive.
pub fn standing() -> Standing {
    super::read(&STANDING)
}

/// The keys that this browser believes; reactive.
pub fn keys() -> Vec<String> {
    standing().kept.seen.map(|seen| seen.keys).unwrap_or_default()
}

/// By which keys a pack is checked: those that this browser believes. Where it has none yet, it looks first.
pub async fn terms() -> Terms {
    if STANDING.with_untracked(|standing| standing.kept.seen.is_none()) {
        look().await;
    }
    Terms {
        keys: keys(),
        zone: date::zone(),
    }
}

/// Looks at the log once the first page has had its time, and again whenever the stream came back, other tabs found
/// something, or time has passed. For as long as the component that calls it.
pub fn watch() {
    let go = || spawn_local(look());
    set_timeout(go, QUIET);
    if let Ok(every) = set_interval_with_handle(go, EVERY) {
        on_cleanup(move || every.clear());
    }
    let mut before = None;
    effect(move || {
        let now = live::reconnections();
        if before.replace(now).is_some_and(|before| before != now) {
            go();
        }
    });
    let other = window_event_listener(leptos::ev::storage, |event| {
        if event.key().as_deref() == Some(KEY) {
            take(known());
        }
    });
    on_cleanup(move || other.remove());
}

/// Looks at the log as it is now.
pub async fn look() {
    STANDING.update(|standing| standing.looking = true);
    let before = storage::get(KEY);
    let question = Ask::Witness {
        gateway: transport::url(""),
        kept: Some(known()),
    };
    let answer = worker::ask::<Witnessed>(&question, None, None).await;
    STANDING.update(|standing| {
        standing.looking = false;
        standing.failed = answer.as_ref().err().cloned();
    });
    if let Ok(Witnessed { kept: Some(kept) }) = answer {
        // Another tab may have kept something meanwhile, and that is not to be undone.
        if storage::get(KEY) == before {
            keep(kept);
        } else {
            take(known());
        }
    }
}

/// Raises the alarm that a file, signed by a believed key, tells another history than this browser has seen.
pub fn forked(note: &str) {
    keep(known().alarmed(Why::Forked, note, date::now()));
}

/// Ends the alarm by the word of whoever is signed in, and looks anew.
pub fn settle(by: &str, words: &str) {
    keep(known().settle(by, words, date::now()));
    spawn_local(look());
}

fn keep(kept: Kept) {
    let text = serde_json::to_string(&kept);
    let unkept = !text.is_ok_and(|text| storage::set(KEY, &text));
    STANDING.update(|standing| (standing.kept, standing.unkept) = (kept, unkept));
}

fn take(kept: Kept) {
    STANDING.update(|standing| standing.kept = kept);
}

/// What is kept, by this tab or another. Without storage, what this tab has seen is all there is; and an alarm that could not be
/// kept is not forgotten for what could.
fn known() -> Kept {
    STANDING.with_untracked(|standing| match storage::get(KEY) {
        Some(text) if !(standing.unkept && standing.kept.alarm.is_some()) => stored(&text),
        _ => standing.kept.clone(),
    })
}

fn stored(text: &str) -> Kept {
    Kept::stored(text, date::now())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn an_alarm_that_is_not_kept_is_told_and_outlives_the_next_look() {
        let before = storage::get(KEY);
        keep(stored(r#"{"seen":null,"alarm":null,"settled":[]}"#));
        assert!(!standing().unkept);
        let alarm = Kept::lost(&"x".repeat(1 << 24), None, 1);
        keep(alarm.clone());
        assert!(standing().unkept && known() == alarm);
        keep(Kept::default());
        assert!(!standing().unkept && known() == Kept::default());
        match before {
            Some(text) => assert!(storage::set(KEY, &text)),
            None => storage::remove(KEY),
        }
    }
}
