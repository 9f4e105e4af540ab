//! Queries of requests.

use serde::Serialize;
use serde_json::Value;

/// The path with the fields of `query` that are there. A query is a struct, or a list of name and value.
pub fn with(path: &str, query: &(impl Serialize + ?Sized)) -> String {
    let mut asked = path.to_owned();
    for (name, value) in fields(serde_json::to_value(query).unwrap_or_default()) {
        asked.push(if asked.contains('?') { '&' } else { '?' });
        asked.push_str(&name);
        asked.push('=');
        asked.push_str(&encoded(&value));
    }
    asked
}

/// Name and value of what is there; empty texts count as absent.
fn fields(query: Value) -> Vec<(String, String)> {
    let text = |value: Value| match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then_some(text),
        other => Some(other.to_string()),
    };
    let pairs: Vec<(String, Value)> = match query {
        Value::Object(map) => map.into_iter().collect(),
        Value::Array(list) => list
            .into_iter()
            .filter_map(|pair| crate::api::json::read(pair).ok())
            .collect(),
        _ => Vec::new(),
    };
    pairs
        .into_iter()
        .filter_map(|(name, value)| Some((name, text(value)?)))
        .collect()
}

fn encoded(value: &str) -> String {
    js_sys::encode_uri_component(value).as_string().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_absent_does_not_travel() {
        let query = json!({"search": "王", "city": null, "tag": "", "limit": 50});
        assert_eq!(
            fields(query),
            [
                ("limit".to_owned(), "50".to_owned()),
                ("search".to_owned(), "王".to_owned())
            ]
        );
        let list = json!([["from", "2026-05-01"], ["to", null]]);
        assert_eq!(fields(list), [("from".to_owned(), "2026-05-01".to_owned())]);
    }
}
