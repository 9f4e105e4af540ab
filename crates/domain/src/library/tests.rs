//! What a library is held to when it is read.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::consent::Purpose;
use crate::lang::Lang;

/// An item for the Mid-Autumn Festival, as JSON.
fn item(id: &str, zh: &str, en: &str) -> String {
    format!(
        r#"{{"id":"{id}","occasion":{{"kind":"festival","id":"mid_autumn"}},"purpose":"care","variants":{{"zh-CN":[{zh}],"en":[{en}]}}}}"#
    )
}

fn read(items: &[String]) -> Result<Library, String> {
    serde_json::from_str(&format!("[{}]", items.join(","))).map_err(|error| error.to_string())
}

#[test]
fn a_library_is_read_and_written_the_same() {
    let json = item(
        "festival.mid_autumn",
        r#""{称呼|您好}，中秋安康。""#,
        r#""Happy Mid-Autumn.""#,
    );
    let library = read(std::slice::from_ref(&json)).unwrap();
    assert_eq!(serde_json::to_string(&library).unwrap(), format!("[{json}]"));

    let occasion = Occasion::Festival(almanac::Festival::MidAutumn);
    let found: Vec<&Item> = library.of(occasion).collect();
    assert_eq!(found, library.items().iter().collect::<Vec<_>>());
    assert_eq!(library.item("festival.mid_autumn"), found.first().copied());
    assert_eq!(library.of(Occasion::Weather(Weather::Fog)).count(), 0);
    assert_eq!(found[0].purpose(), Purpose::Care);
    assert_eq!(found[0].texts(Lang::En), ["Happy Mid-Autumn."]);
    assert_eq!(occasion.name(Lang::ZhCn), "中秋节");
}

#[test]
fn what_is_no_library_is_refused() {
    let refused = |items: &[String], why: &str| {
        let error = read(items).unwrap_err();
        assert!(error.contains(why), "{error}");
    };
    let good = item("a", r#""甲""#, r#""A""#);
    refused(&[item("A b", r#""甲""#, r#""A""#)], "is no id");
    refused(&[item("a", "", r#""A""#)], "no text in zh-CN");
    refused(&[item("a", r#""甲""#, "")], "no text in en");
    refused(&[item("a", r#""{姓各}""#, r#""A""#)], "a: {姓各}");
    refused(&[good.replace("mid_autumn", "easter")], "unknown variant");
    refused(&[good.replace("purpose", "reason")], "unknown field");
    refused(&[good.clone(), good.clone()], "twice");
    refused(&[good, item("b", r#""乙""#, r#""A""#)], "already: A");
}
