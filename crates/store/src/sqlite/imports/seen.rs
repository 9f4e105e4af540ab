//! What earlier rows of the file named: eight bytes each, so that a million rows cost some tens of megabytes.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use uuid::Uuid;

/// The 64-bit hashes are spread already.
#[derive(Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A set of texts, by hash. Among a million, the chance that two are taken for one is one in thirty million.
#[derive(Default)]
pub(super) struct Seen {
    hashes: HashSet<u64, BuildHasherDefault<Same>>,
    /// Room to make for the first: a table that grows is copied again and again, and for a moment is there twice.
    room: usize,
}

impl Seen {
    fn with_room(room: usize) -> Seen {
        Seen {
            room,
            ..Seen::default()
        }
    }

    /// Adds the text of a kind; false if it was there.
    pub(super) fn add(&mut self, kind: u8, text: &[u8]) -> bool {
        if self.hashes.is_empty() {
            self.hashes.reserve(self.room);
        }
        self.hashes.insert(hash(kind, text))
    }

    /// Whether the text of a kind was there.
    pub(super) fn has(&self, kind: u8, text: &[u8]) -> bool {
        // Most files leave most sets empty: not even the hash is made.
        !self.hashes.is_empty() && self.hashes.contains(&hash(kind, text))
    }
}

/// Whom earlier rows of a customers' file named, and by what.
pub(super) struct Named {
    numbers: Seen,
    /// Phones of rows with a number, and of rows without one.
    phones: Seen,
    alone: Seen,
    customers: Seen,
}

impl Named {
    /// Room for a number and a phone of so many rows.
    pub(super) fn with_room(rows: usize) -> Named {
        Named {
            numbers: Seen::with_room(rows),
            phones: Seen::with_room(rows),
            alone: Seen::default(),
            customers: Seen::default(),
        }
    }

    /// Whether an earlier row of the file named the same customer: by number; without one, by phone; and a phone that
    /// stood alone on an earlier row is the same person's when it comes again with a number.
    pub(super) fn repeated(&mut self, number: Option<&str>, key: Option<&str>) -> bool {
        let key = key.map(str::as_bytes);
        match (number, key) {
            (Some(number), key) => {
                if key.is_some_and(|key| self.alone.has(0, key)) || !self.numbers.add(0, number.as_bytes()) {
                    return true;
                }
                if let Some(key) = key {
                    self.phones.add(0, key);
                }
                false
            }
            (None, Some(key)) => self.phones.has(0, key) || !self.alone.add(0, key),
            (None, None) => false,
        }
    }

    /// Notes a customer who was there before the file; false if an earlier row named them.
    pub(super) fn customer(&mut self, id: Uuid) -> bool {
        self.customers.add(0, id.as_bytes())
    }
}

fn hash(kind: u8, text: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    kind.hash(&mut hasher);
    text.hash(&mut hasher);
    hasher.finish()
}
