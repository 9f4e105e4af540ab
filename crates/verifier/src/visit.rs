//! A visit to the log: its checkpoint, whether it grew, and what is behind one event.

use std::collections::HashMap;

use audit::check::Verdict;
use audit::tiles::{Tile, read_bundle};
use audit::{Hash, ProofError};
use serde::Deserialize;

use crate::behind::{self, Behind, Shown};
use crate::held::{self, Held, Next};
use crate::talk::Failure;
use crate::witness::{Kept, Seen, Step, Why};

/// Where the log is.
#[allow(
    async_fn_in_trait,
    reason = "the worker has one thread, and nothing needs to be sent"
)]
pub trait Gateway {
    /// The answer's body at a path of the gateway.
    ///
    /// # Errors
    /// [`Failure`], where there is none, or one that is no success.
    async fn get(&self, path: &str) -> Result<Vec<u8>, Failure>;

    /// UTC milliseconds.
    fn now(&self) -> i64;
}

/// `GET /api/log/keys`.
#[derive(Deserialize)]
struct Listed {
    keys: Vec<String>,
    /// Numbers of the events that added keys.
    #[serde(default)]
    added: Vec<u64>,
    /// Numbers of the events that retired some.
    #[serde(default)]
    retired: Vec<u64>,
}

/// `GET /api/log/consistency`.
#[derive(Deserialize)]
struct Consistency {
    proof: Vec<String>,
}

/// Looks at the log as it is now, and answers what is to be kept.
///
/// # Errors
/// [`Failure`], where nothing can be said of the log.
pub async fn witness(gateway: &impl Gateway, kept: Option<Kept>) -> Result<Option<Kept>, Failure> {
    let kept = kept.unwrap_or_default();
    let note = match text(gateway, "checkpoint").await {
        Ok(note) => note,
        Err(gone @ Failure::Refused { status: 404 }) => {
            if kept.seen.is_none() {
                return Ok(None);
            }
            // What stands before a gateway says so of everything while there is none.
            let still = serves(gateway).await && text(gateway, "checkpoint").await.as_ref() == Err(&gone);
            return if still {
                Ok(Some(kept.alarmed(Why::Gone, "", gateway.now())))
            } else {
                Err(gone)
            };
        }
        Err(failure) => return withheld(gateway, kept, (Why::Withheld, ""), failure).await,
    };
    let Some(mut seen) = kept.seen.clone() else {
        let listed: Listed = json(gateway, "api/log/keys").await?;
        let kept = kept.begin(&note, &listed.keys, gateway.now()).ok_or(Failure::Form)?;
        return Ok(Some(kept));
    };
    let grew = size(&note).is_some_and(|size| size >= seen.size);
    if grew && seen.step(&note) == Step::Contradicts(Why::UnknownKey) {
        // Another key may have been added while the old one still signed, in what this browser has seen: then all of that is
        // there, and proves it.
        match learn(gateway, &mut seen).await {
            Err(gone @ Failure::Refused { status: 404 })
                if serves(gateway).await && learn(gateway, &mut seen).await.as_ref() == Err(&gone) => {}
            Err(failure) => return withheld(gateway, kept, (Why::UnknownKey, &note), failure).await,
            Ok(()) => {}
        }
    }
    let grown = match seen.step(&note) {
        Step::Unreadable => return withheld(gateway, kept, (Why::Withheld, &note), Failure::Form).await,
        Step::Contradicts(why) => return Ok(Some(kept.alarmed(why, &note, gateway.now()))),
        Step::Same => Vec::new(),
        Step::Grown => {
            let to = size(&note).ok_or(Failure::Form)?;
            let path = format!("api/log/consistency?from={}&to={to}", seen.size);
            match json::<Consistency>(gateway, &path).await {
                Ok(grown) => grown.proof,
                Err(failure) => return withheld(gateway, kept, (Why::Unproven, &note), failure).await,
            }
        }
    };
    follow(gateway, kept, &seen, &note, &grown).await.map(Some)
}

/// What is to be kept when something of the log did not come: a doubt, where the gateway serves the app at the same time.
/// Whoever has no network, or is not let in, learns nothing of the log.
async fn withheld(
    gateway: &impl Gateway,
    kept: Kept,
    (why, offered): (Why, &str),
    failure: Failure,
) -> Result<Option<Kept>, Failure> {
    let let_in = failure == Failure::Network || failure.is_gateways();
    if kept.seen.is_none() || !let_in || !serves(gateway).await {
        return Err(failure);
    }
    Ok(Some(kept.doubt(why, offered, gateway.now())))
}

/// Whether the gateway answers what the app can't do without: in its own words, as no page of a network that wants to be signed
/// in to does.
async fn serves(gateway: &impl Gateway) -> bool {
    match gateway.get("api/session").await {
        Ok(body) => serde_json::from_slice::<serde_json::Value>(&body).is_ok(),
        Err(failure) => failure == Failure::Refused { status: 401 },
    }
}

/// Keeps what follows, and whatever keys it adds; or what contradicts.
async fn follow(
    gateway: &impl Gateway,
    kept: Kept,
    seen: &Seen,
    note: &str,
    proof: &[String],
) -> Result<Kept, Failure> {
    match seen.follow(note, proof, gateway.now()) {
        Ok(mut next) => {
            // What became of keys can wait for the next visit, and must not lose what was proved.
            let _ = learn(gateway, &mut next).await;
            // Among it may be that the key which signed this was retired.
            match next.step(note) {
                Step::Contradicts(why) => Ok(kept.alarmed(why, note, gateway.now())),
                Step::Same | Step::Grown | Step::Unreadable => Ok(kept.believing(next)),
            }
        }
        Err(why) => Ok(kept.alarmed(why, note, gateway.now())),
    }
}

/// Believes what the log that was seen says of its keys.
async fn learn(gateway: &impl Gateway, seen: &mut Seen) -> Result<(), Failure> {
    let listed: Listed = json(gateway, "api/log/keys").await?;
    if listed.keys.iter().all(|key| seen.keys.contains(key)) {
        return Ok(());
    }
    let size = seen.size;
    let changes = listed.added.into_iter().chain(listed.retired);
    for index in changes.filter(|index| *index < size) {
        let (leaf, proof) = proved(gateway, index, size).await?;
        seen.learn(index, &leaf, &proof);
    }
    Ok(())
}

/// Holds a pack's checkpoint against what was seen, by a proof of the gateway's log where one is longer than the other.
pub async fn held(gateway: &impl Gateway, kept: &Kept, verdict: &Verdict, note: Option<String>) -> Option<Held> {
    let (seen, note) = (kept.seen.as_ref()?, &note?);
    let (from, to, checkpoint) = match held::begin(seen, verdict, note)? {
        Next::Said(held) => return Some(held),
        Next::Prove { from, to, checkpoint } => (from, to, checkpoint),
    };
    let path = format!("api/log/consistency?from={from}&to={to}");
    Some(match json::<Consistency>(gateway, &path).await {
        Ok(grown) => held::end(seen, &checkpoint, note, &grown.proof),
        Err(Failure::Refused { status: 404 }) if checkpoint.size() > seen.size => Held::Longer,
        Err(_) => Held::Unknown,
    })
}

/// Proves an event against what is kept.
///
/// # Errors
/// [`Failure`].
pub async fn event(gateway: &impl Gateway, kept: &Kept, shown: &Shown) -> Result<Behind, Failure> {
    let seen = kept.seen.as_ref().ok_or(Failure::Form)?;
    if shown.seq >= seen.size {
        return Ok(behind::later(shown, seen));
    }
    let (leaf, proof) = proved(gateway, shown.seq, seen.size).await?;
    Ok(behind::behind(shown, seen, &leaf, &proof))
}

/// The leaf of an event and its proof in the log of `size` events, from the tiles.
async fn proved(gateway: &impl Gateway, seq: u64, size: u64) -> Result<(Vec<u8>, Vec<Hash>), Failure> {
    let octets = async |tile: &Tile| gateway.get(&tile.to_string()).await;
    let bundle = octets(&behind::bundle(seq, size)).await?;
    let leaves = read_bundle(&bundle).map_err(|_| Failure::Form)?;
    let leaf = leaves.get((seq % audit::tiles::WIDTH) as usize).ok_or(Failure::Form)?;
    let mut read = HashMap::new();
    for tile in behind::tiles(seq, size) {
        let hashes = behind::hashes(&tile, &octets(&tile).await?).ok_or(Failure::Form)?;
        read.insert(tile, hashes);
    }
    let proof = behind::proof(seq, size, |tile| read.get(tile).cloned());
    Ok((leaf.to_vec(), proof.map_err(|_: ProofError| Failure::Form)?))
}

fn size(note: &str) -> Option<u64> {
    note.lines().nth(1)?.parse().ok()
}

async fn text(gateway: &impl Gateway, path: &str) -> Result<String, Failure> {
    String::from_utf8(gateway.get(path).await?).map_err(|_| Failure::Form)
}

async fn json<T: serde::de::DeserializeOwned>(gateway: &impl Gateway, path: &str) -> Result<T, Failure> {
    serde_json::from_slice(&gateway.get(path).await?).map_err(|_| Failure::Form)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::cell::Cell;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use audit::signed::{Checkpoint, KeyName, SignerKey};
    use audit::{MemoryTree, leaf_hash};

    use super::*;
    use crate::witness::{LAPSE, PATIENCE};

    /// A gateway that answers at once.
    struct Answers {
        now: i64,
        at: HashMap<&'static str, Result<String, Failure>>,
    }

    impl Gateway for Answers {
        async fn get(&self, path: &str) -> Result<Vec<u8>, Failure> {
            let path = path.split('?').next().unwrap();
            let answer = self.at.get(path).cloned();
            answer.unwrap_or(Err(Failure::Network)).map(String::into_bytes)
        }

        fn now(&self) -> i64 {
            self.now
        }
    }

    fn now<T>(visit: impl Future<Output = T>) -> T {
        match pin!(visit).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(seen) => seen,
            Poll::Pending => unreachable!("everything is answered at once"),
        }
    }

    fn signer() -> SignerKey {
        SignerKey::from_seed(KeyName::parse("firm/log").unwrap(), [1; 32])
    }

    fn log() -> MemoryTree {
        (0..9_u64).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    fn note(size: u64) -> String {
        let checkpoint = Checkpoint::new("firm/log", size, log().root_at(size).unwrap()).unwrap();
        checkpoint.sign(&[&signer()]).unwrap().to_string()
    }

    /// What a gateway in order answers that had 4 events when it was first seen, and has `size` now.
    fn in_order(size: u64) -> Answers {
        let proof = log().consistency(4, size).unwrap();
        let proof: Vec<String> = proof.iter().map(ToString::to_string).collect();
        let keys = serde_json::json!({ "keys": [signer().verifier().to_string()] });
        let at = HashMap::from([
            ("checkpoint", Ok(note(size))),
            ("api/log/keys", Ok(keys.to_string())),
            (
                "api/log/consistency",
                Ok(serde_json::json!({ "proof": proof }).to_string()),
            ),
            ("api/session", Ok("{}".to_owned())),
        ]);
        Answers { now: 10, at }
    }

    fn begun() -> Option<Kept> {
        now(witness(&in_order(4), None)).unwrap()
    }

    #[test]
    fn a_log_that_grew_is_kept() {
        let kept = now(witness(&in_order(9), begun())).unwrap().unwrap();
        assert_eq!((kept.seen.unwrap().size, kept.alarm, kept.unproved), (9, None, None));
    }

    #[test]
    fn a_gateway_that_serves_the_app_and_not_its_log_is_doubted_once_that_lasts() {
        let failing = [
            ("checkpoint", Err(Failure::Refused { status: 500 })),
            ("checkpoint", Err(Failure::Network)),
            ("checkpoint", Ok("<html>no note</html>".to_owned())),
            ("api/log/consistency", Err(Failure::Network)),
            ("api/log/consistency", Err(Failure::Refused { status: 404 })),
            ("api/log/consistency", Ok("{".to_owned())),
        ];
        for (path, answer) in failing {
            // Only of a log that is shown can be said that it grew.
            let why = match path {
                "checkpoint" => Why::Withheld,
                _ => Why::Unproven,
            };
            let mut gateway = in_order(9);
            gateway.at.insert(path, answer.clone());
            let once = now(witness(&gateway, begun())).unwrap().unwrap();
            assert_eq!((once.unproved, &once.alarm), (Some(10), &None), "{path} {answer:?}");
            let mut lasts = once.clone();
            while lasts.alarm.is_none() {
                assert!(gateway.now < 10 + PATIENCE, "{path} {answer:?}");
                gateway.now += LAPSE;
                lasts = now(witness(&gateway, Some(lasts))).unwrap().unwrap();
            }
            assert_eq!(lasts.alarm.unwrap().why, why, "{path} {answer:?}");
            // As after a restart: it is there again, and nothing stays of the doubt.
            let again = now(witness(&in_order(9), Some(once.clone()))).unwrap().unwrap();
            assert_eq!((again.alarm, again.unproved), (None, None), "{path} {answer:?}");
            // Without the app there is no gateway, and nothing to be said of its log.
            for other in [Err(Failure::Network), Ok("<html>sign in</html>".to_owned())] {
                gateway.at.insert("api/session", other);
                assert!(now(witness(&gateway, Some(once.clone()))).is_err(), "{path} {answer:?}");
            }
        }
    }

    #[test]
    fn another_log_is_an_alarm_at_once() {
        let signed = |name: &str, seed: u8, size: u64| {
            let key = SignerKey::from_seed(KeyName::parse(name).unwrap(), [seed; 32]);
            let checkpoint = Checkpoint::new(name, size, log().root_at(size).unwrap()).unwrap();
            let note = checkpoint.sign(&[&key]).unwrap().to_string();
            (note, key.verifier().to_string())
        };
        for (name, size, added, why) in [
            ("other/log", 9, vec![0], Why::OtherLog),
            ("other/log", 2, vec![0], Why::OtherLog),
            ("firm/log", 2, vec![0], Why::UnknownKey),
            ("firm/log", 9, vec![], Why::UnknownKey),
            ("firm/log", 9, vec![7], Why::UnknownKey),
            ("firm/log", 9, vec![0], Why::UnknownKey),
        ] {
            let (note, key) = signed(name, 2, size);
            let mut gateway = in_order(9);
            gateway.at.insert("checkpoint", Ok(note));
            let keys = serde_json::json!({ "keys": [key], "added": added });
            gateway.at.insert("api/log/keys", Ok(keys.to_string()));
            gateway
                .at
                .insert("tile/entries/000.p/4", Err(Failure::Refused { status: 404 }));
            let kept = now(witness(&gateway, begun())).unwrap().unwrap();
            assert_eq!(kept.alarm.map(|alarm| alarm.why), Some(why), "{name} {size} {added:?}");
        }
    }

    #[test]
    fn a_key_that_may_be_explained_is_doubted_first() {
        let key = SignerKey::from_seed(KeyName::parse("firm/log").unwrap(), [2; 32]);
        let checkpoint = Checkpoint::new("firm/log", 9, log().root_at(9).unwrap()).unwrap();
        let keys = serde_json::json!({ "keys": [key.verifier().to_string()], "added": [0] });
        for broken in [
            Failure::Network,
            Failure::Refused { status: 500 },
            Failure::Refused { status: 404 },
        ] {
            let mut gateway = in_order(9);
            gateway
                .at
                .insert("checkpoint", Ok(checkpoint.sign(&[&key]).unwrap().to_string()));
            gateway.at.insert("api/log/keys", Ok(keys.to_string()));
            gateway.at.insert("tile/entries/000.p/4", Err(broken.clone()));
            let none = broken == Failure::Refused { status: 404 };
            if none {
                // What stands before a gateway says so of everything.
                gateway.at.insert("api/session", Err(broken.clone()));
                assert_eq!(now(witness(&gateway, begun())), Err(broken));
            } else {
                let kept = now(witness(&gateway, begun())).unwrap().unwrap();
                assert_eq!((kept.alarm, kept.unproved), (None, Some(10)), "{broken:?}");
            }
        }
    }

    #[test]
    fn who_is_not_let_in_doubts_nothing() {
        for status in [401, 403, 429] {
            let mut gateway = in_order(9);
            gateway
                .at
                .insert("api/log/consistency", Err(Failure::Refused { status }));
            assert_eq!(now(witness(&gateway, begun())), Err(Failure::Refused { status }));
        }
    }

    #[test]
    fn a_log_that_is_gone_is_an_alarm_at_once() {
        let mut gateway = in_order(9);
        gateway.at.insert("checkpoint", Err(Failure::Refused { status: 404 }));
        let kept = now(witness(&gateway, begun())).unwrap().unwrap();
        assert_eq!(kept.alarm.unwrap().why, Why::Gone);
        assert_eq!(now(witness(&gateway, None)), Ok(None));
    }

    #[test]
    fn what_stands_before_a_gateway_has_no_say_in_whether_the_log_is_gone() {
        let gone = Err(Failure::Refused { status: 404 });
        let mut gateway = in_order(9);
        gateway.at.insert("checkpoint", gone.clone());
        for page in [gone.clone(), Ok("<html>no such page</html>".to_owned())] {
            gateway.at.insert("api/session", page);
            assert_eq!(now(witness(&gateway, begun())), Err(Failure::Refused { status: 404 }));
        }
        // It comes back between the two questions.
        let back = Back(in_order(9), Cell::new(false));
        assert_eq!(now(witness(&back, begun())), Err(Failure::Refused { status: 404 }));
        assert!(back.1.get());
    }

    /// Nothing is there until the session is asked for.
    struct Back(Answers, Cell<bool>);

    impl Gateway for Back {
        async fn get(&self, path: &str) -> Result<Vec<u8>, Failure> {
            if path == "api/session" {
                self.1.set(true);
            }
            if self.1.get() {
                self.0.get(path).await
            } else {
                Err(Failure::Refused { status: 404 })
            }
        }

        fn now(&self) -> i64 {
            self.0.now
        }
    }
}
