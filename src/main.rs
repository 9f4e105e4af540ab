//! Mounts the app.

fn main() {
    console_error_panic_hook::set_once();
    rollcall_app::locale::init();
    leptos::mount::mount_to_body(rollcall_app::app::App);
}
