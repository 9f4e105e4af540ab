//! Packs and receipts.

use crate::file::Pieces;
use crate::{tell, time};
use audit::check::{Options, verify};
use std::io::BufReader;
use verifier::receipt;
use verifier::report::{self, Report, keys};
use verifier::talk::{Checked, Failure, Terms, Told};
use wasm_bindgen::JsValue;
use web_sys::Blob;

/// Octets read at a time.
const PIECE: usize = 1 << 20;

/// Checks a file, and tells how far it is.
pub fn check(file: &Blob, terms: &Terms, number: &JsValue) -> Result<Told, Failure> {
    let of = file.size() as u64;
    let progress = |done: f64| tell(number, &Told::Progress { done: done as u64, of });
    let pieces = Pieces::new(file, progress).map_err(|_| Failure::Form)?;
    let reader = BufReader::with_capacity(PIECE, pieces);
    Ok(Told::Report(report::check(
        reader,
        keys(&terms.keys)?,
        time::writer(&terms.zone),
    )))
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
