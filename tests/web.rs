//! What only a browser can tell about the app's own code.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used)]

use rollcall_app::locale::{self, Lang, date};
use rollcall_app::state::storage;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_browser_keeps_and_forgets() {
    storage::set("web-test", "1");
    assert_eq!(storage::get("web-test").as_deref(), Some("1"));
    storage::remove("web-test");
    assert_eq!(storage::get("web-test"), None);
}

#[wasm_bindgen_test]
fn the_page_says_its_language() {
    let root = || {
        web_sys::window()
            .unwrap()
            .document()
            .unwrap()
            .document_element()
            .unwrap()
    };
    for lang in [Lang::En, Lang::ZhCn] {
        locale::set_lang(lang);
        assert_eq!(root().get_attribute("lang").as_deref(), Some(lang.tag()));
    }
}

#[wasm_bindgen_test]
fn a_calendar_day_is_today_by_the_clock_of_the_firm() {
    locale::set_lang(Lang::En);
    // 26 hours apart: at no moment is it the same day in both, so one of them is not where UTC is.
    for zone in ["Etc/GMT+12", "Pacific/Kiritimati"] {
        date::set_zone(zone);
        let day = |days: i64| date::iso_day(date::now() + days * 86_400_000);
        assert_eq!(date::plain_day(&day(0)), "Today", "{zone}");
        assert_eq!(date::plain_day(&day(1)), "Tomorrow", "{zone}");
        assert_eq!(date::plain_day(&day(-1)), "Yesterday", "{zone}");
    }
    date::set_zone("Asia/Shanghai");
}

#[wasm_bindgen_test]
fn a_day_near_has_no_capital_within_a_sentence() {
    locale::set_lang(Lang::En);
    let now = date::now();
    assert!(date::moment(now).starts_with("Today "));
    assert!(date::moment_within(now).starts_with("today "));
    let far = now + 5 * 86_400_000;
    assert_eq!(date::moment_within(far), date::moment(far));
    locale::set_lang(Lang::ZhCn);
    assert_eq!(date::moment_within(now), date::moment(now));
}
