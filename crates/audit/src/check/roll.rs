//! Run packs and receipts.

use super::signing::Log;
use super::stretch::{Line, Stretch, TOGETHER};
use super::{At, NotShown, Options, Proof, Reason, Shown, Stop, Verdict, trailer, verdict};
use crate::check::reason::froze_fits;
use crate::hash::Hash;
use crate::leaf::Event;
use crate::pack::entry::EntryLine;
use crate::pack::header::EventProof;
use crate::pack::lines::{Ahead, Lines, Unreadable, is_trailer};
use crate::pack::scan::{parse_uuid, push_uuid};
use crate::pack::{ReceiptHeader, RunHeader};
use crate::roll::entry::{close_leaf, freeze_hash};
use crate::roll::{Closed, FitError, Frozen, Which};
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
        octets: parse_uuid(frozen.subject.id.as_bytes())?,
        id: frozen.subject.id.clone(),
        frozen_at: frozen.at,
        closed_at: closed.at,
        frozen: Frozen::read(frozen).ok()?,
        closed: Closed::read(closed).ok()?,
    };
    Some(run)
}

/// A run pack of which the header was checked, and as many of its entries as were read so far.
pub struct OpenRun {
    log: Log,
    run: Run,
    roll: Stretch,
}

impl OpenRun {
    pub(super) fn behind(header: &RunHeader, options: &Options) -> Result<Self, Stop> {
        let log = Log::open(&header.signing, options)?;
        let run = Run::open(&log, &header.frozen, &header.closed)?;
        let roll = Stretch::at(0);
        Ok(Self { log, run, roll })
    }

    /// The run's UUID, by which [`Stretch::of`] reads its entries.
    pub const fn run(&self) -> [u8; 16] {
        self.run.octets
    }

    /// Takes the entries of a stretch; `false`: it does not go on where the last one ended, or its first customer stands before the
    /// last, and nothing is taken.
    pub fn join(&mut self, next: &Stretch) -> bool {
        self.roll.join(next)
    }

    /// Reads on from the line behind the entries that were taken, up to the end of the pack.
    pub fn finish(self, reader: impl BufRead) -> Verdict {
        // The header is a line, too.
        let mut lines = Lines::behind(reader, 1 + self.roll.entries());
        let proof = self.read(&mut lines);
        let ended = proof.and_then(|proof| {
            lines.end()?;
            Ok(proof)
        });
        verdict(ended)
    }

    /// Reads entries up to the trailer, and judges the whole.
    pub(super) fn read(mut self, lines: &mut Lines<impl BufRead>) -> Result<Proof, Stop> {
        let mut ahead = Ahead::default();
        loop {
            let read = lines.ahead(&mut ahead, TOGETHER);
            let numbered: Vec<_> = ahead.lines().collect();
            if self.take(&numbered, None)? {
                break self.judge();
            }
            read?;
        }
    }

    /// Takes the next lines, and what was found of them elsewhere; `true`: the trailer was the last.
    pub(super) fn take(&mut self, lines: &[Line<'_>], found: Option<&Stretch>) -> Result<bool, Stop> {
        if found.is_some_and(|stretch| self.roll.join(stretch)) {
            return Ok(false);
        }
        match self.roll.read_on(lines, self.run.octets)? {
            Some((number, line)) if is_trailer(line) => {
                trailer(line, number, self.roll.entries())?;
                Ok(true)
            }
            Some((number, _)) => Err(Unreadable::Line(number).into()),
            None => Ok(false),
        }
    }

    pub(super) fn judge(self) -> Result<Proof, Stop> {
        let Self { log, run, roll } = self;
        let fit = roll.trees.fit(&run.frozen, &run.closed);
        fit.map_err(|error| Reason::Fit(error).at(At::Whole))?;
        let sealed_out = run.frozen.excluded.checked_sub(roll.left_out);
        if sealed_out.is_none_or(|out| out > roll.sealed) {
            return Err(Reason::Excluded(roll.left_out).at(At::Whole).into());
        }
        let mut not_shown = log.not_shown;
        not_shown.extend([NotShown::Segment, NotShown::Carrier, NotShown::Phones, NotShown::Once]);
        not_shown.extend((roll.sealed > 0).then_some(NotShown::Sealed));
        let approval = run.frozen.approval.as_ref();
        Ok(Proof {
            shown: Shown::Run {
                run: run.id,
                frozen_at: run.frozen_at,
                closed_at: run.closed_at,
                counts: run.closed.counts,
                approved: approval.map(|approval| (approval.at, approval.by_another())),
                sealed: roll.sealed,
            },
            checkpoint: log.checkpoint,
            key: log.key,
            not_shown,
        })
    }
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
