//! Run packs and receipts.

use super::signing::Log;
use super::{At, Fault, NotShown, Options, Proof, Reason, Shown, Stop, trailer};
use crate::check::reason::froze_fits;
use crate::hash::Hash;
use crate::leaf::Event;
use crate::pack::entry::EntryLine;
use crate::pack::header::EventProof;
use crate::pack::lines::{Ahead, Lines, Unreadable, is_trailer};
use crate::pack::scan::{parse_uuid, push_uuid};
use crate::pack::{ReceiptHeader, RunHeader};
use crate::roll::entry::{close_leaf, freeze_hash};
use crate::roll::trees::terminal;
use crate::roll::{Closed, FitError, Frozen, Kind, Trees, Which};
use crate::sha::Messages;
use crate::verify::verify_inclusion;
use std::io::BufRead;

/// The two events of a run, both in the log.
struct Run {
    id: String,
    octets: [u8; 16],
    frozen_at: i64,
    closed_at: i64,
    frozen: Frozen,
    closed: Closed,
}

impl Run {
    fn open(log: &Log, frozen: &EventProof, closed: &EventProof) -> Result<Self, Stop> {
        let (first, second) = (log.event(frozen, At::Header)?, log.event(closed, At::Header)?);
        let same = first.subject == second.subject && frozen.index < closed.index;
        if !same {
            return Err(Reason::TwoRuns.at(At::Header).into());
        }
        read(&first, &second).ok_or_else(|| Reason::Event.at(At::Header).into())
    }
}

fn read(frozen: &Event, closed: &Event) -> Option<Run> {
    let run = Run {
        octets: parse_uuid(&frozen.subject.id)?,
        id: frozen.subject.id.clone(),
        frozen_at: frozen.at,
        closed_at: closed.at,
        frozen: Frozen::read(frozen).ok()?,
        closed: Closed::read(closed).ok()?,
    };
    Some(run)
}

/// Entries that are read and hashed together.
const AT_ONCE: usize = 512;

/// What is known while the entries pass by.
struct Roll {
    run: [u8; 16],
    trees: Trees,
    together: Messages,
    entries: u64,
    sealed: u64,
    left_out: u64,
    last: Option<[u8; 16]>,
}

impl Roll {
    /// Takes the next entries; the fault is that of the first that does not fit.
    fn entries(&mut self, lines: &[EntryLine<'_>]) -> Result<(), Fault> {
        let made = EntryLine::all_made(lines, self.run, &mut self.together);
        for (entry, made) in lines.iter().zip(made) {
            let at = At::Entry(self.entries);
            self.entry(entry, made).map_err(|reason| reason.at(at))?;
        }
        let entries: Vec<_> = lines.iter().map(|entry| (entry.leaf, entry.outcome)).collect();
        let pushed = self.trees.push_all(&entries, &mut self.together);
        pushed.map_err(|error| Reason::Fit(error).at(At::Whole))
    }

    /// Whether the next entry fits, of which what is shown makes the leaf `made`.
    fn entry(&mut self, entry: &EntryLine<'_>, made: Hash) -> Result<(), Reason> {
        let (expected, found) = (self.entries, u64::from(entry.place));
        if expected != found {
            return Err(Reason::Place { expected, found });
        }
        if made != entry.leaf {
            return Err(Reason::Leaf);
        }
        match &entry.shown {
            Some(shown) => {
                // The order of a roll is that of its customers' ids, so nobody can stand on it twice.
                if self.last.is_some_and(|last| last >= shown.customer) {
                    return Err(Reason::Customer);
                }
                self.last = Some(shown.customer);
                froze_fits(shown.froze, entry.outcome)?;
                self.left_out += u64::from(shown.froze.kind() == Kind::Excluded);
            }
            None => self.sealed += 1,
        }
        terminal(&entry.outcome)?;
        self.entries += 1;
        Ok(())
    }
}

/// Checks a run pack behind its header.
pub(super) fn run(header: &RunHeader, lines: &mut Lines<impl BufRead>, options: &Options) -> Result<Proof, Stop> {
    let log = Log::open(&header.signing, options)?;
    let run = Run::open(&log, &header.frozen, &header.closed)?;
    let mut roll = Roll {
        run: run.octets,
        trees: Trees::new(),
        together: Messages::default(),
        entries: 0,
        sealed: 0,
        left_out: 0,
        last: None,
    };
    let mut ahead = Ahead::default();
    loop {
        let read = lines.ahead(&mut ahead, AT_ONCE);
        let mut entries = Vec::with_capacity(AT_ONCE);
        let mut other = None;
        for (number, line) in ahead.lines() {
            match EntryLine::parse(line) {
                Some(entry) => entries.push(entry),
                None => {
                    other = Some((number, line));
                    break;
                }
            }
        }
        roll.entries(&entries)?;
        match other {
            Some((number, line)) if is_trailer(line) => {
                trailer(line, number, roll.entries)?;
                break;
            }
            Some((number, _)) => return Err(Unreadable::Line(number).into()),
            None => read?,
        }
    }
    let fit = roll.trees.fit(&run.frozen, &run.closed);
    fit.map_err(|error| Reason::Fit(error).at(At::Whole))?;
    let sealed_out = run.frozen.excluded.checked_sub(roll.left_out);
    if sealed_out.is_none_or(|out| out > roll.sealed) {
        return Err(Reason::Excluded(roll.left_out).at(At::Whole).into());
    }
    let mut not_shown = log.not_shown;
    not_shown.extend([NotShown::Segment, NotShown::Carrier, NotShown::Phones]);
    not_shown.extend((roll.sealed > 0).then_some(NotShown::Sealed));
    Ok(Proof {
        shown: Shown::Run {
            run: run.id,
            frozen_at: run.frozen_at,
            closed_at: run.closed_at,
            counts: run.closed.counts,
            sealed: roll.sealed,
        },
        checkpoint: log.checkpoint,
        key: log.key,
        not_shown,
    })
}

/// Checks a receipt behind its header.
pub(super) fn receipt(
    header: &ReceiptHeader,
    lines: &mut Lines<impl BufRead>,
    options: &Options,
) -> Result<Proof, Stop> {
    let log = Log::open(&header.signing, options)?;
    let run = Run::open(&log, &header.frozen, &header.closed)?;
    let line = lines.next()?.to_vec();
    let entry = EntryLine::parse(&line).ok_or(Unreadable::Line(2))?;
    let place = u64::from(entry.place);
    on_roll(&entry, header, &run).map_err(|reason| reason.at(At::Entry(place)))?;
    trailer(lines.next()?, 3, 1)?;
    let mut not_shown = log.not_shown;
    not_shown.extend([NotShown::Carrier, NotShown::Others]);
    not_shown.extend(entry.shown.is_none().then_some(NotShown::Sealed));
    Ok(Proof {
        shown: Shown::Receipt {
            run: run.id,
            frozen_at: run.frozen_at,
            closed_at: run.closed_at,
            place: entry.place,
            audience: run.frozen.audience,
            outcome: entry.outcome.to_string(),
            customer: entry.shown.as_ref().map(|shown| uuid_text(&shown.customer)),
        },
        checkpoint: log.checkpoint,
        key: log.key,
        not_shown,
    })
}

fn on_roll(entry: &EntryLine<'_>, header: &ReceiptHeader, run: &Run) -> Result<(), Reason> {
    if entry.made(run.octets, &mut Vec::new()) != entry.leaf {
        return Err(Reason::Leaf);
    }
    if !entry.outcome.kind().is_terminal() {
        return Err(FitError::NotTerminal(entry.outcome.kind()).into());
    }
    if let Some(shown) = &entry.shown {
        froze_fits(shown.froze, entry.outcome)?;
    }
    if run.frozen.audience != run.closed.audience {
        let (said, found) = (run.closed.audience, run.frozen.audience);
        let which = Which::Closed;
        return Err(FitError::Audience { which, said, found }.into());
    }
    if run.frozen.freeze_root != run.closed.freeze_root {
        return Err(FitError::Root(Which::Frozen).into());
    }
    let size = run.frozen.audience;
    let stands = |leaf: Hash, proof: &[Hash], root: &Hash, which| {
        verify_inclusion(&leaf, u64::from(entry.place), size, proof, root).map_err(|_| Reason::EntryProof(which))
    };
    let frozen = freeze_hash(&entry.leaf);
    stands(frozen, &header.freeze_proof, &run.frozen.freeze_root, Which::Frozen)?;
    let closed = close_leaf(&entry.leaf, &entry.outcome);
    stands(closed, &header.close_proof, &run.closed.close_root, Which::Closed)
}

fn uuid_text(octets: &[u8; 16]) -> String {
    let mut text = Vec::new();
    push_uuid(&mut text, octets);
    String::from_utf8(text).unwrap_or_default()
}
