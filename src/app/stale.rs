//! Says that what is on the screen could not be brought up to date.

use leptos::prelude::*;

use crate::locale::{tr, ui as words};
use crate::state::effect::effect;
use crate::state::{live, stale};
use crate::ui::{Button, Glyph, Icon};

/// A quiet line while something on the screen is behind: what is shown stays, and can be asked for again. It is asked for
/// by itself when the gateway is back.
#[component]
pub fn StaleNotice() -> impl IntoView {
    let mut before = None;
    effect(move || {
        let now = live::reconnections();
        if before.replace(now).is_some_and(|before| before != now) {
            stale::again();
        }
    });
    let why = Memo::new(|_| stale::why());
    view! {
        <div class="stale" role="status">
            {move || why.get().map(|error| view! {
                <p class="stale__text"><Glyph icon=Icon::Warning/> {tr(words::STALE)} " " <span class="stale__why">{error.title()}</span></p>
                <Button label=words::RETRY icon=Icon::Refresh on:click=move |_| stale::again()/>
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Error;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn it_is_said_for_as_long_as_something_is_behind() {
        let owner = Owner::new();
        let (one, two) = owner.with(|| (stale::Stale::here(), stale::Stale::here()));
        let again = owner.with(|| Callback::new(|()| {}));
        one.fell_behind(Error::Network, again);
        one.fell_behind(Error::Network, again);
        two.fell_behind(Error::Network, again);
        one.caught_up();
        assert_eq!(untrack(stale::why), Some(Error::Network));
        drop(owner);
        assert_eq!(untrack(stale::why), None, "gone with the page that showed it");
    }
}
