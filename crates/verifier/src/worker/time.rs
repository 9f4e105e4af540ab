//! Moments as people write them, in a zone, by the browser's own `Intl`.

use audit::check::Lang;
use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;

/// Writes moments in this zone; in the browser's own if it does not know the zone.
pub fn writer(zone: &str) -> impl Fn(Lang, i64) -> String + use<> {
    let zone = zone.to_owned();
    move |lang, at| {
        let tag = match lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en-GB",
        };
        let date = Date::new(&JsValue::from_f64(at as f64));
        let written = |zone: Option<&str>| date.to_locale_string(tag, &options(zone));
        // A zone that is not known throws, and `catch` is not declared for it: ask only for one that the formatter takes.
        String::from(written(Some(zone.as_str()).filter(|zone| known(zone))))
    }
}

fn options(zone: Option<&str>) -> JsValue {
    let options = Object::new();
    for (key, value) in [
        ("year", "numeric"),
        ("month", "long"),
        ("day", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("hourCycle", "h23"),
    ] {
        set(&options, key, value);
    }
    if let Some(zone) = zone {
        set(&options, "timeZone", zone);
    }
    options.into()
}

fn known(zone: &str) -> bool {
    let options = Object::new();
    set(&options, "timeZone", zone);
    let formatter = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()))
        .map(js_sys::Function::from);
    let made = formatter.and_then(|make| Reflect::construct(&make, &js_sys::Array::of2(&"en".into(), &options)));
    made.is_ok()
}

fn set(options: &Object, key: &str, value: &str) {
    // Setting a field of a fresh object does not fail.
    let _ = Reflect::set(options, &key.into(), &value.into());
}
