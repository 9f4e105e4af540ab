//! Packs and receipts.

use crate::file::{Octets, Rest};
use crate::{helpers, tell, time};
use audit::check::{Options, Verdict, verify};
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read as _};
use std::rc::Rc;
use verifier::held;
use verifier::pieces::Pieces;
use verifier::report::{Report, keys};
use verifier::talk::{Failure, Terms, Told};
use wasm_bindgen::JsValue;
use web_sys::Blob;

/// Octets read at a time.
const AT_ONCE: usize = 8 << 20;

/// The longest first line that is read for its note, in octets.
const FIRST: usize = 1 << 20;

/// Checks a file, and tells how far it is. A long run pack is read by helpers.
pub async fn verdict(file: &Blob, terms: &Terms, number: &JsValue) -> Result<(Verdict, Report), Failure> {
    let of = file.size() as u64;
    let number = number.clone();
    let progress = move |done: u64| tell(&number, &Told::Progress { done, of });
    let options = options(terms)?;
    let pieces = Pieces::of(&Octets::of(file).map_err(|_| Failure::Form)?, &options);
    let Some(pieces) = pieces else {
        return Ok(checked_by(&mut rest(file, 0, progress)?, &options, terms));
    };
    let pieces = Rc::new(RefCell::new(pieces));
    helpers::read(file, &pieces, progress.clone()).await;
    // The helpers are gone, and nobody else has the pieces.
    let pieces = Rc::into_inner(pieces).ok_or(Failure::Worker)?.into_inner();
    let rest: &mut dyn BufRead = &mut rest(file, pieces.done(), progress)?;
    Ok(reported(pieces.finish(rest), &options, terms))
}

fn rest<'f>(file: &'f Blob, from: u64, told: impl FnMut(u64) + 'f) -> Result<impl BufRead + 'f, Failure> {
    let rest = Rest::of(file, from, told).map_err(|_| Failure::Form)?;
    Ok(BufReader::with_capacity(AT_ONCE, rest))
}

/// The signed note in a file's first line.
pub fn note(file: &Blob) -> Option<String> {
    let mut line = String::new();
    let mut first = rest(file, 0, |_| ()).ok()?.take(FIRST as u64);
    first.read_line(&mut line).ok()?;
    held::note(&line)
}

/// Checks what is read.
pub fn checked(mut octets: &[u8], terms: &Terms) -> Result<(Verdict, Report), Failure> {
    Ok(checked_by(&mut octets, &options(terms)?, terms))
}

/// Whatever is read: the program holds the checks once.
fn checked_by(reader: &mut dyn BufRead, options: &Options, terms: &Terms) -> (Verdict, Report) {
    reported(verify(reader, options), options, terms)
}

fn options(terms: &Terms) -> Result<Options, Failure> {
    Ok(Options {
        trusted: keys(&terms.keys)?,
    })
}

fn reported(verdict: Verdict, options: &Options, terms: &Terms) -> (Verdict, Report) {
    let report = Report::of(&verdict, !options.trusted.is_empty(), time::writer(&terms.zone));
    (verdict, report)
}
