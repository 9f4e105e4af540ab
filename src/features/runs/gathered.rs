//! Many things that happen together ask for a list once.

use std::time::Duration;

use leptos::prelude::*;

/// How long what happens is gathered before the list is fetched anew.
const REST: Duration = Duration::from_millis(400);

/// What asks for a list anew: once for all that ask within a short time.
pub fn gathered(reload: Callback<()>) -> impl Fn() + Copy + 'static {
    let gathering = StoredValue::new(false);
    move || {
        if !gathering.get_value() {
            gathering.set_value(true);
            let again = move || {
                if gathering.try_set_value(false).is_none() {
                    reload.run(());
                }
            };
            set_timeout(again, REST);
        }
    }
}
