//! Entries of a run pack that follow one another, checked by themselves wherever they were read, and joined in their order.

use super::{At, Fault, Reason};
use crate::check::reason::froze_fits;
use crate::hash::Hash;
use crate::pack::entry::EntryLine;
use crate::roll::trees::terminal;
use crate::roll::{Kind, Trees};
use crate::sha::Messages;
use serde::{Deserialize, Serialize};

/// Entries that are hashed together.
pub(super) const TOGETHER: usize = 512;

/// A line with its number.
pub(super) type Line<'a> = (u64, &'a [u8]);

/// Entries that follow one another on a roll and fit one another: what is known of them, about 80 hashes, however many they are.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stretch {
    /// The place of the next entry.
    next: u64,
    pub(super) trees: Trees,
    pub(super) sealed: u64,
    pub(super) left_out: u64,
    /// The first and the last customer that are shown.
    customers: Option<([u8; 16], [u8; 16])>,
}

impl Stretch {
    /// No entries yet, the next of which has the place `from`.
    pub(super) fn at(from: u64) -> Self {
        Self {
            next: from,
            trees: Trees::at(from),
            sealed: 0,
            left_out: 0,
            customers: None,
        }
    }

    /// The entries of a run in these lines of its pack, each with its end; `None`: there are none, a line is
    /// no entry's, or one does not fit.
    pub fn of(mut lines: &[u8], run: [u8; 16]) -> Option<Self> {
        let mut together = Messages::default();
        let mut stretch = None;
        while !lines.is_empty() {
            // Nobody looks for the ends of lines beforehand: an entry that is in form has none within it.
            let entries: Vec<_> = std::iter::from_fn(|| EntryLine::first(&mut lines))
                .take(TOGETHER)
                .collect();
            let first = u64::from(entries.first()?.place);
            let stretch = stretch.get_or_insert_with(|| Self::at(first));
            stretch.take(&entries, run, &mut together).ok()?;
        }
        stretch
    }

    pub(super) fn read(lines: &[Line<'_>], run: [u8; 16]) -> Option<Self> {
        let (_, first) = lines.first()?;
        let mut stretch = Self::at(u64::from(EntryLine::parse(first)?.place));
        let other = stretch.read_on(lines, run).ok()?;
        other.is_none().then_some(stretch)
    }

    /// How many entries of the roll are known when this is joined to what comes before.
    pub(super) const fn entries(&self) -> u64 {
        self.next
    }

    /// Reads the next entries, up to the first line that is no entry's, and gives that one. The fault is that of the first that does
    /// not fit.
    pub(super) fn read_on<'l>(&mut self, lines: &[Line<'l>], run: [u8; 16]) -> Result<Option<Line<'l>>, Fault> {
        let mut together = Messages::default();
        for lines in lines.chunks(TOGETHER) {
            let entries: Vec<_> = lines.iter().map_while(|(_, line)| EntryLine::parse(line)).collect();
            self.take(&entries, run, &mut together)?;
            if let Some(other) = lines.get(entries.len()) {
                return Ok(Some(*other));
            }
        }
        Ok(None)
    }

    /// Takes the next entries, hashed together. The fault is that of the first that does not fit.
    fn take(&mut self, entries: &[EntryLine<'_>], run: [u8; 16], together: &mut Messages) -> Result<(), Fault> {
        let made = EntryLine::all_made(entries, run, together);
        for (entry, made) in entries.iter().zip(made) {
            let at = At::Entry(self.next);
            self.entry(entry, made).map_err(|reason| reason.at(at))?;
        }
        let outcomes: Vec<_> = entries.iter().map(|entry| (entry.leaf, entry.outcome)).collect();
        self.trees.push_all(&outcomes, together);
        Ok(())
    }

    /// Whether the next entry fits, of which what is shown makes the leaf `made`.
    fn entry(&mut self, entry: &EntryLine<'_>, made: Hash) -> Result<(), Reason> {
        let found = u64::from(entry.place);
        if found != self.next {
            return Err(Reason::Place {
                expected: self.next + 1,
                found: found + 1,
            });
        }
        if made != entry.leaf {
            return Err(Reason::Leaf);
        }
        match &entry.shown {
            Some(shown) => {
                self.customer(shown.customer, shown.customer)?;
                froze_fits(shown.froze, entry.outcome)?;
                self.left_out += u64::from(shown.froze.kind() == Kind::Excluded);
            }
            None => self.sealed += 1,
        }
        terminal(&entry.outcome)?;
        self.next += 1;
        Ok(())
    }

    /// Takes the next customers. The order of a roll is that of its customers' ids, so nobody can stand on it twice.
    fn customer(&mut self, first: [u8; 16], last: [u8; 16]) -> Result<(), Reason> {
        let from = match self.customers {
            Some((_, before)) if before >= first => return Err(Reason::Customer),
            Some((from, _)) => from,
            None => first,
        };
        self.customers = Some((from, last));
        Ok(())
    }

    /// Takes the entries of the next stretch; `false`: it does not go on where this ends, and nothing is taken.
    pub(super) fn join(&mut self, next: &Self) -> bool {
        let joins = self.trees.meet(&next.trees)
            && next
                .customers
                .is_none_or(|(first, last)| self.customer(first, last).is_ok());
        if joins {
            self.trees.join(&next.trees);
            self.next = next.next;
            self.sealed += next.sealed;
            self.left_out += next.left_out;
        }
        joins
    }
}
