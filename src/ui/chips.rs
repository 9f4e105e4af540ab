//! Short words in a row, such as tags.

use leptos::prelude::*;

use super::field::{FieldFrame, unique_id};
use super::icon::{Glyph, Icon};
use crate::locale::{Text, lang, ui as words};

/// A field of short words: Enter or a comma adds one, Backspace in the empty field takes the last.
#[component]
pub fn ChipsField(
    /// What is asked.
    #[prop(into)]
    label: Text,
    /// The words, each once.
    value: RwSignal<Vec<String>>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Text>,
    /// An example, shown while empty.
    #[prop(into, optional)]
    placeholder: Option<Text>,
    /// Words to choose from while typing.
    #[prop(into, optional)]
    suggestions: Signal<Vec<String>>,
    /// What is wrong with the answer.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = unique_id("chips");
    let list = format!("{id}-list");
    let typed = RwSignal::new(String::new());
    let add = move || {
        let word = typed.get_untracked().trim().to_owned();
        if !word.is_empty() {
            value.update(|all| {
                if !all.contains(&word) {
                    all.push(word);
                }
            });
        }
        typed.set(String::new());
    };
    let on_key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        // While an input method composes, Enter belongs to it.
        "Enter" | "," | "，" if !event.is_composing() => {
            event.prevent_default();
            add();
        }
        "Backspace" if typed.with_untracked(String::is_empty) => value.update(|all| {
            all.pop();
        }),
        _ => {}
    };
    view! {
        <FieldFrame id=id.clone() label hint error>
            <div class="input chips">
                <For each=move || value.get() key=Clone::clone let:word>
                    {removable(word, value)}
                </For>
                <input
                    id=id
                    class="chips__input"
                    type="text"
                    autocomplete="off"
                    list=list.clone()
                    placeholder=move || value.with(Vec::is_empty).then(|| placeholder.map(Text::get)).flatten()
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:keydown=on_key
                    on:blur=move |_| add()
                />
                <datalist id=list>
                    {move || suggestions.get().into_iter().map(|word| view! { <option value=word></option> }).collect_view()}
                </datalist>
            </div>
        </FieldFrame>
    }
}

/// A word of the field, with the cross that takes it out.
fn removable(word: String, value: RwSignal<Vec<String>>) -> impl IntoView {
    let (shown, named) = (word.clone(), word.clone());
    let remove = move |_| value.update(|all| all.retain(|one| *one != word));
    view! {
        <span class="chip">
            {shown}
            <button type="button" class="chip__remove" aria-label=move || format!("{} {named}", words::REMOVE.of(lang())) on:click=remove>
                <Glyph icon=Icon::Close/>
            </button>
        </span>
    }
}

/// One word, shown only.
#[component]
pub fn Chip(
    /// The word.
    #[prop(into)]
    label: Text,
) -> impl IntoView {
    view! { <span class="chip">{label.view()}</span> }
}
