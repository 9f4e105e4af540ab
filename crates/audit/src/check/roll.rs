//! Run packs and receipts.

use super::signing::Log;
use super::{At, Fault, Helpers, Job, NotShown, Options, Proof, Reason, Shown, Stop, share, trailer};
use crate::check::reason::froze_fits;
use crate::hash::Hash;
use crate::leaf::Event;
use crate::pack::entry::EntryLine;
use crate::pack::header::EventProof;
use crate::pack::lines::{Ahead, Lines, Unreadable, is_trailer};
use crate::pack::scan::{parse_uuid, push_uuid};
use crate::pack::{ReceiptHeader, RunHeader};
use crate::roll::entry::{close_leaf, freeze_hash};
use crate::roll::trees::{Leaves, terminal};
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

/// Entries that are hashed together.
const TOGETHER: usize = 512;
/// Entries that are read at once where there are helpers, and shared out among them.
const SHARED: usize = 16 * TOGETHER;

/// A line with its number.
type Line<'a> = (u64, &'a [u8]);

/// Lines that follow one another, read and hashed by themselves.
struct Part<'a> {
    /// What they say, up to the first that is no entry's.
    entries: Vec<EntryLine<'a>>,
    /// The leaf that each makes.
    made: Vec<Hash>,
    leaves: Leaves,
    /// The first that is no entry's.
    other: Option<Line<'a>>,
}

impl<'a> Part<'a> {
    fn read(lines: &[Line<'a>], run: [u8; 16]) -> Self {
        let mut part = Part {
            entries: Vec::with_capacity(lines.len()),
            made: Vec::with_capacity(lines.len()),
            leaves: Leaves::default(),
            other: None,
        };
        let mut together = Messages::default();
        for lines in lines.chunks(TOGETHER) {
            let from = part.entries.len();
            part.entries
                .extend(lines.iter().map_while(|(_, line)| EntryLine::parse(line)));
            let entries = &part.entries[from..];
            part.made.extend(EntryLine::all_made(entries, run, &mut together));
            let outcomes: Vec<_> = entries.iter().map(|entry| (entry.leaf, entry.outcome)).collect();
            part.leaves.push(&outcomes, &mut together);
            if let Some(other) = lines.get(entries.len()) {
                part.other = Some(*other);
                break;
            }
        }
        part
    }

    /// The same of all these lines, in their order, shared out among the helpers.
    fn all(lines: &[Line<'a>], run: [u8; 16], helpers: Option<Helpers>) -> Vec<Self> {
        let count = helpers.map_or(1, |helpers| helpers.count.max(1));
        let size = lines.len().div_ceil(count).max(TOGETHER);
        // A part that was not read is missed as its entries are.
        let mut parts: Vec<Option<Self>> = lines.chunks(size).map(|_| None).collect();
        let jobs = parts.iter_mut().zip(lines.chunks(size)).map(|(part, lines)| {
            let job: Job<'_> = Box::new(move || *part = Some(Self::read(lines, run)));
            job
        });
        share(jobs.collect(), helpers);
        parts.into_iter().flatten().collect()
    }
}

/// What is known while the entries pass by.
struct Roll {
    trees: Trees,
    together: [Messages; 2],
    entries: u64,
    sealed: u64,
    left_out: u64,
    last: Option<[u8; 16]>,
}

impl Roll {
    /// Takes the next entries; the fault is that of the first that does not fit.
    fn part(&mut self, part: &Part<'_>) -> Result<(), Fault> {
        for (entry, made) in part.entries.iter().zip(&part.made) {
            let at = At::Entry(self.entries);
            self.entry(entry, *made).map_err(|reason| reason.at(at))?;
        }
        Ok(())
    }

    /// Takes the next parts, and puts their entries into the trees; `true`: the trailer was the last.
    fn parts(&mut self, parts: &[Part<'_>], helpers: Option<Helpers>) -> Result<bool, Stop> {
        for part in parts {
            self.part(part)?;
            match part.other {
                Some((number, line)) if is_trailer(line) => trailer(line, number, self.entries)?,
                Some((number, _)) => return Err(Unreadable::Line(number).into()),
                None => {}
            }
        }
        let leaves: Vec<&Leaves> = parts.iter().map(|part| &part.leaves).collect();
        share(self.trees.push_all(&leaves, &mut self.together).into(), helpers);
        Ok(parts.last().is_some_and(|part| part.other.is_some()))
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
pub(super) fn run(
    header: &RunHeader,
    lines: &mut Lines<impl BufRead>,
    options: &Options,
    helpers: Option<Helpers>,
) -> Result<Proof, Stop> {
    let log = Log::open(&header.signing, options)?;
    let run = Run::open(&log, &header.frozen, &header.closed)?;
    let mut roll = Roll {
        trees: Trees::new(),
        together: Default::default(),
        entries: 0,
        sealed: 0,
        left_out: 0,
        last: None,
    };
    let mut ahead = Ahead::default();
    let at_once = if helpers.is_some() { SHARED } else { TOGETHER };
    loop {
        let read = lines.ahead(&mut ahead, at_once);
        let numbered: Vec<_> = ahead.lines().collect();
        if roll.parts(&Part::all(&numbered, run.octets, helpers), helpers)? {
            break;
        }
        read?;
    }
    let fit = roll.trees.fit(&run.frozen, &run.closed);
    fit.map_err(|error| Reason::Fit(error).at(At::Whole))?;
    let sealed_out = run.frozen.excluded.checked_sub(roll.left_out);
    if sealed_out.is_none_or(|out| out > roll.sealed) {
        return Err(Reason::Excluded(roll.left_out).at(At::Whole).into());
    }
    let mut not_shown = log.not_shown;
    not_shown.extend([NotShown::Segment, NotShown::Carrier, NotShown::Phones, NotShown::Once]);
    not_shown.extend((roll.sealed > 0).then_some(NotShown::Sealed));
    Ok(Proof {
        shown: Shown::Run {
            run: run.id,
            frozen_at: run.frozen_at,
            closed_at: run.closed_at,
            counts: run.closed.counts,
            approved: run
                .frozen
                .approval
                .as_ref()
                .map(|approval| (approval.at, approval.by_another())),
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
    not_shown.extend([NotShown::Carrier, NotShown::Others, NotShown::Once]);
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
