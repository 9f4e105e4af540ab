//! What fingers, or the pressed mouse, do on the field.

use std::collections::BTreeMap;

use leptos::ev;

/// What fingers, or the pressed mouse, do.
pub(super) enum Gesture {
    /// Moved by so many CSS pixels.
    Drag(f64, f64),
    /// Two fingers changed their distance by a factor around a point.
    Pinch { factor: f64, x: f64, y: f64 },
}

/// The fingers on the field.
#[derive(Default)]
pub(super) struct Fingers {
    down: BTreeMap<i32, (f64, f64)>,
    dragged: f64,
}

impl Fingers {
    pub fn down(&mut self, event: &ev::PointerEvent) {
        if self.down.is_empty() {
            self.dragged = 0.0;
        }
        self.down.insert(event.pointer_id(), at(event));
    }

    pub fn moved(&mut self, event: &ev::PointerEvent) -> Option<Gesture> {
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
    pub fn up(&mut self, event: &ev::PointerEvent) -> bool {
        let was_down = self.down.remove(&event.pointer_id()).is_some();
        was_down && self.down.is_empty() && self.dragged < 6.0
    }
}

fn at(event: &ev::PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}
