//! Copies a text.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::button::{Button, Look};
use super::icon::Icon;
use crate::locale::{Text, ui as words};

/// Copies a text to the clipboard, and says that it did.
#[component]
pub fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let done = RwSignal::new(false);
    let copy = move |_| {
        spawn_local(async move {
            if JsFuture::from(window().navigator().clipboard().write_text(&text.get_untracked()))
                .await
                .is_ok()
            {
                done.try_set(true);
                set_timeout(
                    move || {
                        done.try_set(false);
                    },
                    Duration::from_secs(2),
                );
            }
        });
    };
    let label = Text::from(move || {
        if done.get() {
            words::COPIED.get()
        } else {
            words::COPY.get()
        }
    });
    view! {
        <span class="copy" class:copy--done=move || done.get()>
            <Button label icon=Icon::Copy icon_only=true look=Look::Plain on:click=copy/>
            <span class="copy__said" role="status">{move || done.get().then(|| words::COPIED.get())}</span>
        </span>
    }
}
