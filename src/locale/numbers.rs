//! Numbers as people write them, through the browser's `Intl`.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{Lang, lang};

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Plain,
    Money,
    Percent,
    /// With one decimal, so that a column of them lines up.
    Share,
    Compact,
}

thread_local! {
    // Making a formatter costs a hundred times what using one does.
    static FORMATS: RefCell<HashMap<(Lang, Kind), Function>> = RefCell::new(HashMap::new());
}

/// A count with thousands separators: `3,812`.
pub fn number(n: impl TryInto<i64>) -> String {
    let n = n.try_into().unwrap_or(i64::MAX);
    format(Kind::Plain, n as f64)
}

/// Money from minor units (fen): `¥1,234.50`.
pub fn money(minor_units: i64) -> String {
    format(Kind::Money, minor_units as f64 / 100.0)
}

/// A share between 0 and 1, with at most one decimal: `99.7%`. Few are not none, and nearly all are not all: `<0.1%`, `>99.9%`.
pub fn percent(share: f64) -> String {
    bounded(Kind::Percent, share)
}

/// Like [`percent`], with one decimal always, for a column: `3.0%`.
pub fn share(share: f64) -> String {
    bounded(Kind::Share, share)
}

fn bounded(kind: Kind, share: f64) -> String {
    match share {
        few if few > 0.0 && few < 0.0005 => format!("<{}", format(kind, 0.001)),
        most if (0.9995..1.0).contains(&most) => format!(">{}", format(kind, 0.999)),
        _ => format(kind, share),
    }
}

/// A count in few signs: `1.2万`, `12K`.
pub fn compact(n: u64) -> String {
    format(Kind::Compact, n as f64)
}

fn format(kind: Kind, value: f64) -> String {
    let lang = lang();
    FORMATS.with_borrow_mut(|formats| {
        let function = formats.entry((lang, kind)).or_insert_with(|| build(lang, kind));
        function
            .call1(&JsValue::UNDEFINED, &value.into())
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| value.to_string())
    })
}

fn build(lang: Lang, kind: Kind) -> Function {
    let options = Object::new();
    let pairs: &[(&str, JsValue)] = &match kind {
        Kind::Plain => vec![("maximumFractionDigits", 0.into())],
        Kind::Money => vec![
            ("style", "currency".into()),
            ("currency", "CNY".into()),
            ("currencyDisplay", "narrowSymbol".into()),
        ],
        Kind::Percent => vec![("style", "percent".into()), ("maximumFractionDigits", 1.into())],
        Kind::Share => vec![
            ("style", "percent".into()),
            ("minimumFractionDigits", 1.into()),
            ("maximumFractionDigits", 1.into()),
        ],
        Kind::Compact => vec![("notation", "compact".into()), ("maximumFractionDigits", 1.into())],
    };
    for (key, value) in pairs {
        let _ = Reflect::set(&options, &(*key).into(), value);
    }
    let formatter = Intl::NumberFormat::new(&Array::of1(&lang.tag().into()), &options);
    formatter.format().unchecked_into()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::locale::{Lang, set_lang};

    #[test]
    fn a_share_is_all_or_none_only_where_it_is() {
        set_lang(Lang::ZhCn);
        let cases = [
            (0.0, "0%"),
            (6.0 / 12_307.0, "<0.1%"),
            (0.8784, "87.8%"),
            (11_944.0 / 11_945.0, ">99.9%"),
            (1.0, "100%"),
        ];
        for (share, said) in cases {
            assert_eq!(percent(share), said, "{share}");
        }
        assert_eq!(
            (percent(0.03), super::share(0.03)),
            ("3%".to_owned(), "3.0%".to_owned())
        );
    }
}
