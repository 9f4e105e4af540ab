//! What kinds, states and guesses are called, and how they look.

use wire::imports::{FileKind, Guess, ImportState};

use crate::locale::{Msg, imports as words};
use crate::ui::{Icon, Tone};

/// What a file holds.
pub const fn kind(kind: FileKind) -> Msg {
    match kind {
        FileKind::Customers => words::KIND_CUSTOMERS,
        FileKind::Purchases => words::KIND_PURCHASES,
        FileKind::Events => words::KIND_EVENTS,
    }
}

/// Where an import stands.
pub(super) const fn state(state: ImportState) -> (Msg, Tone, Icon) {
    match state {
        ImportState::Checking => (words::STATE_CHECKING, Tone::Indigo, Icon::Search),
        ImportState::Checked => (words::STATE_CHECKED, Tone::Amber, Icon::Question),
        ImportState::Applying => (words::STATE_APPLYING, Tone::Indigo, Icon::Refresh),
        ImportState::Applied => (words::STATE_APPLIED, Tone::Jade, Icon::Check),
        ImportState::Cancelled => (words::STATE_CANCELLED, Tone::Outlined, Icon::Ban),
        ImportState::Failed => (words::STATE_FAILED, Tone::Crimson, Icon::Close),
    }
}

/// The name of a state.
pub const fn state_name(is: ImportState) -> Msg {
    state(is).0
}

/// How a column's field was found.
pub(super) const fn guess(guess: Guess) -> (Msg, Tone) {
    match guess {
        Guess::Remembered => (words::GUESS_REMEMBERED, Tone::Indigo),
        Guess::Sure => (words::GUESS_SURE, Tone::Jade),
        Guess::Likely => (words::GUESS_LIKELY, Tone::Amber),
        Guess::Unknown => (words::GUESS_UNKNOWN, Tone::Outlined),
        Guess::Chosen => (words::GUESS_CHOSEN, Tone::Indigo),
    }
}

/// Whether the gateway is at work on it.
pub(super) const fn is_moving(state: ImportState) -> bool {
    matches!(state, ImportState::Checking | ImportState::Applying)
}

/// A file's format in words: the gateway tells the delimiter of a CSV as it stands.
pub(super) fn format(told: &str) -> String {
    let Some((rest, delimiter)) = told.rsplit_once(" · ").filter(|_| told.starts_with("csv")) else {
        return told.to_owned();
    };
    let name = match delimiter {
        "," => words::BY_COMMA,
        ";" => words::BY_SEMICOLON,
        "|" => words::BY_BAR,
        "Tab" => words::BY_TAB,
        _ => return told.to_owned(),
    };
    format!("{rest} · {}", name.get())
}

/// A size as people say it.
pub(super) fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        ..1_024.0 => format!("{bytes} B"),
        ..1_048_576.0 => format!("{:.0} KB", bytes / 1_024.0),
        _ => format!("{:.1} MB", bytes / 1_048_576.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [
            (0, "0 B"),
            (1_023, "1023 B"),
            (150_000, "146 KB"),
            (98_000_000, "93.5 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }
}
