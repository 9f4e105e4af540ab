//! The palette: type what you want, Enter goes there.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

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
    let found = RwSignal::new(vec![Vec::<Command>::new(); sources.len()]);
    let at = RwSignal::new(0_usize);
    let asked = StoredValue::new(0_u32);
    // Who types fast presses Enter before the answers are there: it then means the first answer to what was typed.
    let (fresh, eager) = (StoredValue::new(true), StoredValue::new(false));

    let look_up = Arc::new(move |typed: String| {
        let ticket = asked.get_value().wrapping_add(1);
        asked.set_value(ticket);
        at.set(0);
        for (index, source) in sources.iter().cloned().enumerate() {
            let typed = typed.clone();
            spawn_local(async move {
                let commands = (source.0)(typed).await;
                if asked.try_get_value() == Some(ticket) {
                    found.update(|all| all[index] = commands);
                    fresh.set_value(true);
                    let first = found.with_untracked(|all| all.iter().flatten().next().cloned());
                    if let Some(command) = first.filter(|_| eager.get_value()) {
                        eager.set_value(false);
                        open.set(false);
                        (command.run)();
                    }
                }
            });
        }
    });
    let on_open = Arc::clone(&look_up);
    effect(move || {
        let Some(dialog) = element.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
            fresh.set_value(false);
            eager.set_value(false);
            on_open(String::new());
            if let Some(input) = input.get_untracked() {
                input.set_value("");
                let _ = input.focus();
            }
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let mut settle =
        leptos::leptos_dom::helpers::debounce(Duration::from_millis(120), move |typed: String| look_up(typed));
    let all = Memo::new_with_compare(move |_| found.get().concat(), |_, _| true);
    let take = move |command: &Command| {
        open.set(false);
        (command.run)();
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let last = all.with(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => at.update(|at| *at = if *at == 0 { last } else { *at - 1 }),
            "Enter" if !event.is_composing() && !fresh.get_value() => eager.set_value(true),
            "Enter" if !event.is_composing() => {
                if let Some(command) = all.with(|all| all.get(at.get_untracked()).cloned()) {
                    take(&command);
                }
            }
            _ => return,
        }
        event.prevent_default();
        if let Some(option) = document().get_element_by_id(&format!("palette-{}", at.get_untracked())) {
            option.scroll_into_view_with_bool(false);
        }
    };
    let option = move |index: usize, command: Command, heading: bool| {
        let (label, hint, group, icon) = (
            command.label.clone(),
            command.hint.clone(),
            command.group.clone(),
            command.icon,
        );
        view! {
            {heading.then(|| view! { <li class="palette__group" role="presentation">{group}</li> })}
            <li
                class="palette__option"
                role="option"
                id=format!("palette-{index}")
                aria-selected=move || (at.get() == index).to_string()
                on:mousemove=move |_| at.set(index)
                on:click=move |_| take(&command)
            >
                <Glyph icon/>
                <span class="palette__label">{label}</span>
                {hint.map(|hint| view! { <span class="palette__hint">{hint}</span> })}
            </li>
        }
    };
    let options = move || {
        let all = all.get();
        if all.is_empty() {
            return view! { <li class="palette__none" role="option" aria-disabled="true" aria-selected="false">{tr(words::PALETTE_EMPTY)}</li> }.into_any();
        }
        let mut group = String::new();
        all.into_iter()
            .enumerate()
            .map(|(index, command)| {
                let heading = command.group != group;
                group.clone_from(&command.group);
                option(index, command, heading)
            })
            .collect_view()
            .into_any()
    };
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
                        aria-activedescendant=move || format!("palette-{}", at.get())
                        placeholder=tr(words::PALETTE_HINT)
                        on:input=move |event| {
                            fresh.set_value(false);
                            eager.set_value(false);
                            settle(event_target_value(&event));
                        }
                        on:keydown=on_key
                    />
                </div>
                <ul class="palette__list" id="palette-list" role="listbox" aria-label=tr(words::PALETTE)>{options}</ul>
            </div>
        </dialog>
    }
}
