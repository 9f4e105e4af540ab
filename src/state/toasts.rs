//! Short notices that go away by themselves.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use leptos::prelude::*;

use crate::api::Error;
use crate::ui::Tone;

/// A short notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Tells it from others.
    pub id: u64,
    /// Jade, Indigo or Crimson.
    pub tone: Tone,
    /// What it says.
    pub text: String,
}

static ALL: LazyLock<ArcRwSignal<Vec<Toast>>> = LazyLock::new(|| ArcRwSignal::new(Vec::new()));
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Says that something was done.
pub fn done(text: impl Into<String>) {
    push(Tone::Jade, text.into(), Duration::from_secs(4));
}

/// Says something worth knowing.
pub fn note(text: impl Into<String>) {
    push(Tone::Indigo, text.into(), Duration::from_secs(6));
}

/// Says that something did not work; stays longer.
pub fn failed(error: &Error) {
    push(
        Tone::Crimson,
        format!("{} {}", error.title(), error.detail()).trim_end().to_owned(),
        Duration::from_secs(12),
    );
}

/// The notices on show; reactive.
pub fn all() -> Vec<Toast> {
    super::read(&ALL)
}

/// Takes a notice away.
pub fn dismiss(id: u64) {
    ALL.update(|all| all.retain(|toast| toast.id != id));
}

fn push(tone: Tone, text: String, stays: Duration) {
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    ALL.update(|all| {
        // The same words twice say nothing more.
        all.retain(|toast| toast.text != text);
        all.push(Toast { id, tone, text });
    });
    set_timeout(move || dismiss(id), stays);
}
