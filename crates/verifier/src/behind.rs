//! What is behind one event of the log: its leaf, its place, and the proof that it stands in the tree of the kept checkpoint.
//! The hashes come from the log's public tiles.

use crate::witness::Seen;
use audit::tiles::{HEIGHT, Tile, TileKind, WIDTH, node_in};
use audit::{Event, Hash, Node, ProofError, Salt, Value, commit, leaf_hash, verify_inclusion};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An event as the app shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Its number.
    pub seq: u64,
    /// The hash of its leaf, in hexadecimal, as the gateway says.
    pub leaf: String,
    /// When, UTC milliseconds.
    pub at: i64,
    /// What kind of party acted.
    pub actor_kind: String,
    /// Who: an id, or the name of a part of the product.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which.
    pub subject: String,
    /// Key and value; words that a person typed stand under the key whose digest the leaf holds.
    pub details: Vec<(String, String)>,
    /// The salts of those digests, in hexadecimal, by the key of the words.
    pub salts: Vec<(String, String)>,
}

impl Shown {
    /// Whether it says what the leaf says: no more, no less, and nothing else.
    fn says(&self, event: &Event) -> bool {
        event.at == self.at
            && event.actor.kind == self.actor_kind
            && event.actor.id == self.actor
            && event.action == self.action
            && event.subject.kind == self.subject_kind
            && event.subject.id == self.subject
            && event
                .details
                .keys()
                .all(|key| self.details.iter().any(|(shown, _)| shown == key))
            && self.details.iter().all(|(key, shown)| match event.details.get(key) {
                Some(value) => matches!(value, Value::Text(text) if text == shown),
                // Of what a person typed the leaf has the salted digest alone.
                None => match (event.details.get(&format!("{key}_digest")), self.digest(key, shown)) {
                    (Some(Value::Text(text)), Some(digest)) => *text == digest,
                    _ => false,
                },
            })
    }

    /// The digest of words that are shown, by the salt that is shown with them.
    fn digest(&self, key: &str, words: &str) -> Option<String> {
        let (_, salt) = self.salts.iter().find(|(salted, _)| salted == key)?;
        let salt: Hash = salt.parse().ok()?;
        Some(commit::words(&Salt::new(*salt.as_bytes()), words).to_string())
    }
}

/// What is behind an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    /// The hash of the leaf, made anew from its octets.
    pub leaf: String,
    /// Events of the log under whose checkpoint it is proved.
    pub size: u64,
    /// The root of that checkpoint.
    pub root: String,
    /// The inclusion proof, lowest hash first.
    pub proof: Vec<String>,
    /// What does not fit; `None` where it is proved.
    pub unfit: Option<Unfit>,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// The event that is shown has another content than the leaf in the log.
    Content,
    /// The leaf does not stand at its place in the log.
    Place,
    /// The event is later than the checkpoint.
    Later,
}

/// The tile that holds a place of a level, as wide as a log of `size` events fills it.
fn tile(level: u8, index: u64, size: u64) -> Tile {
    let count = size.checked_shr(HEIGHT * u32::from(level)).unwrap_or(0);
    let width = count.saturating_sub(index.saturating_mul(WIDTH)).min(WIDTH);
    Tile {
        kind: TileKind::Hashes(level),
        index,
        width: width as u16,
    }
}

/// The bundle of entries that holds an event.
pub fn bundle(seq: u64, size: u64) -> Tile {
    Tile {
        kind: TileKind::Entries,
        ..tile(0, seq / WIDTH, size)
    }
}

/// The tiles of hashes that the proof of an event needs.
pub fn tiles(seq: u64, size: u64) -> Vec<Tile> {
    let mut wanted = BTreeSet::new();
    let asked = audit::inclusion(seq, size, |node: Node| {
        let first = node.index << (node.level % HEIGHT);
        wanted.insert(tile((node.level / HEIGHT) as u8, first / WIDTH, size));
        Ok::<_, ProofError>(Hash::EMPTY)
    });
    if asked.is_ok() {
        wanted.into_iter().collect()
    } else {
        Vec::new()
    }
}

/// The hashes of a tile's octets; `None` if they are not as many as its width.
pub fn hashes(tile: &Tile, octets: &[u8]) -> Option<Vec<Hash>> {
    (octets.len() == usize::from(tile.width) * 32).then_some(())?;
    octets.chunks(32).map(|hash| Hash::try_from(hash).ok()).collect()
}

/// The inclusion proof of an event from tiles that were read.
///
/// # Errors
/// [`ProofError::Beyond`] if the log is not that large, or a tile is missing.
pub fn proof(seq: u64, size: u64, read: impl Fn(&Tile) -> Option<Vec<Hash>>) -> Result<Vec<Hash>, ProofError> {
    audit::inclusion(seq, size, |node| {
        node_in(node, |level, index| read(&tile(level, index, size))).ok_or(ProofError::Beyond)
    })
}

/// Proves an event by the octets of its leaf and its proof.
pub fn behind(shown: &Shown, seen: &Seen, leaf: &[u8], proof: &[Hash]) -> Behind {
    let hash = leaf_hash(leaf);
    let stands = seen
        .root
        .parse()
        .is_ok_and(|root| verify_inclusion(&hash, shown.seq, seen.size, proof, &root).is_ok());
    let same = shown.leaf == hash.to_string() && Event::decode(leaf).is_ok_and(|event| shown.says(&event));
    Behind {
        leaf: hash.to_string(),
        size: seen.size,
        root: seen.root.clone(),
        proof: proof.iter().map(ToString::to_string).collect(),
        unfit: match (stands, same) {
            (false, _) => Some(Unfit::Place),
            (true, false) => Some(Unfit::Content),
            (true, true) => None,
        },
    }
}

/// An event that the kept checkpoint does not cover yet.
pub fn later(shown: &Shown, seen: &Seen) -> Behind {
    Behind {
        leaf: shown.leaf.clone(),
        size: seen.size,
        root: seen.root.clone(),
        proof: Vec::new(),
        unfit: Some(Unfit::Later),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use audit::tiles::Growing;
    use audit::{Form, MemoryTree, Party};
    use std::collections::BTreeMap;

    const SALT: [u8; 32] = [9; 32];

    fn digest() -> String {
        commit::words(&Salt::new(SALT), "typed").to_string()
    }

    fn event(n: u64) -> Event {
        Event {
            form: Form::Worded,
            at: n as i64,
            actor: Party::new("user", "u"),
            action: "run.closed".into(),
            subject: Party::new("run", n.to_string()),
            details: [("audience", "3812".to_owned()), ("reason_digest", digest())]
                .map(|(key, value)| (key.into(), Value::Text(value)))
                .into(),
        }
    }

    fn leaf(n: u64) -> Vec<u8> {
        event(n).encode().unwrap()
    }

    fn shown(n: u64) -> Shown {
        Shown {
            seq: n,
            leaf: leaf_hash(&leaf(n)).to_string(),
            at: n as i64,
            actor_kind: "user".into(),
            actor: "u".into(),
            action: "run.closed".into(),
            subject_kind: "run".into(),
            subject: n.to_string(),
            details: [
                ("audience", "3812".to_owned()),
                ("reason", "typed".to_owned()),
                ("reason_digest", digest()),
            ]
            .map(|(key, value)| (key.into(), value))
            .into(),
            salts: vec![("reason".into(), Hash::new(SALT).to_string())],
        }
    }

    fn seen(tree: &MemoryTree, size: u64) -> Seen {
        Seen {
            keys: Vec::new(),
            note: String::new(),
            origin: String::new(),
            size,
            root: tree.root_at(size).unwrap().to_string(),
            since: 0,
            checked: 0,
        }
    }

    /// The tiles that a gateway stores for a log, by level and index, each as wide as it grew.
    fn stored(size: u64) -> BTreeMap<(u8, u64), Vec<Hash>> {
        let mut growing = Growing::new();
        for n in 0..size {
            growing.push(leaf_hash(&leaf(n)));
        }
        let all = growing.take_tiles().into_iter();
        all.filter_map(|(tile, hashes)| match tile.kind {
            TileKind::Hashes(level) => Some(((level, tile.index), hashes)),
            TileKind::Entries => None,
        })
        .collect()
    }

    #[test]
    fn an_event_is_proved_from_the_tiles_that_are_asked_for() {
        let stored = stored(70_000);
        let tree: MemoryTree = (0..70_000).map(|n| leaf_hash(&leaf(n))).collect();
        // The log has grown since the checkpoint: tiles are asked for as narrow as they were then.
        for (seq, size) in [
            (0, 1),
            (0, 2),
            (255, 256),
            (256, 257),
            (4_000, 65_536),
            (65_000, 65_537),
            (69_998, 69_999),
        ] {
            let wanted = tiles(seq, size);
            let read = |tile: &Tile| {
                let TileKind::Hashes(level) = tile.kind else {
                    return None;
                };
                assert!(wanted.contains(tile), "{tile} was not asked for");
                let octets: Vec<u8> = stored[&(level, tile.index)]
                    .iter()
                    .take(usize::from(tile.width))
                    .flat_map(|hash| *hash.as_bytes())
                    .collect();
                hashes(tile, &octets)
            };
            let proof = proof(seq, size, read).unwrap();
            assert_eq!(proof, tree.inclusion(seq, size).unwrap());
            let found = behind(&shown(seq), &seen(&tree, size), &leaf(seq), &proof);
            assert_eq!((found.unfit, found.leaf), (None, shown(seq).leaf), "{seq} of {size}");
            assert_eq!(bundle(seq, size).index, seq / 256);
        }
    }

    #[test]
    fn what_is_shown_otherwise_or_stands_elsewhere_does_not_fit() {
        let tree: MemoryTree = (0..9).map(|n| leaf_hash(&leaf(n))).collect();
        let (seen, proof) = (seen(&tree, 9), tree.inclusion(3, 9).unwrap());
        for spoil in [
            |shown: &mut Shown| shown.at += 1,
            |shown: &mut Shown| shown.action = "run.paused".into(),
            |shown: &mut Shown| shown.subject = "4".into(),
            |shown: &mut Shown| shown.subject_kind = "user".into(),
            |shown: &mut Shown| shown.actor_kind = "system".into(),
            |shown: &mut Shown| shown.actor = "v".into(),
            |shown: &mut Shown| shown.details[1].1 = "put into their mouth".into(),
            |shown: &mut Shown| shown.salts.clear(),
            |shown: &mut Shown| shown.salts[0].1 = Hash::EMPTY.to_string(),
            |shown: &mut Shown| shown.salts[0].1 = "x".into(),
            |shown: &mut Shown| shown.details[0].1 = "3811".into(),
            |shown: &mut Shown| shown.details[2].1 = "ac".into(),
            |shown: &mut Shown| drop(shown.details.remove(0)),
            |shown: &mut Shown| shown.details.push(("cost".into(), "7".into())),
            |shown: &mut Shown| shown.details.push(("audience".into(), "3811".into())),
            |shown: &mut Shown| shown.leaf.replace_range(..1, "x"),
        ] {
            let mut other = shown(3);
            spoil(&mut other);
            assert_eq!(
                behind(&other, &seen, &leaf(3), &proof).unfit,
                Some(Unfit::Content),
                "{other:?}"
            );
        }
        // Words that were erased are not shown, and their digest is.
        let mut silent = shown(3);
        silent.details.remove(1);
        silent.salts.clear();
        assert_eq!(behind(&silent, &seen, &leaf(3), &proof).unfit, None);
        assert_eq!(behind(&shown(4), &seen, &leaf(4), &proof).unfit, Some(Unfit::Place));
        assert_eq!(
            behind(&shown(3), &seen, &leaf(3), &proof[1..]).unfit,
            Some(Unfit::Place)
        );
        assert_eq!(later(&shown(3), &seen).unfit, Some(Unfit::Later));
        assert!(tiles(9, 9).is_empty(), "there is no such event");
    }

    #[test]
    fn a_tile_of_another_width_is_refused() {
        let tile = tile(0, 0, 3);
        assert_eq!(tile.width, 3);
        assert!(hashes(&tile, &[0; 96]).is_some());
        assert_eq!(hashes(&tile, &[0; 95]), None);
        assert_eq!(hashes(&tile, &[0; 128]), None);
    }
}
