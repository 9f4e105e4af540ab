//! How far something is.

use leptos::prelude::*;

use super::tone::Tone;
use crate::locale::{Text, percent};

/// A bar between nothing and all.
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: Text,
    /// The share that is done, from 0 to 1; `None` while it is not known.
    #[prop(into)]
    share: Signal<Option<f64>>,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
) -> impl IntoView {
    let said = move || share.get().map(|share| percent(share.clamp(0.0, 1.0)));
    view! {
        <div class="progress">
            <span class="progress__label" class:visually-hidden=hide_label>{label.view()} <span class="num">{said}</span></span>
            <div
                class="progress__track"
                class:progress__track--unknown=move || share.get().is_none()
                role="progressbar"
                aria-label=label.view()
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || share.get().map(|share| ((share * 100.0).round() as i64).to_string())
            >
                <span class="progress__bar" style:width=move || format!("{}%", share.get().unwrap_or(0.0).clamp(0.0, 1.0) * 100.0)></span>
            </div>
        </div>
    }
}

/// One piece of a stacked bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Its tone.
    pub tone: Tone,
    /// Its word.
    pub label: String,
    /// Its size.
    pub count: u64,
}

/// A bar whose pieces add up to the whole: a roll in miniature.
#[component]
pub fn StackedBar(
    /// What the bar shows.
    #[prop(into)]
    label: Text,
    /// Its pieces; empty ones are left out.
    #[prop(into)]
    slices: Signal<Vec<Slice>>,
) -> impl IntoView {
    let words = move || {
        let parts: Vec<String> = slices
            .get()
            .iter()
            .filter(|one| one.count > 0)
            .map(|one| format!("{} {}", one.label, one.count))
            .collect();
        format!("{}: {}", label.get(), parts.join(", "))
    };
    view! {
        <div class="stacked" role="img" aria-label=words>
            {move || {
                slices
                    .get()
                    .into_iter()
                    .filter(|one| one.count > 0)
                    .map(|one| view! { <span class="stacked__slice" data-tone=one.tone.name() style:flex-grow=one.count.to_string() title=format!("{} {}", one.label, one.count)></span> })
                    .collect_view()
            }}
        </div>
    }
}
