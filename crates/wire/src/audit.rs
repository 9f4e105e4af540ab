//! The log. `GET /api/log?actor=&action=&subject=&from=&to=&search=&cursor=`, `GET /api/log/export.csv`, `GET /api/log/state`.
//!
//! `GET /api/log/pack?first=&count=` answers the log pack that `docs/formats.md` describes.
//!
//! Outside `/api`, for anybody: `GET /checkpoint` answers the last signed note, `GET /tile/…` the tiles of C2SP's tlog-tiles.

use domain::time::Millis;

use crate::travels;

travels! {
    /// One event of the log.
    pub struct LogEvent {
        /// Its number, from 0, without gaps.
        pub seq: u64,
        /// When.
        pub at: Millis,
        /// Name of the person, token or part of the product that acted.
        pub actor: String,
        /// Their id, or the name of the part of the product.
        pub actor_id: String,
        /// `user`, `token` or `system`.
        pub actor_kind: String,
        /// What was done: `campaign.approved`, `run.closed`, … a closed list.
        pub action: String,
        /// To what kind of thing.
        pub subject_kind: String,
        /// To which.
        pub subject: String,
        /// Its name today, where it has one and the reader may see it.
        pub subject_name: Option<String>,
        /// From what to what, and more: key and value. What a person typed stands under a key of its own (`reason`) until it is
        /// erased, and beside it the digest that the log holds (`reason_digest`).
        pub details: Vec<(String, String)>,
        /// The salts of those digests, in hexadecimal, by the key of the words: as long as the words are there.
        pub salts: Vec<(String, String)>,
        /// Hash of the event's leaf, in hexadecimal.
        pub leaf: String,
    }

    /// `GET /api/log/state`.
    pub struct LogState {
        /// Events.
        pub size: u64,
        /// Root over all leaves, in hexadecimal.
        pub root: String,
        /// When the last event was written.
        pub at: Option<Millis>,
    }

    /// `GET /api/log/consistency?from=&to=`.
    pub struct Consistency {
        /// The older size.
        pub from: u64,
        /// The newer size.
        pub to: u64,
        /// The proof of RFC 6962, hashes in hexadecimal; empty where `from` is 0 or equals `to`.
        pub proof: Vec<String>,
    }

    /// `GET /api/log/keys`.
    pub struct LogKeys {
        /// Public keys as a key file has them, oldest first: `name+id+base64`, and ` until N` behind one that event N has retired.
        pub keys: Vec<String>,
        /// Numbers of the events `log.key_added` that say so, oldest first.
        pub added: Vec<u64>,
        /// Numbers of the events `log.key_retired`, oldest first.
        pub retired: Vec<u64>,
    }
}
