//! What a column can go to, and whether a choice of columns makes sense. Pure.

use wire::imports::{Column, FileKind};

use crate::locale::{Lang, Msg, imports as words};

const CUSTOMERS: &[&str] = &[
    "number",
    "name",
    "phone",
    "sex",
    "city",
    "tier",
    "tags",
    "agent",
    "site_stage",
    "site",
    "started",
    "delivered",
    "project_manager",
    "birthday",
    "lunar_birthday",
    "last_purchase",
    "amount",
    "consent_service",
    "consent_care",
    "consent_marketing",
    "note",
];
const PURCHASES: &[&str] = &["number", "phone", "purchase_number", "purchase_date", "amount", "item"];
const EVENTS: &[&str] = &[
    "number",
    "phone",
    "event_kind",
    "event_date",
    "site_stage",
    "event_text",
    "event_number",
];

/// Not imported.
pub(super) const IGNORE: &str = "ignore";
/// Kept as an attribute; the name follows after a colon.
const ATTRIBUTE: &str = "attribute";

/// The codes to which a column of such a file can go, attributes and "not imported" aside.
pub(super) const fn codes(kind: FileKind) -> &'static [&'static str] {
    match kind {
        FileKind::Customers => CUSTOMERS,
        FileKind::Purchases => PURCHASES,
        FileKind::Events => EVENTS,
    }
}

/// Whether the code keeps the column as an attribute of its own.
pub(super) fn is_attribute(code: &str) -> bool {
    code == ATTRIBUTE || code.starts_with("attribute:")
}

/// The code that keeps this column as an attribute.
pub(super) fn attribute_of(column: &Column) -> String {
    if is_attribute(&column.field) {
        column.field.clone()
    } else {
        format!("{ATTRIBUTE}:{}", column.header.trim())
    }
}

/// What a code is called.
pub(super) fn name(code: &str, lang: Lang) -> String {
    if let Some(own) = code.strip_prefix("attribute:").filter(|own| !own.is_empty()) {
        return words::attribute(lang, own);
    }
    known(code).of(lang).to_owned()
}

fn known(code: &str) -> Msg {
    match code {
        "number" => words::F_NUMBER,
        "name" => words::F_NAME,
        "sex" => words::F_SEX,
        "phone" => words::F_PHONE,
        "site_stage" => words::F_SITE_STAGE,
        "site" => words::F_SITE,
        "started" => words::F_STARTED,
        "delivered" => words::F_DELIVERED,
        "tier" => words::F_TIER,
        "birthday" => words::F_BIRTHDAY,
        "lunar_birthday" => words::F_LUNAR_BIRTHDAY,
        "last_purchase" => words::F_LAST_PURCHASE,
        "amount" => words::F_AMOUNT,
        "city" => words::F_CITY,
        "tags" => words::F_TAGS,
        "agent" => words::F_AGENT,
        "project_manager" => words::F_PROJECT_MANAGER,
        "consent_service" => words::F_CONSENT_SERVICE,
        "consent_care" => words::F_CONSENT_CARE,
        "consent_marketing" => words::F_CONSENT_MARKETING,
        "note" => words::F_NOTE,
        "purchase_number" => words::F_PURCHASE_NUMBER,
        "purchase_date" => words::F_PURCHASE_DATE,
        "item" => words::F_ITEM,
        "event_kind" => words::F_EVENT_KIND,
        "event_date" => words::F_EVENT_DATE,
        "event_text" => words::F_EVENT_TEXT,
        "event_number" => words::F_EVENT_NUMBER,
        "attribute" => words::F_ATTRIBUTE,
        _ => words::F_IGNORE,
    }
}

/// Why a choice of columns cannot be checked.
pub(super) fn flaw(fields: &[String]) -> Option<Msg> {
    if !fields.iter().any(|code| code == "number" || code == "phone") {
        return Some(words::MISSING_KEY);
    }
    let twice = fields.iter().enumerate().any(|(at, code)| {
        let many = code == IGNORE || code == ATTRIBUTE;
        !many && fields[..at].contains(code)
    });
    twice.then_some(words::TWICE)
}

/// How many columns were given another field.
pub(super) fn changed(columns: &[Column], fields: &[String]) -> usize {
    columns
        .iter()
        .zip(fields)
        .filter(|(column, field)| column.field != **field)
        .count()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use wire::imports::Guess;

    use super::*;

    fn column(header: &str, field: &str) -> Column {
        Column {
            header: header.to_owned(),
            field: field.to_owned(),
            guess: Guess::Sure,
        }
    }

    #[test]
    fn every_code_has_words_of_its_own() {
        for kind in [FileKind::Customers, FileKind::Purchases, FileKind::Events] {
            for code in codes(kind) {
                for lang in [Lang::ZhCn, Lang::En] {
                    assert_ne!(name(code, lang), name(IGNORE, lang), "{code}");
                }
            }
        }
        assert_eq!(name("attribute:爱好", Lang::ZhCn), "属性“爱好”");
    }

    #[test]
    fn a_choice_must_tell_customers_apart() {
        let check = |fields: &[&str], flawed: Option<Msg>| {
            let fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
            assert_eq!(flaw(&fields), flawed, "{fields:?}");
        };
        check(&["name", "phone"], None);
        check(&["name", "city"], Some(words::MISSING_KEY));
        check(&["phone", "phone"], Some(words::TWICE));
        check(&["number", "ignore", "ignore", "attribute:a", "attribute:b"], None);
        check(&["number", "attribute:a", "attribute:a"], Some(words::TWICE));
    }

    #[test]
    fn an_attribute_is_called_like_its_header() {
        assert_eq!(attribute_of(&column(" 爱好 ", "ignore")), "attribute:爱好");
        assert_eq!(attribute_of(&column("x", "attribute:爱好")), "attribute:爱好");
        let columns = [column("a", "name"), column("b", "ignore")];
        assert_eq!(changed(&columns, &["name".into(), "attribute:b".into()]), 1);
    }
}
