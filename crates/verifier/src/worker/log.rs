//! The log: its checkpoint, whether it grew, and what is behind one event.

use crate::fetch;
use audit::check::Verdict;
use audit::tiles::{Tile, read_bundle};
use audit::{Hash, ProofError};
use serde::Deserialize;
use std::collections::HashMap;
use verifier::behind::{self, Behind, Shown};
use verifier::held::{self, Held, Next};
use verifier::talk::Failure;
use verifier::witness::{Kept, Seen, Step, Why};

/// `GET /api/log/keys`.
#[derive(Deserialize)]
struct Keys {
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
pub async fn witness(gateway: &str, kept: Option<Kept>) -> Result<Option<Kept>, Failure> {
    let kept = kept.unwrap_or_default();
    let note = match fetch::text(&format!("{gateway}/checkpoint")).await {
        Ok(note) => note,
        Err(Failure::Refused { status: 404 }) => {
            let was = kept.seen.is_some();
            return Ok(was.then(|| kept.alarmed(Why::Gone, "", now())));
        }
        Err(failure) => return Err(failure),
    };
    let Some(mut seen) = kept.seen.clone() else {
        let keys: Keys = json(&format!("{gateway}/api/log/keys")).await?;
        let kept = kept.begin(&note, &keys.keys, now()).ok_or(Failure::Form)?;
        return Ok(Some(kept));
    };
    if seen.step(&note) == Step::Contradicts(Why::UnknownKey) {
        // Another key may have been added while the old one still signed, in what this browser has seen.
        match learn(gateway, &mut seen).await {
            Err(failure) if failure.is_gateways() => return Ok(Some(kept.doubted(Why::UnknownKey, &note, now()))),
            learnt => learnt?,
        }
    }
    match seen.step(&note) {
        Step::Unreadable => Err(Failure::Form),
        Step::Contradicts(why) => Ok(Some(kept.alarmed(why, &note, now()))),
        Step::Same => follow(gateway, kept, &seen, &note, &[]).await.map(Some),
        Step::Grown => {
            let to = size(&note).ok_or(Failure::Form)?;
            let url = format!("{gateway}/api/log/consistency?from={}&to={to}", seen.size);
            match json::<Consistency>(&url).await {
                Ok(grown) => follow(gateway, kept, &seen, &note, &grown.proof).await.map(Some),
                Err(failure) if failure.is_gateways() => Ok(Some(kept.doubted(Why::Unproven, &note, now()))),
                Err(failure) => Err(failure),
            }
        }
    }
}

/// Keeps what follows, and whatever keys it adds; or what contradicts.
async fn follow(gateway: &str, kept: Kept, seen: &Seen, note: &str, proof: &[String]) -> Result<Kept, Failure> {
    match seen.follow(note, proof, now()) {
        Ok(mut next) => {
            // What became of keys can wait for the next visit, and must not lose what was proved.
            let _ = learn(gateway, &mut next).await;
            // Among it may be that the key which signed this was retired.
            match next.step(note) {
                Step::Contradicts(why) => Ok(kept.alarmed(why, note, now())),
                Step::Same | Step::Grown | Step::Unreadable => Ok(kept.believing(next)),
            }
        }
        Err(why) => Ok(kept.alarmed(why, note, now())),
    }
}

/// Believes what the log that was seen says of its keys.
async fn learn(gateway: &str, seen: &mut Seen) -> Result<(), Failure> {
    let listed: Keys = json(&format!("{gateway}/api/log/keys")).await?;
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
pub async fn held(gateway: &str, kept: &Kept, verdict: &Verdict, note: Option<String>) -> Option<Held> {
    let (seen, note) = (kept.seen.as_ref()?, &note?);
    let (from, to, checkpoint) = match held::begin(seen, verdict, note)? {
        Next::Said(held) => return Some(held),
        Next::Prove { from, to, checkpoint } => (from, to, checkpoint),
    };
    let url = format!("{gateway}/api/log/consistency?from={from}&to={to}");
    Some(match json::<Consistency>(&url).await {
        Ok(grown) => held::end(seen, &checkpoint, note, &grown.proof),
        Err(Failure::Refused { status: 404 }) if checkpoint.size() > seen.size => Held::Longer,
        Err(_) => Held::Unknown,
    })
}

/// Proves an event against what is kept.
pub async fn event(gateway: &str, kept: &Kept, shown: &Shown) -> Result<Behind, Failure> {
    let seen = kept.seen.as_ref().ok_or(Failure::Form)?;
    if shown.seq >= seen.size {
        return Ok(behind::later(shown, seen));
    }
    let (leaf, proof) = proved(gateway, shown.seq, seen.size).await?;
    Ok(behind::behind(shown, seen, &leaf, &proof))
}

/// The leaf of an event and its proof in the log of `size` events, from the tiles.
async fn proved(gateway: &str, seq: u64, size: u64) -> Result<(Vec<u8>, Vec<Hash>), Failure> {
    let octets = async |tile: &Tile| fetch::octets(&format!("{gateway}/{tile}")).await;
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

async fn json<T: serde::de::DeserializeOwned>(url: &str) -> Result<T, Failure> {
    serde_json::from_str(&fetch::text(url).await?).map_err(|_| Failure::Form)
}

fn now() -> i64 {
    js_sys::Date::now() as i64
}
