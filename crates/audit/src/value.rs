//! The details of an event: plain values in one order, so that they have one encoding.

use crate::leaf::LeafError;
use std::collections::BTreeMap;

/// A value among the details.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the layout above says what each is")]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// The details of an event, in the one order that they are encoded in.
pub type Details = BTreeMap<String, Value>;

impl Value {
    fn from_json(key: &str, json: &serde_json::Value) -> Result<Self, LeafError> {
        use serde_json::Value as Json;
        match json {
            Json::Null => Ok(Self::Null),
            Json::Bool(b) => Ok(Self::Bool(*b)),
            Json::String(text) => Ok(Self::Text(text.clone())),
            Json::Number(number) => number.as_i64().map(Self::Int).ok_or(()),
            Json::Array(_) | Json::Object(_) => Err(()),
        }
        .map_err(|()| LeafError::NotCanonical(key.to_owned()))
    }
}

/// Details from a JSON object of plain values; `null` stands for none.
///
/// # Errors
/// [`LeafError::NotCanonical`], naming the key, for lists, objects, floats and integers beyond 64 bits signed.
pub fn details_from_json(json: &serde_json::Value) -> Result<Details, LeafError> {
    match json {
        serde_json::Value::Null => Ok(Details::new()),
        serde_json::Value::Object(map) => map
            .iter()
            .map(|(key, value)| Ok((key.clone(), Value::from_json(key, value)?)))
            .collect(),
        _ => Err(LeafError::NotCanonical(String::new())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_without_canonical_form_is_refused_by_key() {
        for (json, key) in [
            (json!({"x": 1.5}), "x"),
            (json!({"x": u64::MAX}), "x"),
            (json!({"y": []}), "y"),
            (json!({"a": 1, "z": {}}), "z"),
            (json!([1]), ""),
            (json!("text"), ""),
        ] {
            let got = details_from_json(&json);
            assert_eq!(got, Err(LeafError::NotCanonical(key.into())));
        }
        assert_eq!(details_from_json(&json!(null)), Ok(Details::new()));
    }
}
