//! A run pack checked piece by piece, several at once, with the verdict that it has line by line.
//!
//! A piece is a range of octets, and has the lines that begin in it. Whoever reads one tells what is known of its entries. Where a
//! piece does not fit, or could not be read, the pack is read line by line from there on.

use audit::check::{OpenRun, Options, Stretch, Verdict, open_run};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{BufRead, Result};

/// Octets of a piece.
const PIECE: u64 = 8 << 20;
/// The longest line that is read, in octets.
const LONGEST: u64 = 1 << 20;
/// Octets read at once for the end of a piece's last line.
const MORE: u64 = 1 << 12;

/// A file that can be read from anywhere.
pub trait File {
    /// Its octets.
    fn size(&self) -> u64;

    /// The octets from `from` up to `to`, fewer where it ends before.
    ///
    /// # Errors
    /// It can't be read.
    fn read(&self, from: u64, to: u64) -> Result<Vec<u8>>;
}

/// A piece to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The run's UUID.
    run: [u8; 16],
    /// Its first octet; never the file's first.
    from: u64,
    /// Behind its last.
    to: u64,
}

/// What was read of a piece.
#[derive(Debug, Serialize, Deserialize)]
pub struct Read {
    stretch: Stretch,
    /// Behind the last line that began in the piece.
    to: u64,
}

impl Piece {
    /// Reads it; `None`: it can't be read, or an entry does not fit, or what stands there is no entry's.
    pub fn read(&self, file: &impl File) -> Option<Read> {
        let mut text = file.read(self.from.checked_sub(1)?, self.to).ok()?;
        let first = 1 + text.iter().position(|octet| *octet == b'\n')?;
        let mut to = self.to;
        while text.last() != Some(&b'\n') {
            let mut more = file.read(to, to + MORE).ok()?;
            if let Some(end) = more.iter().position(|octet| *octet == b'\n') {
                more.truncate(end + 1);
            }
            to += more.len() as u64;
            if more.is_empty() || to - self.to > LONGEST {
                return None;
            }
            text.append(&mut more);
        }
        let stretch = Stretch::of(&text[first..], self.run)?;
        Some(Read { stretch, to })
    }
}

/// A run pack whose pieces are handed out.
pub struct Pieces {
    pack: OpenRun,
    size: u64,
    piece: u64,
    /// The first octet that was not handed out.
    next: u64,
    /// The first octet of the lines that were not joined.
    joined: u64,
    /// What was read before that which comes before it, by the piece's first octet.
    waiting: BTreeMap<u64, Read>,
    /// The first octet of the next piece to be joined.
    due: u64,
    /// A piece came to nothing, or did not join.
    stopped: bool,
}

impl Pieces {
    /// Of a long run pack whose first line is in order; `None`: the file is to be checked line by line.
    pub fn of(file: &impl File, options: &Options) -> Option<Self> {
        Self::sized(file, options, PIECE)
    }

    fn sized(file: &impl File, options: &Options, piece: u64) -> Option<Self> {
        if file.size() <= 2 * piece {
            return None;
        }
        let mut first = file.read(0, LONGEST).ok()?;
        first.truncate(first.iter().position(|octet| *octet == b'\n')?);
        let begin = first.len() as u64 + 1;
        Some(Self {
            pack: open_run(&first, options)?,
            size: file.size(),
            piece,
            next: begin,
            joined: begin,
            waiting: BTreeMap::new(),
            due: begin,
            stopped: false,
        })
    }

    /// The next piece to be read; `None`: the rest is to be read line by line.
    pub fn hand_out(&mut self) -> Option<Piece> {
        let (from, to) = (self.next, self.next + self.piece);
        // The last piece ends with the line that is no entry's.
        if self.stopped || to >= self.size {
            return None;
        }
        self.next = to;
        let run = self.pack.run();
        Some(Piece { run, from, to })
    }

    /// Takes what came of a piece.
    pub fn take(&mut self, piece: Piece, read: Option<Read>) {
        match read {
            Some(read) => {
                self.waiting.insert(piece.from, read);
            }
            None => self.stopped = true,
        }
        while let Some(read) = self.waiting.remove(&self.due) {
            if !self.pack.join(&read.stretch) {
                self.stopped = true;
                break;
            }
            self.due += self.piece;
            self.joined = read.to;
        }
    }

    /// How many octets are done with.
    pub const fn done(&self) -> u64 {
        self.joined
    }

    /// Reads the rest line by line, by a reader that begins behind what is [`Pieces::done`].
    pub fn finish(self, rest: impl BufRead) -> Verdict {
        self.pack.finish(rest)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use audit::check::verify;
    use proptest::prelude::*;

    struct Octets(Vec<u8>);

    impl File for Octets {
        fn size(&self) -> u64 {
            self.0.len() as u64
        }

        fn read(&self, from: u64, to: u64) -> Result<Vec<u8>> {
            let place = |at: u64| (at as usize).min(self.0.len());
            Ok(self.0[place(from)..place(to)].to_vec())
        }
    }

    fn vectors() -> Vec<Vec<u8>> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../audit/vectors/");
        let names = [
            "run-full.jsonl",
            "run-masked.jsonl",
            "run-absent.jsonl",
            "run-sealed.jsonl",
        ];
        names
            .map(|name| std::fs::read(format!("{folder}{name}")).unwrap())
            .to_vec()
    }

    /// The verdict by pieces that come in the order `shuffled` says, and how many octets were joined; `None` if it is read line by line.
    fn by_pieces(file: &Octets, size: u64, shuffled: &[usize]) -> Option<(Verdict, u64)> {
        let mut pieces = Pieces::sized(file, &Options::default(), size)?;
        let mut under_way: Vec<Piece> = Vec::new();
        for at in shuffled.iter().cycle() {
            let next = if under_way.len() < 4 { pieces.hand_out() } else { None };
            under_way.extend(next);
            if under_way.is_empty() {
                break;
            }
            if at % 3 > 0 || next.is_none() {
                let piece = under_way.remove(at % under_way.len());
                pieces.take(piece, piece.read(file));
            }
        }
        let joined = pieces.done();
        let verdict = pieces.finish(&file.0[joined as usize..]);
        Some((verdict, joined))
    }

    #[test]
    fn pieces_of_any_size_prove_what_the_lines_prove() {
        for pack in vectors() {
            let begin = 1 + pack.iter().position(|octet| *octet == b'\n').unwrap() as u64;
            let whole = verify(pack.as_slice(), &Options::default());
            assert_eq!(whole.status(), 0, "{whole:?}");
            let file = Octets(pack);
            // A piece in which no line begins is none.
            for size in [700, 701, 799, 1024, 1500] {
                let (verdict, joined) = by_pieces(&file, size, &[1, 2, 4]).unwrap();
                assert_eq!(verdict, whole);
                assert!(joined > begin, "{size}: nothing was joined");
            }
            assert!(
                Pieces::of(&file, &Options::default()).is_none(),
                "a short one is read at once"
            );
        }
    }

    proptest! {
        #[test]
        fn what_does_not_fit_is_found_as_line_by_line(
            which in 0_usize..4,
            size in 100_u64..2000,
            shuffled in prop::collection::vec(0_usize..100, 1..20),
            change in 0_usize..6,
            at in 0_usize..10_000,
            other in 0_usize..10_000,
        ) {
            let mut pack = vectors().swap_remove(which);
            let mut lines: Vec<Vec<u8>> = pack.split_inclusive(|octet| *octet == b'\n').map(<[u8]>::to_vec).collect();
            let (line, another) = (1 + at % (lines.len() - 1), 1 + other % (lines.len() - 1));
            match change {
                0 => {}
                1 => {
                    let from = lines[0].len();
                    let octet = from + at % (pack.len() - from);
                    pack[octet] ^= 1 << (other % 8);
                }
                2 => pack.truncate(at % pack.len()),
                3 => {
                    lines.remove(line);
                    pack = lines.concat();
                }
                4 => {
                    lines.swap(line, another);
                    pack = lines.concat();
                }
                _ => {
                    let again = lines[line].clone();
                    lines.insert(another, again);
                    pack = lines.concat();
                }
            }
            let whole = verify(pack.as_slice(), &Options::default());
            if let Some((verdict, _)) = by_pieces(&Octets(pack), size, &shuffled) {
                prop_assert_eq!(verdict, whole);
            }
        }
    }
}
