//! The single-page app: Leptos, rendered in the browser.

pub mod api;
pub mod app;
pub mod features;
pub mod locale;
pub mod routes;
pub mod state;
pub mod ui;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
