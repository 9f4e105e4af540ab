//! The stamped seal. It means something: 准 for an approval by a second person, 验 for a proof that this browser checked.

use leptos::prelude::*;

use crate::locale::{tr, ui as words};

/// What a seal stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// 准: approved by a second person.
    Approved,
    /// 验: a proof that this browser has checked itself.
    Verified,
}

/// The stamped seal, in cinnabar.
#[component]
pub fn Seal(
    /// What it stands for.
    stamp: Stamp,
    /// Its side in pixels.
    #[prop(default = 56)]
    size: u32,
    /// Lets it come down on the paper, once, when it appears.
    #[prop(optional)]
    fresh: bool,
) -> impl IntoView {
    let (sign, words) = match stamp {
        Stamp::Approved => ("准", words::SEAL_APPROVED),
        Stamp::Verified => ("验", words::SEAL_VERIFIED),
    };
    view! {
        <svg class="seal" class:seal--fresh=fresh viewBox="0 0 64 64" width=size height=size role="img" aria-label=tr(words)>
            <title>{tr(words)}</title>
            // The frame's edges are uneven, as stone is.
            <path class="seal__frame" d="M6 5.5 31 4.6 58.6 5.8 59.3 32 58.4 58.7 33 59.4 5.4 58.5 4.7 30Z"></path>
            <text class="seal__sign" x="32" y="46" text-anchor="middle">{sign}</text>
            <path class="seal__wear" d="M9 14l3 1M52 9l2 2M56 41l-2 1M13 55l1-2M40 57l2-1M8 36l1 2M47 15l1 .500M20 50l1 .5"></path>
        </svg>
    }
}
