//! A choice from many, found by typing.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::asked::Asked;
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

/// What was typed, what was found, and which of it is marked.
#[derive(Clone, Copy)]
struct Search {
    value: RwSignal<Option<Choice>>,
    source: StoredValue<Source>,
    /// `None`: nothing since the choice.
    typed: RwSignal<Option<String>>,
    found: RwSignal<Vec<Choice>>,
    open: RwSignal<bool>,
    /// The place of the marked one.
    at: RwSignal<usize>,
    asked: Asked,
}

impl Search {
    fn new(value: RwSignal<Option<Choice>>, source: Source) -> Search {
        Search {
            value,
            source: StoredValue::new(source),
            typed: RwSignal::new(None),
            found: RwSignal::new(Vec::new()),
            open: RwSignal::new(false),
            at: RwSignal::new(0),
            asked: Asked::new(1),
        }
    }

    fn typing(self, text: &str) {
        self.asked.typing();
        self.typed.set(Some(text.to_owned()));
    }

    fn look_up(self, text: String) {
        let ticket = self.asked.next();
        let source = self.source.get_value();
        spawn_local(async move {
            let choices = source.find(text).await;
            if let Some(waited_for) = self.asked.answered(ticket, 0, !choices.is_empty()) {
                let first = choices.first().filter(|_| waited_for).cloned();
                self.found.set(choices);
                self.at.set(0);
                self.open.set(true);
                if let Some(choice) = first {
                    self.take(choice);
                }
            }
        });
    }

    fn take(self, choice: Choice) {
        self.value.set(Some(choice));
        self.close();
    }

    /// Shows the choice made, whatever was typed; an answer that is still on its way opens nothing any more.
    fn close(self) {
        self.asked.typing();
        self.open.set(false);
        self.typed.set(None);
    }

    fn shown(self) -> String {
        let chosen = || self.value.get().map(|choice| choice.label).unwrap_or_default();
        self.typed.get().unwrap_or_else(chosen)
    }

    fn key(self, event: &web_sys::KeyboardEvent) {
        let open = self.open.get_untracked();
        let last = self.found.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => self.at.update(|at| *at = if open { (*at + 1).min(last) } else { 0 }),
            "ArrowUp" => self.at.update(|at| *at = at.saturating_sub(1)),
            "Enter" if self.typed.with_untracked(Option::is_some) && !self.asked.is_fresh(0) => self.asked.wait(),
            "Enter" if open => {
                let at = self.at.get_untracked();
                if let Some(choice) = self.found.with_untracked(|all| all.get(at).cloned()) {
                    self.take(choice);
                }
            }
            "Escape" if open => self.close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
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
    let search = Search::new(value, source);
    let mut settle = leptos::leptos_dom::helpers::debounce(Duration::from_millis(200), move |text| {
        if search.typed.with_untracked(Option::is_some) {
            search.look_up(text);
        }
    });
    let active = {
        let list_id = list_id.clone();
        move || search.open.get().then(|| option_id(&list_id, search.at.get()))
    };
    let options = {
        let list_id = list_id.clone();
        move || options(search, &list_id)
    };
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
                    aria-expanded=move || search.open.get().to_string()
                    aria-controls=list_id.clone()
                    aria-activedescendant=active
                    aria-describedby=note
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    placeholder=move || placeholder.map(Text::get)
                    prop:value=move || search.shown()
                    on:focus=move |_| search.look_up(String::new())
                    on:blur=move |_| search.close()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        if text.is_empty() {
                            value.set(None);
                        }
                        search.typing(&text);
                        settle(text);
                    }
                    on:keydown=move |event| search.key(&event)
                />
                <ul class="combo__list" id=list_id role="listbox" tabindex="-1" aria-label=label.view() hidden=move || !search.open.get()>
                    {options}
                </ul>
            </div>
        </FieldFrame>
    }
}

fn option_id(list: &str, index: usize) -> String {
    format!("{list}-{index}")
}

/// What was found.
fn options(search: Search, list: &str) -> AnyView {
    let all = search.found.get();
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
                    id=option_id(list, index)
                    aria-selected=move || (search.at.get() == index).to_string()
                    on:mousedown=move |event| {
                        event.prevent_default();
                        search.take(choice.clone());
                    }
                    on:mousemove=move |_| search.at.set(index)
                >
                    <span>{label}</span>
                    {hint.map(|hint| view! { <span class="combo__hint">{hint}</span> })}
                </li>
            }
        })
        .collect_view()
        .into_any()
}
