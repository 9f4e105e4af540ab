//! Where cells lie. All lengths are device pixels; cells fill rows from left to right, one a customer.

/// A roll laid out to fit a width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometry {
    /// Cells.
    pub count: u32,
    /// Cells in a row.
    pub columns: u32,
    /// Side of a cell when the whole roll is shown.
    pub fit: u32,
    /// Width of the canvas.
    pub width: u32,
    /// Height of the canvas.
    pub height: u32,
}

/// What part of the roll is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Side of a cell.
    pub cell: u32,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
}

/// A move of the cursor over the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// One cell back.
    Left,
    /// One cell on.
    Right,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// To the first cell.
    First,
    /// To the last cell.
    Last,
}

impl Geometry {
    /// Lays `count` cells out in `width`, as large as fits in `tallest`, at most `largest` each. Cells never get smaller
    /// than a pixel: a roll too long for `tallest` is shown in part, to be moved.
    pub fn new(count: u32, width: u32, tallest: u32, largest: u32) -> Geometry {
        let width = width.max(1);
        let holds = |side: u32| {
            let columns = (width / side).max(1);
            count.div_ceil(columns) * side <= tallest
        };
        let fit = (1..=largest.max(1))
            .rev()
            .find(|&side| side <= width && holds(side))
            .unwrap_or(1);
        let columns = (width / fit).max(1);
        let height = (count.div_ceil(columns).max(1) * fit).min(tallest.max(fit));
        Geometry {
            count,
            columns,
            fit,
            width,
            height,
        }
    }

    /// Rows of cells.
    pub fn rows(&self) -> u32 {
        self.count.div_ceil(self.columns)
    }

    /// The view of the whole roll.
    pub fn whole(&self) -> View {
        View {
            cell: self.fit,
            x: 0.0,
            y: 0.0,
        }
    }

    /// The cell at a point of the canvas.
    pub fn cell_at(&self, view: View, x: f64, y: f64) -> Option<u32> {
        let side = f64::from(view.cell);
        let (column, row) = ((x + view.x) / side, (y + view.y) / side);
        if column < 0.0 || row < 0.0 || column >= f64::from(self.columns) {
            return None;
        }
        let index = u64::from(row as u32) * u64::from(self.columns) + u64::from(column as u32);
        u32::try_from(index).ok().filter(|&index| index < self.count)
    }

    /// Left and top edge of a cell on the canvas.
    pub fn place(&self, view: View, cell: u32) -> (f64, f64) {
        let side = f64::from(view.cell);
        let (column, row) = (cell % self.columns, cell / self.columns);
        (f64::from(column) * side - view.x, f64::from(row) * side - view.y)
    }

    /// The view with cells `factor` times as large, the point (`x`, `y`) staying where it is; cells at most `largest`.
    pub fn zoom(&self, view: View, factor: f64, x: f64, y: f64, largest: u32) -> View {
        let wanted = f64::from(view.cell) * factor;
        // Below a whole pixel a step would be lost to rounding.
        let stepped = if factor > 1.0 { wanted.ceil() } else { wanted.floor() };
        let cell = (stepped as u32).clamp(self.fit, largest.max(self.fit));
        let ratio = f64::from(cell) / f64::from(view.cell);
        self.hold(View {
            cell,
            x: (view.x + x) * ratio - x,
            y: (view.y + y) * ratio - y,
        })
    }

    /// The view moved by a distance.
    pub fn pan(&self, view: View, dx: f64, dy: f64) -> View {
        self.hold(View {
            x: view.x + dx,
            y: view.y + dy,
            ..view
        })
    }

    /// The view moved as little as brings `cell` inside.
    pub fn reveal(&self, view: View, cell: u32) -> View {
        let (left, top) = self.place(view, cell);
        let side = f64::from(view.cell);
        let nudge = |near: f64, room: f64| near.min(0.0) + (near + side - room).max(0.0);
        self.pan(
            view,
            nudge(left, f64::from(self.width)),
            nudge(top, f64::from(self.height)),
        )
    }

    /// The cell that the cursor moves to.
    pub fn step(&self, from: u32, to: Move) -> u32 {
        let last = self.count.saturating_sub(1);
        match to {
            Move::Left => from.saturating_sub(1),
            Move::Right => from.saturating_add(1).min(last),
            Move::Up => from.checked_sub(self.columns).unwrap_or(from),
            Move::Down => from
                .checked_add(self.columns)
                .filter(|&cell| cell <= last)
                .unwrap_or(from),
            Move::First => 0,
            Move::Last => last,
        }
    }

    /// Keeps the view over the roll.
    fn hold(&self, view: View) -> View {
        let side = f64::from(view.cell);
        let most = |cells: u32, room: u32| (f64::from(cells) * side - f64::from(room)).max(0.0);
        View {
            cell: view.cell,
            x: view.x.clamp(0.0, most(self.columns, self.width)),
            y: view.y.clamp(0.0, most(self.rows(), self.height)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_whole_roll_fits_from_one_to_a_million() {
        for count in [1, 12, 3_812, 5_000, 100_000, 1_000_000] {
            for width in [340, 780, 1_100, 2_200] {
                let geometry = Geometry::new(count, width, 640, 18);
                assert!(geometry.columns * geometry.fit <= width, "{geometry:?}");
                assert!(geometry.height <= 640, "{geometry:?}");
                if u64::from(count) <= u64::from(width) * 640 {
                    assert!(
                        geometry.rows() * geometry.fit <= geometry.height,
                        "all rows are shown: {geometry:?}"
                    );
                }
            }
        }
        assert_eq!(Geometry::new(0, 300, 640, 18).rows(), 0);
    }

    #[test]
    fn a_point_names_the_cell_that_lies_there() {
        let geometry = Geometry::new(5_000, 1_000, 600, 18);
        let view = geometry.zoom(geometry.whole(), 2.5, 300.0, 200.0, 48);
        for cell in [0, 1, 777, 4_999] {
            let shown = geometry.reveal(view, cell);
            let (x, y) = geometry.place(shown, cell);
            assert!(x >= 0.0 && y >= 0.0 && x < f64::from(geometry.width) && y < f64::from(geometry.height));
            assert_eq!(geometry.cell_at(shown, x + 0.5, y + 0.5), Some(cell));
        }
        assert_eq!(geometry.cell_at(geometry.whole(), 999_999.0, 0.0), None);
    }

    #[test]
    fn zooming_keeps_the_point_and_ends_at_the_whole() {
        let geometry = Geometry::new(100_000, 1_000, 600, 18);
        let whole = geometry.whole();
        let near = geometry.zoom(whole, 4.0, 500.0, 300.0, 48);
        assert_eq!(
            geometry.cell_at(near, 500.0, 300.0),
            geometry.cell_at(whole, 500.0, 300.0)
        );
        let mut view = near;
        for _ in 0..20 {
            view = geometry.zoom(view, 0.7, 10.0, 10.0, 48);
        }
        assert_eq!(view, whole);
    }

    #[test]
    fn keys_stay_on_the_roll() {
        let geometry = Geometry {
            count: 25,
            columns: 10,
            fit: 10,
            width: 100,
            height: 30,
        };
        for (from, to, expected) in [
            (0, Move::Left, 0),
            (0, Move::Up, 0),
            (3, Move::Down, 13),
            (18, Move::Down, 18),
            (24, Move::Right, 24),
            (5, Move::Last, 24),
            (5, Move::First, 0),
            (14, Move::Up, 4),
        ] {
            assert_eq!(geometry.step(from, to), expected, "{from} {to:?}");
        }
    }
}
