//! The roll as a field of cells, one a customer: a cell that nobody answered for cannot hide.

mod geometry;
mod paint;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::roll::Outcome;
use leptos::ev;
use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;

use self::geometry::{Geometry, Move, View};
use self::paint::{Sprites, context, paint};
use super::look;
use crate::locale::{lang, runs as words};
use crate::state::effect::effect;

/// Side of a cell in CSS pixels: at most this when the whole roll is shown, and when zoomed in.
const LARGEST: (f64, f64) = (18.0, 36.0);

/// A field of cells.
#[component]
pub fn RollField(
    /// One outcome's number a customer, in the order of the roll.
    #[prop(into)]
    cells: Signal<Arc<Vec<u8>>>,
    /// Fades all outcomes but this.
    #[prop(into, optional)]
    lit: Signal<Option<Outcome>>,
    /// The cell under the cursor.
    #[prop(into)]
    cursor: RwSignal<Option<u32>>,
    /// A cell was clicked, or Enter pressed on it.
    #[prop(into)]
    on_open: Callback<u32>,
    /// Greatest height in CSS pixels.
    #[prop(default = 420)]
    tallest: u32,
) -> impl IntoView {
    let node = NodeRef::<Canvas>::new();
    let width = measured_width(node);
    let ratio = window().device_pixel_ratio().clamp(1.0, 3.0);
    let device = move |css: f64| (css * ratio).round() as u32;
    let geometry = Memo::new(move |_| {
        let count = cells.with(|cells| cells.len() as u32);
        Geometry::new(
            count,
            device(width.get()),
            device(f64::from(tallest)),
            device(LARGEST.0),
        )
    });
    let moved = RwSignal::new(None::<(Geometry, View)>);
    // A view belongs to the geometry in which it was chosen: after a resize the whole is shown again.
    let view = Memo::new(move |_| {
        let geometry = geometry.get();
        moved
            .get()
            .filter(|(of, _)| *of == geometry)
            .map_or_else(|| geometry.whole(), |(_, view)| view)
    });
    let look_at = move |view: View| moved.set(Some((geometry.get_untracked(), view)));
    let look_changes = use_look();

    let mut kept = None::<(Sprites, u32)>;
    effect(move || {
        let Some(canvas) = node.get() else { return };
        let (geometry, view, drawn_for) = (geometry.get(), view.get(), look_changes.get());
        if canvas.width() != geometry.width || canvas.height() != geometry.height {
            canvas.set_width(geometry.width);
            canvas.set_height(geometry.height);
        }
        if kept
            .as_ref()
            .is_none_or(|(sprites, drawn)| sprites.side() != view.cell || *drawn != drawn_for)
        {
            kept = Sprites::draw(&canvas, view.cell).map(|sprites| (sprites, drawn_for));
        }
        let (Some((sprites, _)), Some(context)) = (&kept, context(&canvas)) else {
            return;
        };
        cells.with(|cells| paint(&context, &geometry, view, cells, sprites, lit.get()));
        if let Some(cell) = cursor.get() {
            paint::ring(&context, &canvas, geometry.place(view, cell), view.cell);
        }
    });

    let place = move |x: i32, y: i32| (f64::from(x) * ratio, f64::from(y) * ratio);
    let under = move |x: i32, y: i32| {
        let (x, y) = place(x, y);
        geometry.get_untracked().cell_at(view.get_untracked(), x, y)
    };
    let zoom = move |factor: f64, x: f64, y: f64| {
        look_at(
            geometry
                .get_untracked()
                .zoom(view.get_untracked(), factor, x, y, device(LARGEST.1)),
        );
    };
    let zoom_middle = move |factor: f64| {
        let geometry = geometry.get_untracked();
        zoom(
            factor,
            f64::from(geometry.width) / 2.0,
            f64::from(geometry.height) / 2.0,
        );
    };

    let on_wheel = move |event: ev::WheelEvent| {
        // A plain wheel scrolls the page; with Ctrl or ⌘, and in a pinch on a touchpad, it zooms.
        if event.ctrl_key() || event.meta_key() {
            event.prevent_default();
            let (x, y) = place(event.offset_x(), event.offset_y());
            zoom(if event.delta_y() < 0.0 { 1.25 } else { 0.8 }, x, y);
        }
    };
    let fingers = StoredValue::new(Fingers::default());
    let on_down = move |event: ev::PointerEvent| {
        if let Some(canvas) = node.get_untracked() {
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        fingers.update_value(|fingers| fingers.down(&event));
    };
    let on_move = move |event: ev::PointerEvent| {
        let gesture = fingers.try_update_value(|fingers| fingers.moved(&event)).flatten();
        match gesture {
            Some(Gesture::Drag(dx, dy)) => {
                look_at(
                    geometry
                        .get_untracked()
                        .pan(view.get_untracked(), -dx * ratio, -dy * ratio),
                );
            }
            Some(Gesture::Pinch { factor, x, y }) => zoom(factor, x * ratio, y * ratio),
            None => cursor.set(under(event.offset_x(), event.offset_y())),
        }
    };
    let on_up = move |event: ev::PointerEvent| {
        let clicked = fingers.try_update_value(|fingers| fingers.up(&event)).unwrap_or(false);
        if clicked && let Some(cell) = under(event.offset_x(), event.offset_y()) {
            cursor.set(Some(cell));
            on_open.run(cell);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let here = cursor.get_untracked();
        let to = match event.key().as_str() {
            "ArrowLeft" => Move::Left,
            "ArrowRight" => Move::Right,
            "ArrowUp" => Move::Up,
            "ArrowDown" => Move::Down,
            "Home" => Move::First,
            "End" => Move::Last,
            "+" | "=" => return zoom_middle(1.5),
            "-" => return zoom_middle(0.67),
            "Enter" | " " => {
                event.prevent_default();
                return here.into_iter().for_each(|cell| on_open.run(cell));
            }
            _ => return,
        };
        event.prevent_default();
        let geometry = geometry.get_untracked();
        if geometry.count > 0 {
            let cell = here.map_or(0, |cell| geometry.step(cell, to));
            cursor.set(Some(cell));
            look_at(geometry.reveal(view.get_untracked(), cell));
        }
    };

    let zoomed = move || view.get().cell > geometry.get().fit;
    let label = move || words::field_label(lang(), cells.with(|cells| cells.len() as u64));
    let spoken = move || {
        let cell = cursor.get()?;
        let kind = cells.with(|cells| cells.get(cell as usize).copied())?;
        let outcome = Outcome::from_number(i16::from(kind))?;
        Some(words::cell_label(lang(), cell, look::name(outcome).get()))
    };
    view! {
        <div class="roll-field">
            <canvas
                node_ref=node
                class="roll-field__cells"
                class:roll-field__cells--zoomed=zoomed
                tabindex="0"
                role="application"
                aria-label=label
                on:wheel=on_wheel
                on:pointerdown=on_down
                on:pointermove=on_move
                on:pointerup=on_up
                on:pointercancel=move |event| fingers.update_value(|fingers| { fingers.up(&event); })
                on:pointerleave=move |_| cursor.set(None)
                on:keydown=on_key
            ></canvas>
            <p class="roll-field__spoken" aria-live="polite">{spoken}</p>
        </div>
    }
}

/// The element's width in CSS pixels, followed as it changes.
fn measured_width(node: NodeRef<Canvas>) -> ReadSignal<f64> {
    let (width, set_width) = signal(0.0);
    effect(move || {
        let Some(canvas) = node.get() else { return };
        let measure = {
            let canvas = canvas.clone();
            move || set_width.set(f64::from(canvas.client_width()))
        };
        measure();
        let callback = Closure::<dyn FnMut()>::new(measure);
        let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&canvas);
        let kept = StoredValue::new_local((observer, callback));
        on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
    });
    width
}

/// Counts the changes of colours: another theme was chosen, or the system's changed.
fn use_look() -> Signal<u32> {
    let system = RwSignal::new(0);
    if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
        let changed = Closure::<dyn FnMut()>::new(move || {
            system.try_update(|count| *count += 2);
        });
        query.set_onchange(Some(changed.as_ref().unchecked_ref()));
        let kept = StoredValue::new_local((query, changed));
        on_cleanup(move || kept.with_value(|(query, _)| query.set_onchange(None)));
    }
    let chosen = Memo::new(|count: Option<&u32>| {
        let _ = crate::state::theme::theme();
        count.map_or(1, |count| count + 2)
    });
    Signal::derive(move || system.get() + chosen.get() * 1_000)
}

/// What fingers, or the pressed mouse, do.
enum Gesture {
    /// Moved by so many CSS pixels.
    Drag(f64, f64),
    /// Two fingers changed their distance by a factor around a point.
    Pinch { factor: f64, x: f64, y: f64 },
}

/// The fingers on the field.
#[derive(Default)]
struct Fingers {
    down: BTreeMap<i32, (f64, f64)>,
    dragged: f64,
}

impl Fingers {
    fn down(&mut self, event: &ev::PointerEvent) {
        if self.down.is_empty() {
            self.dragged = 0.0;
        }
        self.down.insert(event.pointer_id(), at(event));
    }

    fn moved(&mut self, event: &ev::PointerEvent) -> Option<Gesture> {
        let now = at(event);
        let before = std::mem::replace(self.down.get_mut(&event.pointer_id())?, now);
        let (dx, dy) = (now.0 - before.0, now.1 - before.1);
        self.dragged += dx.abs() + dy.abs();
        let other = self
            .down
            .iter()
            .find(|(id, _)| **id != event.pointer_id())
            .map(|(_, &place)| place);
        let Some(other) = other else {
            return Some(Gesture::Drag(dx, dy));
        };
        let span = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1).max(1.0);
        let (x, y) = (f64::midpoint(now.0, other.0), f64::midpoint(now.1, other.1));
        Some(Gesture::Pinch {
            factor: span(now, other) / span(before, other),
            x,
            y,
        })
    }

    /// Whether it was a click: one finger that hardly moved.
    fn up(&mut self, event: &ev::PointerEvent) -> bool {
        let was_down = self.down.remove(&event.pointer_id()).is_some();
        was_down && self.down.is_empty() && self.dragged < 6.0
    }
}

fn at(event: &ev::PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}
