//! Several views of one thing.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::locale::{Text, number};

/// One tab.
#[derive(Clone, Copy, Debug)]
pub struct Tab {
    /// What `selected` holds while it is shown.
    pub id: &'static str,
    /// Its name.
    pub label: Text,
    /// How many it holds, if that is worth showing.
    pub count: Option<Signal<u64>>,
}

impl Tab {
    /// A tab without a count.
    pub fn new(id: &'static str, label: impl Into<Text>) -> Self {
        Self {
            id,
            label: label.into(),
            count: None,
        }
    }

    /// The same with a count.
    #[must_use]
    pub fn count(mut self, count: impl Into<Signal<u64>>) -> Self {
        self.count = Some(count.into());
        self
    }
}

/// The row of tabs. Show what belongs to `selected` in a [`TabPanel`] each.
#[component]
pub fn Tabs(
    /// What the tabs are views of; said to screen readers.
    #[prop(into)]
    label: Text,
    /// The tabs.
    tabs: Vec<Tab>,
    /// The id of the tab that is shown.
    selected: RwSignal<String>,
) -> impl IntoView {
    let ids: Vec<&'static str> = tabs.iter().map(|tab| tab.id).collect();
    let on_key = move |event: web_sys::KeyboardEvent| {
        let at = ids
            .iter()
            .position(|id| selected.with_untracked(|selected| selected == id))
            .unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % ids.len(),
            "ArrowLeft" => (at + ids.len() - 1) % ids.len(),
            "Home" => 0,
            "End" => ids.len() - 1,
            _ => return,
        };
        event.prevent_default();
        selected.set(ids[next].to_owned());
        if let Some(tab) = document().get_element_by_id(&format!("tab-{}", ids[next])) {
            let _ = tab.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label.view() on:keydown=on_key>
            {tabs
                .into_iter()
                .map(|tab| {
                    let shown = move || selected.with(|selected| selected == tab.id);
                    view! {
                        <button
                            type="button"
                            class="tabs__tab"
                            role="tab"
                            id=format!("tab-{}", tab.id)
                            aria-controls=format!("panel-{}", tab.id)
                            aria-selected=move || shown().to_string()
                            tabindex=move || if shown() { "0" } else { "-1" }
                            on:click=move |_| selected.set(tab.id.to_owned())
                        >
                            {tab.label.view()}
                            {tab.count.map(|count| view! { <span class="tabs__count">{move || number(count.get())}</span> })}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// What a tab shows; there only while its tab is selected.
#[component]
pub fn TabPanel(
    /// The tab's id.
    id: &'static str,
    /// The id of the tab that is shown.
    selected: RwSignal<String>,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <Show when=move || selected.with(|selected| selected == id)>
            <div class="tab-panel" role="tabpanel" id=format!("panel-{id}") aria-labelledby=format!("tab-{id}") tabindex="0">{children()}</div>
        </Show>
    }
}
