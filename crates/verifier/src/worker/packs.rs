//! Packs and receipts.

use crate::file::Pieces;
use crate::{tell, time};
use audit::check::{Options, Verdict, verify};
use std::io::{BufRead, BufReader, Read as _};
use verifier::held;
use verifier::report::{Report, keys};
use verifier::talk::{Failure, Terms, Told};
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
    checked(BufReader::with_capacity(PIECE, pieces), terms)
}

/// The signed note in a file's first line.
pub fn note(file: &Blob) -> Option<String> {
    let pieces = Pieces::new(file, |_| ()).ok()?;
    let mut line = String::new();
    let mut first = BufReader::new(pieces).take(FIRST as u64);
    first.read_line(&mut line).ok()?;
    held::note(&line)
}

/// Checks what is read.
pub fn checked(reader: impl BufRead, terms: &Terms) -> Result<(Verdict, Report), Failure> {
    let options = Options {
        trusted: keys(&terms.keys)?,
    };
    let verdict = verify(reader, &options);
    let report = Report::of(&verdict, !options.trusted.is_empty(), time::writer(&terms.zone));
    Ok((verdict, report))
}
