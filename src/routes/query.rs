//! Filters in the URL's query: typed, and without losing what others keep there.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::state::effect::effect;

/// A query key with the type of its value.
///
/// ```ignore
/// const STAGE: QueryKey<Stage> = QueryKey::new("stage");
/// let stage = use_query(STAGE);          // Memo<Option<Stage>>
/// let set = set_query();                 // Fn(&[(&str, Option<String>)])
/// set(&[STAGE.to(Some(&Stage::Final)), PAGE.clear()]);
/// ```
///
/// The value travels as `Display` writes it and comes back by `FromStr`; what does not parse counts as absent.
pub struct QueryKey<T> {
    /// The key as the URL spells it.
    pub name: &'static str,
    marker: std::marker::PhantomData<fn() -> T>,
}

impl<T> Clone for QueryKey<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for QueryKey<T> {}

impl<T> QueryKey<T> {
    /// A key of this name.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            marker: std::marker::PhantomData,
        }
    }

    /// The change that takes the key out of the query.
    pub const fn clear(self) -> (&'static str, Option<String>) {
        (self.name, None)
    }
}

impl<T: ToString> QueryKey<T> {
    /// The change that sets the key, or takes it out.
    pub fn to(self, value: Option<&T>) -> (&'static str, Option<String>) {
        (
            self.name,
            value.map(ToString::to_string).filter(|text| !text.is_empty()),
        )
    }
}

/// The key's value in the URL now; reactive. Call inside a component.
pub fn use_query<T>(key: QueryKey<T>) -> Memo<Option<T>>
where
    T: std::str::FromStr + PartialEq + Send + Sync + 'static,
{
    let search = use_location().search;
    Memo::new(move |_| {
        search
            .with(|search| query_value(search, key.name))
            .and_then(|text| text.parse().ok())
    })
}

/// A function that changes keys of the query and leaves the others; it replaces the history's entry, so that typing in a
/// filter does not fill it. Call inside a component, keep what it returns.
pub fn set_query() -> impl Fn(&[(&'static str, Option<String>)]) + Clone + 'static {
    let (location, navigate) = (use_location(), use_navigate());
    move |changes| {
        let path = location.pathname.get_untracked();
        let search = location.search.with_untracked(|search| with_query(search, changes));
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&format!("{path}{search}"), options);
    }
}

/// A signal that is one with a key of the URL, for fields that edit a filter: what is written into it goes to the URL, and
/// a link, a chip or the browser's back button changes it. Empty means absent. Call inside a component.
pub fn bind_query(name: &'static str) -> RwSignal<String> {
    let search = use_location().search;
    let set = set_query();
    let in_url = Memo::new(move |_| search.with(|search| query_value(search, name)).unwrap_or_default());
    let value = RwSignal::new(in_url.get_untracked());
    effect(move || {
        let text = in_url.get();
        if value.with_untracked(|value| *value != text) {
            value.set(text);
        }
    });
    let mut ran = false;
    effect(move || {
        let text = value.get();
        if std::mem::replace(&mut ran, true) && in_url.with_untracked(|now| *now != text) {
            set(&[(name, Some(text).filter(|text| !text.is_empty()))]);
        }
    });
    value
}

/// The decoded value of a key in a query such as `?a=1&b=2`.
pub fn query_value(search: &str, name: &str) -> Option<String> {
    pairs(search).find(|(key, _)| key == name).map(|(_, value)| value)
}

/// The query with the changes applied, with its `?`, or empty. Usable for links: `format!("{}{}", Page::Runs.path(), with_query("", &[…]))`.
pub fn with_query(search: &str, changes: &[(&'static str, Option<String>)]) -> String {
    let kept = pairs(search).filter(|(key, _)| changes.iter().all(|(name, _)| name != key));
    let added = changes
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?)));
    let text: Vec<String> = kept
        .chain(added)
        .map(|(key, value)| format!("{}={}", encode(&key), encode(&value)))
        .collect();
    if text.is_empty() {
        String::new()
    } else {
        format!("?{}", text.join("&"))
    }
}

fn pairs(search: &str) -> impl Iterator<Item = (String, String)> + '_ {
    search
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
}

fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~,:".contains(&byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_change_leaves_the_other_keys() {
        let cases = [
            (
                "",
                vec![("q", Some("王 芳&=".to_owned()))],
                "?q=%E7%8E%8B%20%E8%8A%B3%26%3D",
            ),
            ("?a=1&b=2", vec![("a", None)], "?b=2"),
            (
                "?a=1",
                vec![("a", Some("3".into())), ("b", Some("4".into()))],
                "?a=3&b=4",
            ),
            ("?a=1", vec![("a", None)], ""),
        ];
        for (before, changes, after) in cases {
            assert_eq!(with_query(before, &changes), after);
        }
    }

    #[test]
    fn a_value_comes_back_as_it_was_set() {
        for value in ["王 芳&=", "100%", "a+b", "%zz", "🙂"] {
            let query = with_query("?x=y", &[("q", Some(value.to_owned()))]);
            assert_eq!(query_value(&query, "q").as_deref(), Some(value));
        }
    }
}
