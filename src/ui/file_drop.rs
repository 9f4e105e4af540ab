//! A place to drop a file, or to choose one.

use leptos::html;
use leptos::prelude::*;

use super::field::unique_id;
use super::icon::{Glyph, Icon};
use crate::locale::{Text, tr, ui as words};

/// A place to drop a file, or to choose one by click or keyboard.
#[component]
pub fn FileDrop(
    /// What file is wanted.
    #[prop(into)]
    label: Text,
    /// Which kinds are taken, and how large they may be.
    #[prop(into, optional)]
    hint: Option<Text>,
    /// The `accept` list, such as `.csv,.xlsx`.
    #[prop(default = "")]
    accept: &'static str,
    /// Takes the file.
    #[prop(into)]
    on_file: UnsyncCallback<web_sys::File>,
) -> impl IntoView {
    let id = unique_id("drop");
    let own = id.clone();
    let over = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let give = move |files: Option<web_sys::FileList>| {
        if let Some(file) = files.and_then(|files| files.get(0)) {
            on_file.run(file);
        }
    };
    view! {
        <label
            class="file-drop"
            class:file-drop--over=move || over.get()
            for=own
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                over.set(false);
                give(event.data_transfer().and_then(|data| data.files()));
            }
        >
            <input
                class="visually-hidden"
                id=id
                type="file"
                accept=(!accept.is_empty()).then_some(accept)
                node_ref=input
                on:change=move |_| {
                    if let Some(input) = input.get_untracked() {
                        give(input.files());
                        // The same file may be chosen again after it was mended.
                        input.set_value("");
                    }
                }
            />
            <Glyph icon=Icon::File/>
            <span class="file-drop__label">{label.view()}</span>
            <span class="file-drop__how">{move || if over.get() { tr(words::DROP_NOW)() } else { tr(words::DROP_FILE)() }}</span>
            {hint.map(|hint| view! { <span class="file-drop__hint">{hint.view()}</span> })}
        </label>
    }
}
