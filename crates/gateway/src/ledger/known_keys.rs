//! The log's keys, as far as the signed log itself says so.

use audit::signed::{Checkpoint, VerifierKey};
use audit::{Event, Value, leaf_hash, verify_inclusion};
use store::Store;
use store::contract::LogFilter;

use super::proofs::{self, ProofFault};

/// The event by which a key becomes one of the log's.
pub(super) const KEY_ADDED: &str = "log.key_added";
/// Changes of the key that are read at most.
const MOST: u32 = 10_000;

/// The key that an event adds, if it adds one.
pub(super) fn added(event: &Event) -> Option<&str> {
    match event.details.get("key") {
        Some(Value::Text(key)) if event.action == KEY_ADDED => Some(key),
        _ => None,
    }
}

/// Whether a leaf adds a key that is none of these: only who holds a key may have the log say that it signs.
pub(super) fn adds_another(leaf: &[u8], own: &[VerifierKey]) -> bool {
    // Few events do, and all are asked.
    if !leaf.windows(KEY_ADDED.len()).any(|part| part == KEY_ADDED.as_bytes()) {
        return false;
    }
    let event = Event::decode(leaf).ok().filter(|event| event.action == KEY_ADDED);
    event.is_some_and(|event| !own.iter().any(|own| Some(own.to_string().as_str()) == added(&event)))
}

/// The keys of which the signed log says that they sign, oldest first: each event is proved from the checkpoint that one of `own`
/// has signed, and nothing else in the database is believed.
///
/// # Errors
/// Those of the store, and of proofs from tiles that are not there.
pub async fn in_log(store: &dyn Store, own: &[VerifierKey]) -> Result<Vec<String>, ProofFault> {
    let note = store.checkpoint(store.signed_head().await?.size).await?;
    let signed = note.and_then(|note| Checkpoint::open(&note, own).ok());
    let Some(signed) = signed.map(|signed| signed.checkpoint) else {
        return Ok(Vec::new());
    };
    let (size, root) = (signed.size(), signed.root());
    let filter = LogFilter {
        action: Some(KEY_ADDED.to_owned()),
        ..LogFilter::default()
    };
    let mut keys = Vec::new();
    for event in store.events(&filter, Some(size), MOST).await?.iter().rev() {
        let Some((leaf, _)) = store.leaves(event.seq, 1).await?.pop() else {
            continue;
        };
        let proof = proofs::inclusion(store, event.seq, size).await?;
        let stands = verify_inclusion(&leaf_hash(&leaf), event.seq, size, &proof, root).is_ok();
        let told = Event::decode(&leaf).ok().filter(|_| stands);
        let key = told.as_ref().and_then(added).map(str::to_owned);
        keys.extend(key.filter(|key| !keys.contains(key)));
    }
    Ok(keys)
}

/// The same, and behind them those of `own` that the log does not know yet.
///
/// # Errors
/// As [`in_log`].
pub async fn all(store: &dyn Store, own: &[VerifierKey]) -> Result<Vec<String>, ProofFault> {
    let mut keys = in_log(store, own).await?;
    for key in own.iter().map(ToString::to_string) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}
