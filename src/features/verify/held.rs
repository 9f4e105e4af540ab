//! How a file's log stands to the one that this browser has followed.

use leptos::prelude::*;
use verifier::held::Held;

use crate::locale::{date, lang, tr, verify as words};
use crate::state::witness;
use crate::ui::{Banner, Glyph, Icon, Tone};

/// Tells an administrator of a fork, where a checkpoint shows one.
pub fn alarm(held: Option<&Held>) {
    if let Some(Held::Contradicts { forked: Some(note) }) = held {
        witness::forked(note);
    }
}

/// What keeps the seal from a proof that a page asked for, if it is its log.
pub fn hindrance(held: Option<Held>) -> Option<Held> {
    held.filter(|held| !matches!(held, Held::Followed { .. }))
}

/// How a file's log stands to the one that this browser has followed.
#[component]
pub fn HeldView(
    /// How it stands.
    held: Held,
) -> impl IntoView {
    match held {
        Held::Followed { since } => {
            let title = Signal::derive(move || words::followed(lang(), &date::moment_within(since)));
            view! { <p class="verify__held"><Glyph icon=Icon::Witness/> {title}</p> }.into_any()
        }
        Held::OtherLog { origin } => {
            let title = Signal::derive(move || words::other_log(lang(), &origin));
            view! { <Banner tone=Tone::Amber title/> }.into_any()
        }
        Held::Contradicts { forked } => {
            let text = if forked.is_some() {
                words::HELD_FORKED_TEXT
            } else {
                words::HELD_DOUBTFUL_TEXT
            };
            let tone = if forked.is_some() { Tone::Crimson } else { Tone::Amber };
            view! { <Banner tone title=words::HELD_CONTRADICTS text/> }.into_any()
        }
        Held::Longer => {
            view! { <Banner tone=Tone::Amber title=words::HELD_LONGER text=words::HELD_LONGER_TEXT/> }.into_any()
        }
        Held::Unknown => view! { <p class="verify__held">{tr(words::HELD_UNKNOWN)}</p> }.into_any(),
    }
}
