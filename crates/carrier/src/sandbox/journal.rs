//! What the sandbox remembers: one line a message taken, one a receipt acknowledged.
//!
//! Of a message it remembers what becomes of it, and not whose it is: a customer who is erased must not stay here.
//!
//! The file is written through at each hand-over, so that it outlives a killed process, as an outside carrier would. It is
//! not synced: no message of value is in it. It does not grow for ever: [`Journal::forget`] writes it anew without what is
//! old and done with.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use domain::time::Millis;

use super::fate::{Fate, Lot, Shares, Way};
use crate::contract::Key;

/// Where it is written.
#[derive(Debug)]
pub(super) struct Journal {
    text: String,
    file: Option<(File, PathBuf)>,
    shares: Option<Shares>,
    /// How many lines it has, since it was opened or written anew.
    lines: u64,
    /// Whether lines of an older form name phones.
    names_phones: bool,
}

/// One line.
pub(super) enum Line {
    Taken {
        number: u64,
        at: Millis,
        key: Key,
        fate: Fate,
        shares: Shares,
    },
    Acknowledged(Millis, u64),
    /// Messages before this number may have been forgotten.
    Forgotten(u64),
}

impl Journal {
    pub fn memory() -> Journal {
        Journal {
            text: String::new(),
            file: None,
            shares: None,
            lines: 0,
            names_phones: false,
        }
    }

    pub fn open(path: &Path) -> io::Result<Journal> {
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        // A line cut off by a crash must not swallow the next one.
        file.write_all(b"\n")?;
        Ok(Journal {
            text: String::new(),
            file: Some((file, path.to_owned())),
            shares: None,
            lines: 0,
            names_phones: false,
        })
    }

    pub fn taken(&mut self, number: u64, at: Millis, key: Key, fate: &Fate, shares: &Shares) {
        if self.shares != Some(*shares) {
            self.shares = Some(*shares);
            let s = shares;
            self.line(format_args!(
                "S {} {} {} {} {} {} {} {} {} {}",
                s.seed,
                s.refused,
                s.failed,
                s.silent,
                s.twice,
                s.late,
                s.throttled,
                s.dropped,
                s.receipt_ms,
                u8::from(s.lookups)
            ));
        }
        let lot = match (fate.way, fate.lot) {
            (Way::TakenUnheard { silent: true }, _) => Lot::Silent,
            (_, lot) => lot,
        };
        let letter = LOTS
            .into_iter()
            .find(|(_, of)| *of == lot)
            .map_or(' ', |(letter, _)| letter);
        self.line(format_args!(
            "M {number} {at} {} {} {letter} {} {}",
            key.entry, key.attempt, fate.delay, fate.why
        ));
    }

    pub fn acknowledged(&mut self, at: Millis, token: u64) {
        self.line(format_args!("A {at} {token}"));
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        self.lines += 1;
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    /// Whether what was replayed names phones: then it is to be written anew.
    pub fn names_phones(&self) -> bool {
        self.names_phones
    }

    /// How many lines it has.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Writes the journal anew: with the messages from number `from` on, and those before it that `keep` names. Everything
    /// must have been written through before.
    pub fn forget(&mut self, from: u64, keep: impl Fn(u64) -> bool) -> io::Result<()> {
        let mut kept = Journal::memory();
        kept.line(format_args!("F {from}"));
        let keep = |number: u64| number >= from || keep(number);
        self.replay(|line| match line {
            Line::Taken {
                number,
                at,
                key,
                fate,
                shares,
            } if keep(number) => kept.taken(number, at, key, &fate, &shares),
            Line::Acknowledged(at, token) if keep(token / 2) => kept.acknowledged(at, token),
            _ => {}
        });
        if let Some((_, path)) = &self.file {
            let next = path.with_extension("next");
            std::fs::write(&next, &kept.text)?;
            std::fs::rename(&next, path)?;
            let file = OpenOptions::new().append(true).open(path)?;
            kept.text.clear();
            kept.file = Some((file, path.clone()));
        }
        *self = kept;
        Ok(())
    }

    /// Writes through what was added.
    pub fn flush(&mut self) -> io::Result<()> {
        let Some((file, _)) = &mut self.file else {
            return Ok(());
        };
        file.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }

    /// Reads all lines, oldest first. Lines that cannot be read are left out.
    pub fn replay(&mut self, mut each: impl FnMut(Line)) {
        let mut shares = Shares::default();
        let (mut lines, mut phones) = (0, false);
        let mut read = |line: &str| {
            lines += 1;
            phones |= line.starts_with("T ");
            if let Some(changed) = line.strip_prefix("S ") {
                shares = read_shares(changed).unwrap_or(shares);
            } else if let Some(line) = read_line(line, shares) {
                each(line);
            }
        };
        match &self.file {
            None => self.text.lines().for_each(read),
            Some((_, path)) => {
                let Ok(file) = File::open(path) else { return };
                let mut reader = BufReader::with_capacity(1 << 16, file);
                let mut line = String::new();
                while matches!(reader.read_line(&mut line), Ok(1..)) {
                    if line.ends_with('\n') {
                        read(line.trim_end());
                    }
                    line.clear();
                }
            }
        }
        self.lines = lines;
        self.names_phones = phones;
    }
}

/// What a message comes to, as the journal writes it.
const LOTS: [(char, Lot); 5] = [
    ('d', Lot::Delivered),
    ('f', Lot::Failed),
    ('s', Lot::Silent),
    ('t', Lot::Twice),
    ('l', Lot::Late),
];

fn read_shares(line: &str) -> Option<Shares> {
    let mut numbers = line.split(' ').map(|word| word.parse::<u64>().ok());
    let mut next = || numbers.next().flatten();
    Some(Shares {
        seed: next()?,
        refused: next()? as u16,
        failed: next()? as u16,
        silent: next()? as u16,
        twice: next()? as u16,
        late: next()? as u16,
        throttled: next()? as u16,
        dropped: next()? as u16,
        receipt_ms: next()? as u32,
        lookups: next()? == 1,
    })
}

fn read_line(line: &str, shares: Shares) -> Option<Line> {
    let mut words = line.split(' ');
    match words.next()? {
        form @ ("M" | "T") => {
            let (number, at) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            let key = Key {
                entry: words.next()?.parse().ok()?,
                attempt: words.next()?.parse().ok()?,
            };
            let fate = if form == "T" {
                Fate::of(&shares, words.next()?, key)
            } else {
                let letter: char = words.next()?.parse().ok()?;
                let (_, lot) = LOTS.into_iter().find(|(known, _)| *known == letter)?;
                Fate {
                    way: Way::Taken,
                    lot,
                    delay: words.next()?.parse().ok()?,
                    why: words.next()?.parse().ok()?,
                }
            };
            Some(Line::Taken {
                number,
                at,
                key,
                fate,
                shares,
            })
        }
        "A" => Some(Line::Acknowledged(
            words.next()?.parse().ok()?,
            words.next()?.parse().ok()?,
        )),
        "F" => Some(Line::Forgotten(words.next()?.parse().ok()?)),
        _ => None,
    }
}
