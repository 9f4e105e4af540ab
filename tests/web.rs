//! What only a browser can tell about the app's own code.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used)]

use rollcall_app::locale::{self, Lang};
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
