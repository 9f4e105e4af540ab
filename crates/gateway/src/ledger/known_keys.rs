//! The log's keys, as far as the signed log itself says so.

use audit::signed::rotation::{ADDED, RETIRED};
use audit::signed::{Checkpoint, KeyChange, KnownKey, VerifierKey};
use audit::{Event, leaf_hash, verify_inclusion};
use store::Store;
use store::contract::LogFilter;

use super::proofs::{self, ProofFault};

/// Changes of the key that are read at most, of each kind.
const MOST: u32 = 10_000;

/// Whether a leaf says of a key what the gateway would not have it say: that another than `own` signs, or that one of them does no
/// longer. Only who holds a key may have the log say so.
pub(super) fn contradicts(leaf: &[u8], own: &[VerifierKey]) -> bool {
    // Few events speak of keys, and all are asked.
    let speaks = |action: &str| leaf.windows(action.len()).any(|part| part == action.as_bytes());
    if !speaks(ADDED) && !speaks(RETIRED) {
        return false;
    }
    let Ok(event) = Event::decode(leaf) else { return false };
    let is_own = |key: &str| own.iter().any(|own| own.to_string() == key);
    match KeyChange::of(&event) {
        Some(KeyChange::Added(key)) => !is_own(key),
        Some(KeyChange::Retired(key)) => is_own(key),
        None => false,
    }
}

/// The keys of which the signed log says that they sign, oldest first, and which of them it retired: each event is proved from the
/// checkpoint that one of `own` has signed, and nothing else in the database is believed.
///
/// # Errors
/// Those of the store, and of proofs from tiles that are not there.
pub async fn in_log(store: &dyn Store, own: &[VerifierKey]) -> Result<Vec<KnownKey>, ProofFault> {
    let Some(signed) = signed(store, own).await? else {
        return Ok(Vec::new());
    };
    let mut keys: Vec<KnownKey> = Vec::new();
    for action in [ADDED, RETIRED] {
        for (seq, event) in proved(store, &signed, action).await? {
            let (key, retired) = match KeyChange::of(&event) {
                Some(KeyChange::Added(key)) => (key, None),
                Some(KeyChange::Retired(key)) => (key, Some(seq)),
                None => continue,
            };
            let Ok(key) = key.parse::<VerifierKey>() else { continue };
            match keys.iter_mut().find(|known| known.key == key) {
                Some(known) => known.until = known.until.or(retired),
                None if retired.is_none() => keys.push(key.into()),
                None => {}
            }
        }
    }
    Ok(keys)
}

/// The last checkpoint, if one of `own` has signed it.
pub(super) async fn signed(store: &dyn Store, own: &[VerifierKey]) -> store::Result<Option<Checkpoint>> {
    let note = store.checkpoint(store.signed_head().await?.size).await?;
    let signed = note.and_then(|note| Checkpoint::open(&note, own).ok());
    Ok(signed.map(|signed| signed.checkpoint))
}

/// The events of this action that are proved to stand under the checkpoint, oldest first, with their numbers.
pub(super) async fn proved(
    store: &dyn Store,
    signed: &Checkpoint,
    action: &str,
) -> Result<Vec<(u64, Event)>, ProofFault> {
    let (size, root) = (signed.size(), signed.root());
    let filter = LogFilter {
        action: Some(action.to_owned()),
        ..LogFilter::default()
    };
    let mut proved = Vec::new();
    for event in store.events(&filter, Some(size), MOST).await?.iter().rev() {
        let Some((leaf, _)) = store.leaves(event.seq, 1).await?.pop() else {
            continue;
        };
        let proof = proofs::inclusion(store, event.seq, size).await?;
        if verify_inclusion(&leaf_hash(&leaf), event.seq, size, &proof, root).is_ok()
            && let Ok(told) = Event::decode(&leaf)
        {
            proved.push((event.seq, told));
        }
    }
    Ok(proved)
}

/// The same, and behind them those of `own` that the log does not know yet.
///
/// # Errors
/// As [`in_log`].
pub async fn all(store: &dyn Store, own: &[VerifierKey]) -> Result<Vec<KnownKey>, ProofFault> {
    let mut keys = in_log(store, own).await?;
    for key in own {
        if !keys.iter().any(|known| known.key == *key) {
            keys.push(key.clone().into());
        }
    }
    Ok(keys)
}

/// Those that came before the newest of `own`, are none of them, and were not retired yet. One that came after it is not: then an old
/// key file was put in the place of the newer.
pub fn outlived(known: &[KnownKey], own: &[VerifierKey]) -> Vec<VerifierKey> {
    let newest = known.iter().rposition(|known| own.contains(&known.key));
    let before = known
        .iter()
        .take(newest.unwrap_or(0))
        .filter(|known| known.until.is_none());
    before
        .map(|known| known.key.clone())
        .filter(|key| !own.contains(key))
        .collect()
}
