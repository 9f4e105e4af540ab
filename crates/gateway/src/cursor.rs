//! Opaque places in lists: the key of the last row shown, as JSON in hexadecimal.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::{Code, Cursor};

use crate::error::{Answer, Failure};

/// Most rows of a page.
pub const MOST: u32 = 200;
/// Rows of a page when the request does not say.
pub const USUAL: u32 = 50;

/// The cursor of a place.
pub fn encode(place: &impl Serialize) -> Answer<Cursor> {
    serde_json::to_vec(place).map(hex::encode).map_err(Failure::internal)
}

/// The place of a cursor; `Malformed` when it is not one of ours.
pub fn decode<T: DeserializeOwned>(cursor: &str) -> Answer<T> {
    hex::decode(cursor)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or_else(|| Failure::new(Code::Malformed).detail(("翻页标记无效。", "The cursor is not one of ours.")))
}

/// How many rows a page has when `asked` are asked for: 1 to [`MOST`].
pub fn limit(asked: Option<u32>) -> u32 {
    asked.unwrap_or(USUAL).clamp(1, MOST)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn cursors_come_back() {
        let place = (Some("王"), 7_i64);
        let cursor = encode(&place).unwrap();
        assert_eq!(
            decode::<(Option<String>, i64)>(&cursor).unwrap(),
            (Some("王".to_owned()), 7)
        );
        for bad in ["", "zz", "7b", "é"] {
            assert_eq!(
                decode::<(String, i64)>(bad).unwrap_err().code(),
                Code::Malformed,
                "{bad}"
            );
        }
    }
}
