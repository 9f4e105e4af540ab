//! The browser's `localStorage`, which may be missing, refused or full; then nothing is kept and nothing fails.

use leptos::prelude::window;

/// What was kept under the key.
pub fn get(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a value under the key. Whether it is kept.
pub fn set(key: &str, value: &str) -> bool {
    let store = window().local_storage().ok().flatten();
    store.is_some_and(|store| store.set_item(key, value).is_ok())
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
        assert!(set("web-test", "1"));
        assert_eq!(get("web-test").as_deref(), Some("1"));
        assert!(!set("web-test", &"x".repeat(1 << 24)), "there is no room for it");
        assert_eq!(get("web-test").as_deref(), Some("1"));
        remove("web-test");
        assert_eq!(get("web-test"), None);
    }
}
