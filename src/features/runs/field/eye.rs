//! Which part of the field is looked at, and what lies where on the screen.

use std::sync::Arc;

use leptos::prelude::*;

use super::geometry::{Geometry, Move, View};

/// Side of a cell in CSS pixels: at most this when the whole roll is shown, and when zoomed in.
const LARGEST: (f64, f64) = (18.0, 36.0);

/// The part of the field that is looked at. Places on the screen are CSS pixels; the geometry counts those of the device.
#[derive(Clone, Copy)]
pub(super) struct Eye {
    pub geometry: Memo<Geometry>,
    pub view: Memo<View>,
    moved: RwSignal<Option<(Geometry, View)>>,
    /// Pixels of the device in one of CSS.
    ratio: f64,
}

impl Eye {
    /// Looks at the whole of these cells, on a canvas of this width, no taller than this.
    pub fn new(cells: Signal<Arc<Vec<u8>>>, width: ReadSignal<f64>, tallest: u32) -> Eye {
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
        Eye {
            geometry,
            view,
            moved,
            ratio,
        }
    }

    /// Whether less than the whole is shown.
    pub fn is_zoomed(self) -> bool {
        self.view.get().cell > self.geometry.get().fit
    }

    /// The cell at this place.
    pub fn under(self, x: i32, y: i32) -> Option<u32> {
        let (x, y) = (f64::from(x) * self.ratio, f64::from(y) * self.ratio);
        let view = self.view.get_untracked();
        self.geometry.get_untracked().cell_at(view, x, y)
    }

    /// Zooms around this place.
    pub fn zoom(self, factor: f64, x: f64, y: f64) {
        self.zoom_on_device(factor, x * self.ratio, y * self.ratio);
    }

    /// Zooms around the middle.
    pub fn zoom_middle(self, factor: f64) {
        let Geometry { width, height, .. } = self.geometry.get_untracked();
        self.zoom_on_device(factor, f64::from(width) / 2.0, f64::from(height) / 2.0);
    }

    fn zoom_on_device(self, factor: f64, x: f64, y: f64) {
        let largest = (LARGEST.1 * self.ratio).round() as u32;
        let view = self.view.get_untracked();
        self.look_at(self.geometry.get_untracked().zoom(view, factor, x, y, largest));
    }

    /// Follows a hand that moved the field by so many pixels.
    pub fn drag(self, dx: f64, dy: f64) {
        let view = self.view.get_untracked();
        let geometry = self.geometry.get_untracked();
        self.look_at(geometry.pan(view, -dx * self.ratio, -dy * self.ratio));
    }

    /// The cell beside this one, or the first, and shows it. `None`: there are no cells.
    pub fn step(self, from: Option<u32>, to: Move) -> Option<u32> {
        let geometry = self.geometry.get_untracked();
        if geometry.count == 0 {
            return None;
        }
        let cell = from.map_or(0, |cell| geometry.step(cell, to));
        self.look_at(geometry.reveal(self.view.get_untracked(), cell));
        Some(cell)
    }

    fn look_at(self, view: View) {
        self.moved.set(Some((self.geometry.get_untracked(), view)));
    }
}
