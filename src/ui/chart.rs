//! Small charts in SVG. Each has its figures in words too.

use leptos::prelude::*;

use super::tone::Tone;
use crate::locale::{Text, number};

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What stands under it.
    pub label: String,
    /// Its pieces from the bottom up.
    pub pieces: Vec<(Tone, f64)>,
}

impl Bar {
    /// A bar of one piece.
    pub fn new(label: impl Into<String>, tone: Tone, value: f64) -> Self {
        Self {
            label: label.into(),
            pieces: vec![(tone, value)],
        }
    }

    fn total(&self) -> f64 {
        self.pieces.iter().map(|(_, value)| value).sum()
    }
}

const HEIGHT: f64 = 120.0;
const STEP: f64 = 24.0;

/// Bars, each possibly of several pieces.
#[component]
pub fn BarChart(
    /// What it shows.
    #[prop(into)]
    label: Text,
    /// The bars, from left to right.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
) -> impl IntoView {
    let inner = move || {
        let bars = bars.get();
        let most = bars.iter().map(Bar::total).fold(1.0_f64, f64::max);
        bars.into_iter()
            .enumerate()
            .map(|(index, bar)| {
                let x = index as f64 * STEP + 4.0;
                let title = format!("{}: {}", bar.label, number(bar.total().round() as i64));
                let mut below = HEIGHT;
                let pieces = bar
                    .pieces
                    .into_iter()
                    .filter(|(_, value)| *value > 0.0)
                    .map(|(tone, value)| {
                        let height = (value / most * (HEIGHT - 8.0)).max(1.0);
                        below -= height;
                        view! { <rect class="chart__bar" data-tone=tone.name() x=x y=below width=STEP - 8.0 height=height></rect> }
                    })
                    .collect_view();
                view! { <g><title>{title}</title><rect class="chart__hit" x=x - 4.0 y="0" width=STEP height=HEIGHT></rect>{pieces}</g> }
            })
            .collect_view()
    };
    let said = move || {
        let all: Vec<String> = bars
            .get()
            .iter()
            .map(|bar| format!("{} {}", bar.label, number(bar.total().round() as i64)))
            .collect();
        format!("{}: {}", label.get(), all.join(", "))
    };
    let ends = move || {
        bars.with(|bars| {
            (
                bars.first().map(|bar| bar.label.clone()).unwrap_or_default(),
                bars.last().map(|bar| bar.label.clone()).unwrap_or_default(),
            )
        })
    };
    view! {
        <figure class="chart">
            <svg
                class="chart__plot"
                viewBox=move || format!("0 0 {} {HEIGHT}", (bars.with(Vec::len).max(1)) as f64 * STEP)
                preserveAspectRatio="none"
                role="img"
                aria-label=said
            >
                {inner}
            </svg>
            <figcaption class="chart__ends" aria-hidden="true"><span>{move || ends().0}</span><span>{move || ends().1}</span></figcaption>
        </figure>
    }
}

/// A line without axes, for a table's cell.
#[component]
pub fn Spark(
    /// What it shows.
    #[prop(into)]
    label: Text,
    /// The values, evenly spaced.
    #[prop(into)]
    values: Signal<Vec<f64>>,
) -> impl IntoView {
    let points = move || {
        let values = values.get();
        let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(low, high), value| {
            (low.min(*value), high.max(*value))
        });
        let step = 96.0 / (values.len().saturating_sub(1).max(1)) as f64;
        let y = |value: f64| {
            if high > low {
                22.0 - (value - low) / (high - low) * 20.0
            } else {
                12.0
            }
        };
        let all: Vec<String> = values
            .iter()
            .enumerate()
            .map(|(index, value)| format!("{:.1},{:.1}", 2.0 + index as f64 * step, y(*value)))
            .collect();
        all.join(" ")
    };
    view! { <svg class="spark" viewBox="0 0 100 24" width="100" height="24" role="img" aria-label=label.view()><polyline points=points></polyline></svg> }
}
