//! Packs and receipts.

use crate::file::Pieces;
use crate::{tell, time};
use audit::check::{Options, Verdict, verify};
use std::io::{BufRead as _, BufReader, Read as _};
use verifier::report::{Report, keys};
use verifier::talk::{Checked, Failure, Terms, Told};
use verifier::{held, receipt};
use wasm_bindgen::JsValue;
use web_sys::Blob;

/// Octets read at a time.
const PIECE: usize = 1 << 20;

/// The longest first line that is read for its note, in octets.
const FIRST: usize = 1 << 20;

/// Checks a file, and tells how far it is.
pub fn verdict(file: &Blob, terms: &Terms, number: &JsValue) -> Result<(Verdict, Report), Failure> {
    let of = file.size() as u64;
    let progress = |done: f64| tell(number, &Told::Progress { done: done as u64, of });
    let pieces = Pieces::new(file, progress).map_err(|_| Failure::Form)?;
    let reader = BufReader::with_capacity(PIECE, pieces);
    let options = Options {
        trusted: keys(&terms.keys)?,
    };
    let verdict = verify(reader, &options);
    let report = Report::of(&verdict, !options.trusted.is_empty(), time::writer(&terms.zone));
    Ok((verdict, report))
}

/// The signed note in a file's first line.
pub fn note(file: &Blob) -> Option<String> {
    let pieces = Pieces::new(file, |_| ()).ok()?;
    let mut line = String::new();
    let mut first = BufReader::new(pieces).take(FIRST as u64);
    first.read_line(&mut line).ok()?;
    held::note(&line)
}

/// Checks a receipt, and takes from it what stands on its page.
pub fn receipt(file: &str, terms: &Terms) -> Result<Told, Failure> {
    let options = Options {
        trusted: keys(&terms.keys)?,
    };
    let verdict = verify(file.as_bytes(), &options);
    Ok(Told::Receipt(Checked {
        report: Report::of(&verdict, !options.trusted.is_empty(), time::writer(&terms.zone)),
        receipt: receipt::page(file, &verdict),
    }))
}
