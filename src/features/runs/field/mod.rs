//! The roll as a field of cells, one a customer: a cell that nobody answered for cannot hide.

mod eye;
mod fingers;
mod geometry;
mod paint;
mod watch;

use std::sync::Arc;

use domain::roll::Outcome;
use leptos::ev;
use leptos::html::Canvas;
use leptos::prelude::*;

use self::eye::Eye;
use self::fingers::{Fingers, Gesture};
use self::geometry::Move;
use self::paint::{Sprites, context, paint};
use super::look;
use crate::locale::{lang, runs as words, ui};
use crate::state::effect::effect;
use crate::ui::{Button, Icon, Look};

/// By how much a press of a key or a button zooms.
const NEARER: f64 = 1.5;
const FARTHER: f64 = 0.67;

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
    /// Why a cell has its outcome, in words, where that is known.
    #[prop(into)]
    reason: Signal<Option<String>>,
    /// Greatest height in CSS pixels.
    #[prop(default = 420)]
    tallest: u32,
) -> impl IntoView {
    let node = NodeRef::<Canvas>::new();
    let eye = Eye::new(cells, watch::measured_width(node), tallest);
    draw(node, eye, cells, lit, cursor);

    let on_wheel = move |event: ev::WheelEvent| {
        // A plain wheel scrolls the page; with Ctrl or ⌘, and in a pinch on a touchpad, it zooms.
        if event.ctrl_key() || event.meta_key() {
            event.prevent_default();
            let factor = if event.delta_y() < 0.0 { 1.25 } else { 0.8 };
            eye.zoom(factor, f64::from(event.offset_x()), f64::from(event.offset_y()));
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
            Some(Gesture::Drag(dx, dy)) => eye.drag(dx, dy),
            Some(Gesture::Pinch { factor, x, y }) => eye.zoom(factor, x, y),
            None => cursor.set(eye.under(event.offset_x(), event.offset_y())),
        }
    };
    let on_up = move |event: ev::PointerEvent| {
        let clicked = fingers.try_update_value(|fingers| fingers.up(&event)).unwrap_or(false);
        if clicked && let Some(cell) = eye.under(event.offset_x(), event.offset_y()) {
            cursor.set(Some(cell));
            on_open.run(cell);
        }
    };
    let label = move || words::field_label(lang(), cells.with(|cells| cells.len() as u64));
    let spoken = move || {
        let cell = cursor.get()?;
        let kind = cells.with(|cells| cells.get(cell as usize).copied())?;
        let outcome = Outcome::from_number(i16::from(kind))?;
        let said = words::cell_label(lang(), cell, look::name(outcome).get());
        Some(
            reason
                .get()
                .map_or_else(|| said.clone(), |why| words::because(lang(), &said, &why)),
        )
    };
    view! {
        <div class="roll-field">
            <canvas
                node_ref=node
                class="roll-field__cells"
                class:roll-field__cells--zoomed=move || eye.is_zoomed()
                tabindex="0"
                role="application"
                aria-label=label
                on:wheel=on_wheel
                on:pointerdown=on_down
                on:pointermove=on_move
                on:pointerup=on_up
                on:pointercancel=move |event| fingers.update_value(|fingers| { fingers.up(&event); })
                on:pointerleave=move |_| cursor.set(None)
                on:keydown=move |event| key(&event, eye, cursor, on_open)
            ></canvas>
            <div class="roll-field__foot">
                <p class="roll-field__spoken" aria-live="polite">{spoken}</p>
                <Button label=ui::ZOOM_OUT icon=Icon::Minus icon_only=true look=Look::Plain
                    disabled=Signal::derive(move || !eye.is_zoomed()) on:click=move |_| eye.zoom_middle(FARTHER)/>
                <Button label=ui::ZOOM_IN icon=Icon::Plus icon_only=true look=Look::Plain on:click=move |_| eye.zoom_middle(NEARER)/>
            </div>
        </div>
    }
}

/// Paints the canvas whenever something changes that shows on it.
fn draw(
    node: NodeRef<Canvas>,
    eye: Eye,
    cells: Signal<Arc<Vec<u8>>>,
    lit: Signal<Option<Outcome>>,
    cursor: RwSignal<Option<u32>>,
) {
    let look_changes = watch::use_look();
    let mut kept = None::<(Sprites, u32)>;
    effect(move || {
        let Some(canvas) = node.get() else { return };
        let (geometry, view, drawn_for) = (eye.geometry.get(), eye.view.get(), look_changes.get());
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
}

/// Arrows, Home and End move the cursor, plus and minus zoom, Enter opens.
fn key(event: &ev::KeyboardEvent, eye: Eye, cursor: RwSignal<Option<u32>>, on_open: Callback<u32>) {
    let here = cursor.get_untracked();
    let to = match event.key().as_str() {
        "ArrowLeft" => Move::Left,
        "ArrowRight" => Move::Right,
        "ArrowUp" => Move::Up,
        "ArrowDown" => Move::Down,
        "Home" => Move::First,
        "End" => Move::Last,
        "+" | "=" => return eye.zoom_middle(NEARER),
        "-" => return eye.zoom_middle(FARTHER),
        "Enter" | " " => {
            event.prevent_default();
            return here.into_iter().for_each(|cell| on_open.run(cell));
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(cell) = eye.step(here, to) {
        cursor.set(Some(cell));
    }
}
