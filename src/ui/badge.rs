//! A word with a tone, such as a status.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::tone::Tone;
use crate::locale::Text;

/// A word with a tone, such as a status.
#[component]
pub fn Badge(
    /// The word.
    #[prop(into)]
    label: Text,
    /// Its tone.
    #[prop(optional)]
    tone: Tone,
    /// A sign before it.
    #[prop(optional)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <span class="badge" data-tone=tone.name()>
            {icon.map(|icon| view! { <Glyph icon/> })}
            {label.view()}
        </span>
    }
}
