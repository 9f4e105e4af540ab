//! Checks proof packs: what was proved, what was not, and the first entry that does not fit.
//!
//! Streams: memory holds a line and the edges of two trees, however many entries there are; of consents, the places of those that went by.

mod consent;
mod log;
mod outcome_words;
mod reason;
mod roll;
mod shared;
mod signing;
mod stretch;
mod verdict;
mod words;

pub use outcome_words::outcome_words;
pub use reason::{At, Fault, Reason};
pub use roll::OpenRun;
pub use stretch::Stretch;
pub use verdict::{NotShown, Proof, Shown, Verdict};
pub use words::Lang;

use crate::pack::header::Beginning;
use crate::pack::lines::{Lines, Trailer, Unreadable, canonical, is_trailer};
use crate::pack::{VERSION, consent as consent_pack, log as log_pack, receipt, run};
use crate::signed::KnownKey;
use serde::{Serialize, de::DeserializeOwned};
use std::io::BufRead;

/// What the one who checks knows beforehand.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The log's keys, from where the firm published them. Without any, the pack's own key is used, and the verdict says so.
    pub trusted: Vec<KnownKey>,
}

/// A part of the work.
pub type Job<'j> = Box<dyn FnOnce() + Send + 'j>;

/// Who shares the work on a long pack: this crate starts no threads.
#[derive(Debug, Clone, Copy)]
pub struct Helpers {
    /// Jobs that can be done at once.
    pub count: usize,
    /// Does all jobs, at once or in any order, and comes back when they are done.
    pub run: for<'j> fn(Vec<Job<'j>>),
}

/// Checks a pack of any kind.
pub fn verify(reader: impl BufRead, options: &Options) -> Verdict {
    verdict(check(&mut Lines::new(reader), options, OpenRun::read))
}

/// The same, with help.
pub fn verify_with(helpers: Helpers, reader: impl BufRead + Send, options: &Options) -> Verdict {
    let read = |run, lines: &mut _| shared::read(run, lines, helpers);
    verdict(check(&mut Lines::new(reader), options, read))
}

/// Checks the first line of a run pack, without its end, whose entries are read in stretches then; `None`: it is none of a run pack,
/// or not in order, and [`verify`] says why.
pub fn open_run(first: &[u8], options: &Options) -> Option<OpenRun> {
    match beginning(first) {
        Ok(kind) if kind == run::KIND => OpenRun::behind(&header(first).ok()?, options).ok(),
        _ => None,
    }
}

fn verdict(checked: Result<Proof, Stop>) -> Verdict {
    match checked {
        Ok(proof) => Verdict::Proved(Box::new(proof)),
        Err(Stop::Fault(fault)) => Verdict::Disproved(fault),
        Err(Stop::Unreadable(why)) => Verdict::Unreadable(why),
    }
}

/// Why checking ended early.
enum Stop {
    Fault(Fault),
    Unreadable(Unreadable),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Unreadable> for Stop {
    fn from(why: Unreadable) -> Self {
        Self::Unreadable(why)
    }
}

/// What kind of pack the first line begins.
fn beginning(first: &[u8]) -> Result<String, Unreadable> {
    let beginning: Beginning = serde_json::from_slice(first).map_err(|_| Unreadable::NotAPack)?;
    if ![run::KIND, receipt::KIND, consent_pack::KIND, log_pack::KIND].contains(&beginning.pack.as_str()) {
        return Err(Unreadable::NotAPack);
    }
    if beginning.version != VERSION {
        return Err(Unreadable::Version(beginning.version));
    }
    Ok(beginning.pack)
}

/// Checks a pack, of which `entries` reads those of a run.
fn check<R: BufRead>(
    lines: &mut Lines<R>,
    options: &Options,
    entries: impl FnOnce(OpenRun, &mut Lines<R>) -> Result<Proof, Stop>,
) -> Result<Proof, Stop> {
    let first = match lines.next() {
        Ok(first) => first.to_vec(),
        // Of a file that ends in its first line, nothing says that it was to be a pack.
        Err(Unreadable::Cut(0)) => return Err(Unreadable::NotAPack.into()),
        Err(why) => return Err(why.into()),
    };
    let proof = match beginning(&first)?.as_str() {
        run::KIND => entries(OpenRun::behind(&header(&first)?, options)?, lines)?,
        receipt::KIND => roll::receipt(&header(&first)?, lines, options)?,
        consent_pack::KIND => consent::check(&header(&first)?, lines, options)?,
        _ => log::check(&header(&first)?, lines, options)?,
    };
    lines.end()?;
    Ok(proof)
}

fn header<T: DeserializeOwned + Serialize>(line: &[u8]) -> Result<T, Unreadable> {
    canonical(line).ok_or(Unreadable::Line(1))
}

/// Reads the trailer from a line, which must count `entries`.
fn trailer(line: &[u8], number: u64, entries: u64) -> Result<(), Stop> {
    let trailer: Trailer = canonical(line).ok_or(Unreadable::Line(number))?;
    if trailer.end == entries {
        return Ok(());
    }
    let reason = Reason::Trailer {
        said: trailer.end,
        found: entries,
    };
    Err(reason.at(At::Whole).into())
}
