//! Where short notices appear, and are said aloud.

use leptos::prelude::*;

use super::button::{Button, Look};
use super::icon::{Glyph, Icon};
use super::tone::Tone;
use crate::locale::{tr, ui as words};
use crate::state::toasts::{self, Toast};

/// Where short notices appear, and are said aloud. Once in the shell.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toast_view = |toast: Toast| {
        let icon = match toast.tone {
            Tone::Jade => Icon::Check,
            Tone::Crimson => Icon::Warning,
            _ => Icon::Info,
        };
        let id = toast.id;
        view! {
            <div class="toast" data-tone=toast.tone.name()>
                <Glyph icon/>
                <p class="toast__text">{toast.text}</p>
                <Button label=words::DISMISS icon=Icon::Close icon_only=true look=Look::Plain on:click=move |_| toasts::dismiss(id)/>
            </div>
        }
    };
    view! {
        <section class="toasts" role="status" aria-live="polite" aria-label=tr(words::NOTICES)>
            <For each=toasts::all key=|toast| toast.id children=toast_view/>
        </section>
    }
}
