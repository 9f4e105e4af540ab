//! How much stands on the screen.

use std::sync::LazyLock;

use leptos::prelude::*;

use super::storage;

static COMPACT: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(false));

const STORE_KEY: &str = "rollcall.density";

/// Takes up the density of the last visit. The attribute was set by `boot.js` before the first paint.
pub fn init() {
    COMPACT.set(storage::get(STORE_KEY).as_deref() == Some("compact"));
}

/// Whether rows and fields stand close; reactive.
pub fn is_compact() -> bool {
    super::read(&COMPACT)
}

/// Sets the density, at once and for later visits.
pub fn set_compact(compact: bool) {
    let name = if compact { "compact" } else { "comfortable" };
    storage::set(STORE_KEY, name);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-density", name);
    }
    COMPACT.set(compact);
}

/// A table row's height in pixels, as `style/tokens.css` has it; reactive.
pub fn row_height() -> u32 {
    if is_compact() { 36 } else { 44 }
}
