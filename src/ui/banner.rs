//! A notice that stays in the page.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::tone::Tone;
use crate::locale::Text;

/// A notice that stays in the page until what it tells is settled. Children are its actions.
#[component]
pub fn Banner(
    /// How serious it is: Indigo informs, Jade is well, Amber warns, Crimson failed.
    #[prop(default = Tone::Indigo)]
    tone: Tone,
    /// What is the case.
    #[prop(into)]
    title: Text,
    /// More of it.
    #[prop(into, optional)]
    text: Option<Text>,
    /// The actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let icon = match tone {
        Tone::Jade => Icon::Check,
        Tone::Amber => Icon::Warning,
        Tone::Crimson => Icon::Close,
        Tone::Lavender => Icon::Clock,
        _ => Icon::Info,
    };
    view! {
        <div class="banner" data-tone=tone.name() role=if tone == Tone::Crimson { "alert" } else { "status" }>
            <Glyph icon/>
            <div class="banner__text">
                <p class="banner__title">{title.view()}</p>
                {text.map(|text| view! { <p class="banner__more">{text.view()}</p> })}
            </div>
            {children.map(|children| view! { <div class="banner__actions">{children()}</div> })}
        </div>
    }
}
