//! A pack's checkpoint, held against the one that this browser has seen: whether both are of one log, and of one history.

use crate::witness::{Seen, parsed};
use audit::check::{Reason, Verdict};
use audit::signed::{Checkpoint, Note};
use audit::{Hash, verify_consistency};
use serde::{Deserialize, Serialize};

/// How a pack's checkpoint stands to what this browser has seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "held")]
pub enum Held {
    /// It is of the log that this browser has followed.
    Followed {
        /// Since when, UTC milliseconds.
        since: i64,
    },
    /// It is of another log.
    OtherLog {
        /// The other log's name.
        origin: String,
    },
    /// It tells another history of the log that this browser has followed.
    Contradicts {
        /// The pack's signed note, where a key that this browser believes has signed it: then the log was forked.
        forked: Option<String>,
    },
    /// Its log has more events than the gateway's has now.
    Longer,
    /// It could not be compared: the gateway did not answer.
    Unknown,
}

/// What is to be done about a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Nothing more: this is how it stands.
    Said(Held),
    /// That the log of `from` events is the beginning of the one of `to` is to be proved.
    Prove {
        /// Events of the older checkpoint.
        from: u64,
        /// Events of the newer one.
        to: u64,
        /// The pack's.
        checkpoint: Checkpoint,
    },
}

/// The signed note in the first line of a pack.
pub fn note(first_line: &str) -> Option<String> {
    let header: serde_json::Value = serde_json::from_str(first_line).ok()?;
    Some(header.get("signing")?.get("checkpoint")?.as_str()?.to_owned())
}

/// What is to be done about a pack with this verdict and note; `None` where there is nothing to compare.
pub fn begin(seen: &Seen, verdict: &Verdict, note: &str) -> Option<Next> {
    let checkpoint = match verdict {
        Verdict::Proved(proof) => proof.checkpoint.clone(),
        // Whose it says it is, which nobody vouches for.
        Verdict::Disproved(fault) if fault.reason == Reason::Untrusted => {
            let said: Checkpoint = Note::parse(note.as_bytes()).ok()?.text().parse().ok()?;
            return (said.origin() != seen.origin).then(|| Next::Said(other(&said)));
        }
        Verdict::Disproved(_) | Verdict::Unreadable(_) => return None,
    };
    if checkpoint.origin() != seen.origin {
        return Some(Next::Said(other(&checkpoint)));
    }
    let (from, to) = (checkpoint.size().min(seen.size), checkpoint.size().max(seen.size));
    Some(if from == to {
        Next::Said(end(seen, &checkpoint, note, &[]))
    } else {
        Next::Prove { from, to, checkpoint }
    })
}

/// How the pack stands, by the proof (hashes in hexadecimal) that the gateway gives of its log.
pub fn end(seen: &Seen, checkpoint: &Checkpoint, note: &str, proof: &[String]) -> Held {
    let proof: Option<Vec<Hash>> = proof.iter().map(|hash| hash.parse().ok()).collect();
    let (ours, theirs) = (
        (seen.size, seen.root.parse().ok()),
        (checkpoint.size(), Some(*checkpoint.root())),
    );
    let (old, new) = if ours.0 <= theirs.0 {
        (ours, theirs)
    } else {
        (theirs, ours)
    };
    let grown = match (old.1, new.1, proof) {
        (Some(before), Some(after), Some(proof)) => verify_consistency(old.0, new.0, &before, &after, &proof).is_ok(),
        _ => false,
    };
    if grown {
        return Held::Followed { since: seen.since };
    }
    let believed = Checkpoint::open_known(note, &parsed(&seen.keys)).is_ok();
    Held::Contradicts {
        forked: believed.then(|| note.to_owned()),
    }
}

fn other(checkpoint: &Checkpoint) -> Held {
    Held::OtherLog {
        origin: checkpoint.origin().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use audit::MemoryTree;
    use audit::check::{Options, verify};
    use audit::signed::{KeyName, KnownKey, SignerKey, VerifierKey};

    const PACK: &str = include_str!("../../audit/vectors/receipt.jsonl");
    const KEY: &str = include_str!("../../audit/vectors/log.vkey");

    fn key() -> VerifierKey {
        KEY.trim().parse().unwrap()
    }

    fn verdict(trusted: Vec<KnownKey>) -> Verdict {
        verify(PACK.as_bytes(), &Options { trusted })
    }

    fn pack() -> (String, Checkpoint) {
        let note = note(PACK.lines().next().unwrap()).unwrap();
        let checkpoint = Checkpoint::open(&note, &[key()]).unwrap().checkpoint;
        (note, checkpoint)
    }

    /// What a browser would have seen that believes the pack's key, of a log with this name, size and root.
    fn seen(origin: &str, size: u64, root: &Hash) -> Seen {
        Seen {
            keys: vec![KEY.trim().to_owned()],
            note: String::new(),
            origin: origin.to_owned(),
            size,
            root: root.to_string(),
            since: 7,
            checked: 9,
        }
    }

    #[test]
    fn the_log_that_was_followed_is_told_from_its_fork_and_from_another() {
        let (note, checkpoint) = pack();
        let proved = verdict(vec![key().into()]);
        let own = seen(checkpoint.origin(), checkpoint.size(), checkpoint.root());
        let said = |seen: &Seen, verdict: &Verdict| begin(seen, verdict, &note);
        assert_eq!(said(&own, &proved), Some(Next::Said(Held::Followed { since: 7 })));

        let mut fork = own.clone();
        fork.root = Hash::new([1; 32]).to_string();
        let forked = Some(note.clone());
        assert_eq!(said(&fork, &proved), Some(Next::Said(Held::Contradicts { forked })));
        fork.keys.clear();
        let doubtful = Held::Contradicts { forked: None };
        assert_eq!(
            said(&fork, &proved),
            Some(Next::Said(doubtful)),
            "anybody can sign with a key of their own"
        );

        let elsewhere = seen("another/log", 3, checkpoint.root());
        let origin = checkpoint.origin().to_owned();
        let other = Some(Next::Said(Held::OtherLog { origin }));
        assert_eq!(said(&elsewhere, &proved), other);
        let strange: VerifierKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
            .parse()
            .unwrap();
        let untrusted = verdict(vec![strange.into()]);
        assert_eq!(untrusted.status(), 1);
        assert_eq!(
            said(&elsewhere, &untrusted),
            other,
            "it says itself that it is another's"
        );
        assert_eq!(said(&own, &untrusted), None);
    }

    #[test]
    fn a_pack_of_another_size_is_followed_only_by_a_proof() {
        let (note, checkpoint) = pack();
        let size = checkpoint.size();
        for (seen_size, want) in [(size + 1, (size, size + 1)), (size - 1, (size - 1, size))] {
            let own = seen(checkpoint.origin(), seen_size, checkpoint.root());
            let Some(Next::Prove { from, to, .. }) = begin(&own, &verdict(vec![key().into()]), &note) else {
                panic!("there is something to prove")
            };
            assert_eq!((from, to), want);
        }
        let log: MemoryTree = (0..9_u8).map(|n| audit::leaf_hash(&[n])).collect();
        let signer = SignerKey::from_seed(KeyName::parse("firm/log").unwrap(), [1; 32]);
        let proof: Vec<String> = log.consistency(5, 9).unwrap().iter().map(ToString::to_string).collect();
        for (seen_size, pack_size) in [(9, 5), (5, 9)] {
            let mut own = seen("firm/log", seen_size, &log.root_at(seen_size).unwrap());
            own.keys = vec![signer.verifier().to_string()];
            let checkpoint = Checkpoint::new("firm/log", pack_size, log.root_at(pack_size).unwrap()).unwrap();
            let note = checkpoint.sign(&[&signer]).unwrap().to_string();
            assert_eq!(end(&own, &checkpoint, &note, &proof), Held::Followed { since: 7 });
            for bad in [vec![], vec![Hash::EMPTY.to_string()], vec!["x".to_owned()]] {
                let forked = Some(note.clone());
                assert_eq!(
                    end(&own, &checkpoint, &note, &bad),
                    Held::Contradicts { forked },
                    "{bad:?}"
                );
            }
        }
    }
}
