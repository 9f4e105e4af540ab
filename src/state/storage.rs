//! The browser's `localStorage`, which may be missing or refused; then nothing is kept and nothing fails.

use leptos::prelude::window;

/// What was kept under the key.
pub fn get(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a value under the key.
pub fn set(key: &str, value: &str) {
    if let Ok(Some(store)) = window().local_storage() {
        let _ = store.set_item(key, value);
    }
}

/// Forgets the key.
pub fn remove(key: &str) {
    if let Ok(Some(store)) = window().local_storage() {
        let _ = store.remove_item(key);
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_browser_keeps_and_forgets() {
        set("web-test", "1");
        assert_eq!(get("web-test").as_deref(), Some("1"));
        remove("web-test");
        assert_eq!(get("web-test"), None);
    }
}
