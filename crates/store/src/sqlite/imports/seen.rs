//! What earlier rows of the file named: eight bytes each, so that a million rows cost some tens of megabytes.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

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
pub(super) struct Seen(HashSet<u64, BuildHasherDefault<Same>>);

impl Seen {
    /// Room for so many texts: a table that grows is copied again and again, and for a moment is there twice.
    pub(super) fn with_room(texts: usize) -> Seen {
        Seen(HashSet::with_capacity_and_hasher(texts, BuildHasherDefault::default()))
    }

    /// Adds the text of a kind; false if it was there.
    pub(super) fn add(&mut self, kind: u8, text: &[u8]) -> bool {
        self.0.insert(hash(kind, text))
    }

    /// Whether the text of a kind was there.
    pub(super) fn has(&self, kind: u8, text: &[u8]) -> bool {
        self.0.contains(&hash(kind, text))
    }
}

fn hash(kind: u8, text: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    kind.hash(&mut hasher);
    text.hash(&mut hasher);
    hasher.finish()
}
