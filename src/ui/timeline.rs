//! What happened, latest first.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::tone::Tone;
use crate::locale::{Text, date};

/// What happened, latest first; fill it with [`TimelineItem`].
#[component]
pub fn Timeline(
    /// What it tells of; said to screen readers.
    #[prop(into)]
    label: Text,
    /// The items.
    children: Children,
) -> impl IntoView {
    view! { <ol class="timeline" aria-label=label.view()>{children()}</ol> }
}

/// One thing that happened.
#[component]
pub fn TimelineItem(
    /// When, in UTC milliseconds.
    at: i64,
    /// What, in few words.
    #[prop(into)]
    title: Text,
    /// Its sign.
    #[prop(default = Icon::Message)]
    icon: Icon,
    /// Its tone.
    #[prop(optional)]
    tone: Tone,
    /// Says only the day, for what has no time of day.
    #[prop(optional)]
    day_only: bool,
    /// More of it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="timeline__item" data-tone=tone.name()>
            <span class="timeline__sign"><Glyph icon/></span>
            <div class="timeline__body">
                <p class="timeline__head"><span class="timeline__title">{title.view()}</span> <When at day_only/></p>
                {children.map(|children| children())}
            </div>
        </li>
    }
}

/// A moment as one says it, with the exact time on hover.
#[component]
pub fn When(
    /// The moment, in UTC milliseconds.
    at: i64,
    /// Says how long ago instead.
    #[prop(optional)]
    relative: bool,
    /// Says only the day, for what has no time of day.
    #[prop(optional)]
    day_only: bool,
) -> impl IntoView {
    let iso = move || {
        js_sys::Date::new(&(at as f64).into())
            .to_iso_string()
            .as_string()
            .unwrap_or_default()
    };
    view! {
        <time class="when" datetime=iso title=move || if day_only { date::iso_day(at) } else { date::exact(at) }>
            {move || match (day_only, relative) {
                (true, _) => date::day(at),
                (_, true) => date::relative(at),
                _ => date::moment(at),
            }}
        </time>
    }
}
