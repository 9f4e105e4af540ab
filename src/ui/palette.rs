//! The palette: type what you want, Enter goes there.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::asked::Asked;
use super::icon::{Glyph, Icon};
use crate::locale::{tr, ui as words};
use crate::state::effect::effect;

/// Something the palette offers.
#[derive(Clone)]
pub struct Command {
    /// The heading under which it stands.
    pub group: String,
    /// What it is.
    pub label: String,
    /// More of it, such as a masked phone.
    pub hint: Option<String>,
    /// Its sign.
    pub icon: Icon,
    /// What taking it does.
    pub run: Arc<dyn Fn() + Send + Sync>,
}

type Answer = Pin<Box<dyn Future<Output = Vec<Command>>>>;

/// Where commands come from: an async function of what was typed. It is asked again at every rest of the typing.
#[derive(Clone)]
pub struct PaletteSource(Arc<dyn Fn(String) -> Answer + Send + Sync>);

impl PaletteSource {
    /// A source from an async function.
    pub fn new<F, Fut>(find: F) -> Self
    where
        F: Fn(String) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Vec<Command>> + 'static,
    {
        Self(Arc::new(move |typed| Box::pin(find(typed))))
    }
}

/// What was typed, what was found, and which of it is marked.
#[derive(Clone, Copy)]
struct Search {
    open: RwSignal<bool>,
    sources: StoredValue<Vec<PaletteSource>>,
    /// The answers, one a source.
    found: RwSignal<Vec<Vec<Command>>>,
    /// The answers in one list.
    all: Memo<Vec<Command>>,
    /// The place of the marked one.
    at: RwSignal<usize>,
    asked: Asked,
}

impl Search {
    fn new(open: RwSignal<bool>, sources: Vec<PaletteSource>) -> Search {
        let found = RwSignal::new(vec![Vec::new(); sources.len()]);
        Search {
            open,
            asked: Asked::new(sources.len()),
            sources: StoredValue::new(sources),
            found,
            all: Memo::new_with_compare(move |_| found.get().concat(), |_, _| true),
            at: RwSignal::new(0),
        }
    }

    /// Asks every source.
    fn look_up(self, typed: &str) {
        let ticket = self.asked.next();
        self.at.set(0);
        for (index, source) in self.sources.get_value().into_iter().enumerate() {
            let answer = (source.0)(typed.to_owned());
            spawn_local(async move {
                let commands = answer.await;
                if let Some(waited_for) = self.asked.answered(ticket, index, !commands.is_empty()) {
                    self.answered(index, commands, waited_for);
                }
            });
        }
    }

    fn answered(self, source: usize, commands: Vec<Command>, waited_for: bool) {
        let first = commands.first().filter(|_| waited_for).cloned();
        self.found.update(|all| all[source] = commands);
        if let Some(command) = first {
            self.take(&command);
        }
    }

    /// The marked command, and whether it answers what was typed last.
    fn marked(self) -> Option<(Command, bool)> {
        let at = self.at.get_untracked();
        self.found.with_untracked(|all| {
            let by_source = all.iter().enumerate();
            let mut commands = by_source.flat_map(|(source, commands)| commands.iter().map(move |one| (one, source)));
            commands
                .nth(at)
                .map(|(command, source)| (command.clone(), self.asked.is_fresh(source)))
        })
    }

    fn take(self, command: &Command) {
        self.open.set(false);
        (command.run)();
    }

    fn key(self, event: &web_sys::KeyboardEvent) {
        let last = self.all.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => self.at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => self.at.update(|at| *at = if *at == 0 { last } else { *at - 1 }),
            "Enter" if !event.is_composing() => match self.marked() {
                Some((command, true)) => self.take(&command),
                _ => self.asked.wait(),
            },
            _ => return,
        }
        event.prevent_default();
        if let Some(option) = document().get_element_by_id(&format!("palette-{}", self.at.get_untracked())) {
            option.scroll_into_view_with_bool(false);
        }
    }
}

/// The palette. Answers of the sources appear as they come, in the sources' order.
#[component]
pub fn Palette(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Where commands come from.
    sources: Vec<PaletteSource>,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let input = NodeRef::<html::Input>::new();
    let search = Search::new(open, sources);
    effect(move || {
        let Some(dialog) = element.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
            search.asked.typing();
            search.look_up("");
            if let Some(input) = input.get_untracked() {
                input.set_value("");
                let _ = input.focus();
            }
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let mut settle = leptos::leptos_dom::helpers::debounce(Duration::from_millis(120), move |typed: String| {
        search.look_up(&typed);
    });
    view! {
        <dialog class="palette" node_ref=element aria-label=tr(words::PALETTE) on:close=move |_| open.set(false) on:click=move |event| {
            // A click on the backdrop is a click on the dialog itself.
            if event.target() == event.current_target() {
                open.set(false);
            }
        }>
            <div class="palette__box">
                <div class="palette__head">
                    <Glyph icon=Icon::Search/>
                    <input
                        class="palette__input"
                        type="text"
                        node_ref=input
                        role="combobox"
                        autocomplete="off"
                        spellcheck="false"
                        aria-expanded="true"
                        aria-controls="palette-list"
                        aria-autocomplete="list"
                        aria-label=tr(words::PALETTE)
                        aria-activedescendant=move || format!("palette-{}", search.at.get())
                        placeholder=tr(words::PALETTE_HINT)
                        on:input=move |event| {
                            search.asked.typing();
                            settle(event_target_value(&event));
                        }
                        on:keydown=move |event| search.key(&event)
                    />
                </div>
                <ul class="palette__list" id="palette-list" role="listbox" aria-label=tr(words::PALETTE)>
                    {move || options(search)}
                </ul>
            </div>
        </dialog>
    }
}

/// What was found, under its headings.
fn options(search: Search) -> AnyView {
    let all = search.all.get();
    if all.is_empty() {
        return view! { <li class="palette__none" role="option" aria-disabled="true" aria-selected="false">{tr(words::PALETTE_EMPTY)}</li> }.into_any();
    }
    let mut group = String::new();
    all.into_iter()
        .enumerate()
        .map(|(index, command)| {
            let heading = (command.group != group).then(|| command.group.clone());
            group.clone_from(&command.group);
            let (label, hint, icon) = (command.label.clone(), command.hint.clone(), command.icon);
            view! {
                {heading.map(|group| view! { <li class="palette__group" role="presentation">{group}</li> })}
                <li
                    class="palette__option"
                    role="option"
                    id=format!("palette-{index}")
                    aria-selected=move || (search.at.get() == index).to_string()
                    on:mousemove=move |_| search.at.set(index)
                    on:click=move |_| search.take(&command)
                >
                    <Glyph icon/>
                    <span class="palette__label">{label}</span>
                    {hint.map(|hint| view! { <span class="palette__hint">{hint}</span> })}
                </li>
            }
        })
        .collect_view()
        .into_any()
}
