//! Painting cells: a sprite for each outcome, copied into one buffer of pixels, which goes to the canvas at once.
//! So a million cells cost one pass over the visible ones, whatever their size.

use domain::roll::Outcome;
use leptos::wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::geometry::{Geometry, View};
use crate::features::runs::look;

/// A pixel: red, green, blue, alpha.
type Pixel = [u8; 4];

const KINDS: usize = Outcome::ALL.len();

/// A square picture of `side` pixels for each outcome, then the same ones faded.
#[derive(Debug, Clone, PartialEq)]
pub struct Sprites {
    side: u32,
    pixels: Vec<Pixel>,
}

impl Sprites {
    /// Draws the sprites with the colours that are in force at `canvas`. `None` if the browser gives no 2d context.
    pub fn draw(canvas: &HtmlCanvasElement, side: u32) -> Option<Sprites> {
        let scratch: HtmlCanvasElement = canvas
            .owner_document()?
            .create_element("canvas")
            .ok()?
            .dyn_into()
            .ok()?;
        scratch.set_width(side);
        scratch.set_height(side * KINDS as u32 * 2);
        let context = context(&scratch)?;
        for faded in [false, true] {
            context.set_global_alpha(if faded { 0.16 } else { 1.0 });
            for outcome in Outcome::ALL {
                let row = outcome as u32 + if faded { KINDS as u32 } else { 0 };
                let colour = colour(canvas, &format!("--tone-{}", look::tone(outcome).name()))?;
                sprite(&context, outcome, &colour, f64::from(row * side), f64::from(side));
            }
        }
        let data = context
            .get_image_data(0.0, 0.0, f64::from(side), f64::from(scratch.height()))
            .ok()?;
        Some(Sprites {
            side,
            pixels: data.data().as_chunks::<4>().0.to_vec(),
        })
    }

    /// Side of a cell.
    pub const fn side(&self) -> u32 {
        self.side
    }

    fn of(&self, outcome: u8, faded: bool) -> &[Pixel] {
        let size = (self.side * self.side) as usize;
        let row = usize::from(outcome).min(KINDS - 1) + if faded { KINDS } else { 0 };
        &self.pixels[row * size..(row + 1) * size]
    }
}

/// The 2d context of a canvas.
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// The colour of a token at an element, resolved through its style, so that any form a stylesheet uses will do.
fn colour(at: &HtmlCanvasElement, token: &str) -> Option<String> {
    let style = at.style();
    style.set_property("color", &format!("var({token})")).ok()?;
    let resolved = leptos::prelude::window()
        .get_computed_style(at)
        .ok()??
        .get_property_value("color")
        .ok();
    let _ = style.remove_property("color");
    resolved
}

/// Draws one outcome at (0, `top`): colour and, where there is room, its pattern.
fn sprite(context: &CanvasRenderingContext2d, outcome: Outcome, colour: &str, top: f64, side: f64) {
    let gap = if side < 4.0 { 0.0 } else { (side / 8.0).round().max(1.0) };
    let (size, centre) = (side - gap, (side - gap) / 2.0);
    context.save();
    let _ = context.translate(0.0, top);
    context.begin_path();
    context.rect(0.0, 0.0, size, size);
    context.clip();
    context.set_fill_style_str(colour);
    context.set_stroke_style_str(colour);
    context.set_line_width((size / 8.0).max(1.0));
    let roomy = size >= 7.0;
    match outcome {
        Outcome::Excluded if size >= 4.0 => hatch(context, size),
        Outcome::Expired | Outcome::Cancelled if size >= 4.0 => {
            let inset = context.line_width() / 2.0;
            context.stroke_rect(inset, inset, size - 2.0 * inset, size - 2.0 * inset);
            if roomy && outcome == Outcome::Cancelled {
                line(context, &[(size * 0.25, size * 0.75), (size * 0.75, size * 0.25)]);
            }
        }
        _ => context.fill_rect(0.0, 0.0, size, size),
    }
    // What is cut out of the colour shows the ground, in light and dark alike.
    let _ = context.set_global_composite_operation("destination-out");
    context.set_global_alpha(1.0);
    match outcome {
        Outcome::Failed if roomy => {
            line(context, &[(size * 0.25, size * 0.25), (size * 0.75, size * 0.75)]);
            line(context, &[(size * 0.25, size * 0.75), (size * 0.75, size * 0.25)]);
        }
        Outcome::InDoubt if roomy => {
            context.set_font(&format!("700 {}px sans-serif", size * 0.9));
            context.set_text_align("center");
            context.set_text_baseline("middle");
            let _ = context.fill_text("?", centre, centre + size * 0.05);
        }
        Outcome::Held if roomy => {
            line(
                context,
                &[(centre, size * 0.2), (centre, centre), (size * 0.75, centre)],
            );
        }
        Outcome::HandedOver if roomy => line(context, &[(size * 0.25, centre), (size * 0.75, centre)]),
        Outcome::NoReceipt if roomy => {
            context.begin_path();
            let _ = context.arc(centre, centre, size * 0.18, 0.0, std::f64::consts::TAU);
            context.fill();
        }
        _ => {}
    }
    context.restore();
}

fn hatch(context: &CanvasRenderingContext2d, size: f64) {
    let pace = (size / 3.0).max(3.0);
    let mut start = -size;
    while start < size {
        line(context, &[(start, size), (start + size, 0.0)]);
        start += pace;
    }
}

fn line(context: &CanvasRenderingContext2d, points: &[(f64, f64)]) {
    context.begin_path();
    for (index, &(x, y)) in points.iter().enumerate() {
        if index == 0 {
            context.move_to(x, y);
        } else {
            context.line_to(x, y);
        }
    }
    context.stroke();
}

/// Paints the visible cells onto the canvas. `lit` fades all other outcomes.
pub fn paint(
    context: &CanvasRenderingContext2d,
    geometry: &Geometry,
    view: View,
    cells: &[u8],
    sprites: &Sprites,
    lit: Option<Outcome>,
) {
    let pixels = pixels(geometry, view, cells, sprites, lit);
    let image =
        ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels.as_flattened()), geometry.width, geometry.height);
    if let Ok(image) = image {
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}

/// Draws the ring around the cell under the cursor, whose corner is at `place`.
pub fn ring(context: &CanvasRenderingContext2d, canvas: &HtmlCanvasElement, place: (f64, f64), side: u32) {
    if let Some(ink) = colour(canvas, "--focus") {
        let side = f64::from(side).max(6.0);
        context.set_stroke_style_str(&ink);
        context.set_line_width(2.0);
        context.stroke_rect(place.0 - 1.0, place.1 - 1.0, side + 2.0, side + 2.0);
    }
}

/// The canvas's pixels, row by row.
fn pixels(geometry: &Geometry, view: View, cells: &[u8], sprites: &Sprites, lit: Option<Outcome>) -> Vec<Pixel> {
    let (width, height) = (geometry.width as usize, geometry.height as usize);
    let (side, columns) = (view.cell as usize, geometry.columns as usize);
    let (left, top) = (view.x.round() as usize, view.y.round() as usize);
    let mut pixels = vec![[0; 4]; width * height];
    let shown_columns = left / side..columns.min((left + width).div_ceil(side));
    for (y, line) in pixels.chunks_exact_mut(width).enumerate() {
        let (row, inner_y) = ((y + top) / side, (y + top) % side);
        for column in shown_columns.clone() {
            let Some(&cell) = cells.get(row * columns + column) else {
                break;
            };
            let faded = lit.is_some_and(|lit| lit as u8 != cell);
            let source = &sprites.of(cell, faded)[inner_y * side..(inner_y + 1) * side];
            let begins = column * side;
            let skipped = left.saturating_sub(begins);
            let target = begins.saturating_sub(left);
            let length = (side - skipped).min(width - target);
            line[target..target + length].copy_from_slice(&source[skipped..skipped + length]);
        }
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// Each outcome's sprite is filled with its number, faded ones with 100 more.
    fn flat(side: u32) -> Sprites {
        let fill = |value: u8| std::iter::repeat_n([value; 4], (side * side) as usize);
        let lit = (0..KINDS as u8).flat_map(fill);
        let faded = (0..KINDS as u8).flat_map(|kind| fill(kind + 100));
        Sprites {
            side,
            pixels: lit.chain(faded).collect(),
        }
    }

    #[test]
    fn every_cell_is_painted_where_a_click_finds_it() {
        let cells: Vec<u8> = (0..997u32).map(|n| (n % KINDS as u32) as u8).collect();
        let geometry = Geometry::new(cells.len() as u32, 203, 120, 18);
        for zoom in [1.0, 2.0, 5.0] {
            let view = geometry.zoom(geometry.whole(), zoom, 77.0, 31.0, 40);
            let painted = pixels(&geometry, view, &cells, &flat(view.cell), Some(Outcome::Delivered));
            for (index, pixel) in painted.iter().enumerate() {
                let (x, y) = (index as u32 % geometry.width, index as u32 / geometry.width);
                let rounded = View {
                    x: view.x.round(),
                    y: view.y.round(),
                    ..view
                };
                let expected = geometry.cell_at(rounded, f64::from(x), f64::from(y)).map_or(0, |cell| {
                    let kind = cells[cell as usize];
                    if kind == Outcome::Delivered as u8 {
                        kind
                    } else {
                        kind + 100
                    }
                });
                assert_eq!(pixel[0], expected, "at {x},{y}, zoom {zoom}");
            }
        }
    }
}
