//! The mark of an outcome: a small square with colour, pattern and sign, and the word for it.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::tone::Tone;
use crate::locale::Text;

/// The mark of an outcome: a small square with colour, pattern and sign, and the word for it.
#[component]
pub fn OutcomeMark(
    /// Its tone.
    tone: Tone,
    /// Its sign.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Its word.
    #[prop(into)]
    label: Text,
    /// More on hover, such as the reason.
    #[prop(into, optional)]
    title: Option<Text>,
) -> impl IntoView {
    view! {
        <span class="mark" data-tone=tone.name() title=move || title.map(Text::get)>
            <span class="mark__cell" aria-hidden="true">{icon.map(|icon| view! { <Glyph icon/> })}</span>
            <span class="mark__label">{label.view()}</span>
        </span>
    }
}
