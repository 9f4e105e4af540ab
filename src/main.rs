//! Mounts the app.

use rollcall_app::{app, locale, state};

fn main() {
    console_error_panic_hook::set_once();
    locale::init();
    state::theme::init();
    state::density::init();
    state::guard::init();
    state::live::init();
    // The skeleton that stood here until the app was loaded.
    if let Some(skeleton) = leptos::prelude::document().get_element_by_id("boot") {
        skeleton.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
