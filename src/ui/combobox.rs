//! A choice from many, found by typing.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::field::{Choice, FieldFrame, unique_id};
use crate::locale::{Text, tr, ui as words};

type Answer = Pin<Box<dyn Future<Output = Vec<Choice>>>>;

/// Where choices come from: an async function of what was typed.
///
/// `Source::new(|typed| async move { api::customers::find(&typed).await… })`
#[derive(Clone)]
pub struct Source(Arc<dyn Fn(String) -> Answer + Send + Sync>);

impl Source {
    /// A source from an async function.
    pub fn new<F, Fut>(find: F) -> Self
    where
        F: Fn(String) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Vec<Choice>> + 'static,
    {
        Self(Arc::new(move |typed| Box::pin(find(typed))))
    }

    /// A source from a list at hand: those whose label holds what was typed.
    pub fn of_list(all: Vec<Choice>) -> Self {
        let all = Arc::new(all);
        Self::new(move |typed| {
            let (all, typed) = (Arc::clone(&all), typed.to_lowercase());
            async move {
                all.iter()
                    .filter(|one| one.label.to_lowercase().contains(&typed))
                    .take(50)
                    .cloned()
                    .collect()
            }
        })
    }

    /// The choices for what was typed.
    pub async fn find(&self, typed: String) -> Vec<Choice> {
        (self.0)(typed).await
    }
}

/// A choice from many, found by typing; arrows move, Enter takes, Escape closes.
#[component]
pub fn Combobox(
    /// What is asked.
    #[prop(into)]
    label: Text,
    /// The choice made.
    value: RwSignal<Option<Choice>>,
    /// Where choices come from.
    source: Source,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Text>,
    /// What is wrong with the answer.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// An example, shown while empty.
    #[prop(into, optional)]
    placeholder: Option<Text>,
    /// Whether it must be answered.
    #[prop(optional)]
    required: bool,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
) -> impl IntoView {
    let id = unique_id("combo");
    let (list_id, note) = (format!("{id}-list"), format!("{id}-note"));
    let typed = RwSignal::new(None::<String>);
    let found = RwSignal::new(Vec::<Choice>::new());
    let open = RwSignal::new(false);
    let at = RwSignal::new(0_usize);
    let asked = StoredValue::new(0_u32);

    let look_up = move |text: String| {
        let ticket = asked.get_value().wrapping_add(1);
        asked.set_value(ticket);
        let source = source.clone();
        spawn_local(async move {
            let choices = source.find(text).await;
            // A slow answer to an older question must not replace a newer one.
            if asked.try_get_value() == Some(ticket) {
                found.set(choices);
                at.set(0);
                open.set(true);
            }
        });
    };
    let focus_look_up = look_up.clone();
    let mut settle = leptos::leptos_dom::helpers::debounce(Duration::from_millis(200), look_up);
    let take = move |choice: Choice| {
        value.set(Some(choice));
        typed.set(None);
        open.set(false);
    };
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let active_id = option_id.clone();
    let on_key = move |event: web_sys::KeyboardEvent| {
        let last = found.with(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = if open.get_untracked() { (*at + 1).min(last) } else { 0 }),
            "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
            "Enter" if open.get_untracked() => {
                if let Some(choice) = found.with(|all| all.get(at.get_untracked()).cloned()) {
                    take(choice);
                }
            }
            "Escape" if open.get_untracked() => {
                open.set(false);
                typed.set(None);
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let list_for_controls = list_id.clone();
    view! {
        <FieldFrame id=id.clone() label hint error required hide_label>
            <div class="combo">
                <input
                    id=id
                    class="input"
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=move || open.get().to_string()
                    aria-controls=list_for_controls
                    aria-activedescendant=move || open.get().then(|| active_id(at.get()))
                    aria-describedby=note
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    placeholder=move || placeholder.map(Text::get)
                    prop:value=move || typed.get().unwrap_or_else(|| value.get().map(|choice| choice.label).unwrap_or_default())
                    on:focus=move |_| focus_look_up(String::new())
                    on:blur=move |_| {
                        open.set(false);
                        typed.set(None);
                    }
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        if text.is_empty() {
                            value.set(None);
                        }
                        typed.set(Some(text.clone()));
                        settle(text);
                    }
                    on:keydown=on_key
                />
                <ul class="combo__list" id=list_id role="listbox" aria-label=label.view() hidden=move || !open.get()>
                    {move || {
                        let option_id = option_id.clone();
                        let all = found.get();
                        if all.is_empty() {
                            return view! { <li class="combo__none" role="option" aria-disabled="true" aria-selected="false">{tr(words::NO_OPTIONS)}</li> }.into_any();
                        }
                        all.into_iter()
                            .enumerate()
                            .map(|(index, choice)| {
                                let (label, hint) = (choice.label.clone(), choice.hint.clone());
                                view! {
                                    <li
                                        class="combo__option"
                                        role="option"
                                        id=option_id(index)
                                        aria-selected=move || (at.get() == index).to_string()
                                        on:mousedown=move |event| {
                                            event.prevent_default();
                                            take(choice.clone());
                                        }
                                        on:mousemove=move |_| at.set(index)
                                    >
                                        <span>{label}</span>
                                        {hint.map(|hint| view! { <span class="combo__hint">{hint}</span> })}
                                    </li>
                                }
                            })
                            .collect_view()
                            .into_any()
                    }}
                </ul>
            </div>
        </FieldFrame>
    }
}
