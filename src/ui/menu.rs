//! A menu behind a button, by the browser's popover.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::button::Look;
use super::field::unique_id;
use super::icon::{Glyph, Icon};
use crate::locale::Text;

/// A menu behind a button: arrows move, Escape and a click elsewhere close. Fill it with [`MenuItem`] and [`MenuLink`].
#[component]
pub fn Menu(
    /// What the button says (or only says to screen readers, with `icon_only`).
    #[prop(into)]
    label: Text,
    /// The button's sign.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Shows only the sign.
    #[prop(optional)]
    icon_only: bool,
    /// How the button looks.
    #[prop(default = Look::Plain)]
    look: Look,
    /// The items.
    children: Children,
) -> impl IntoView {
    let id = unique_id("menu");
    let (button, panel) = (NodeRef::<html::Button>::new(), NodeRef::<html::Div>::new());
    let class = if look == Look::Plain {
        "button button--plain menu__button"
    } else {
        "button menu__button"
    };
    view! {
        <button
            type="button"
            class=class
            class:button--icon=icon_only
            node_ref=button
            popovertarget=id.clone()
            aria-haspopup="menu"
            aria-label=move || icon_only.then(|| label.get())
            title=move || icon_only.then(|| label.get())
            on:click=move |_| {
                if let (Some(button), Some(panel)) = (button.get_untracked(), panel.get_untracked()) {
                    place(&button, &panel);
                }
            }
        >
            {icon.map(|icon| view! { <Glyph icon/> })}
            {(!icon_only).then(|| view! { <span class="button__label">{label.view()}</span> })}
        </button>
        <div
            class="menu"
            id=id
            popover="auto"
            role="menu"
            aria-label=label.view()
            node_ref=panel
            on:toggle=move |_| {
                if let Some(panel) = panel.get_untracked() && panel.matches(":popover-open").unwrap_or(false) {
                    focus_item(&panel, 0);
                }
            }
            on:click=move |event| close_after(&event, panel.get_untracked().as_deref())
            on:keydown=move |event| {
                if let Some(panel) = panel.get_untracked() {
                    move_focus(&event, &panel);
                }
            }
        >
            {children()}
        </div>
    }
}

/// Something to do; listen with `on:click`.
#[component]
pub fn MenuItem(
    /// What it does.
    #[prop(into)]
    label: Text,
    /// A sign before the label.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Whether it destroys something.
    #[prop(optional)]
    danger: bool,
    /// Whether it cannot be used now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// For one of several settings: whether it is the one.
    #[prop(into, optional)]
    checked: Option<Signal<bool>>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="menu__item"
            class:menu__item--danger=danger
            role=if checked.is_some() { "menuitemradio" } else { "menuitem" }
            aria-checked=move || checked.map(|checked| checked.get().to_string())
            tabindex="-1"
            disabled=move || disabled.get()
        >
            {icon.map(|icon| view! { <Glyph icon/> })}
            <span>{label.view()}</span>
            {checked.map(|checked| view! { <span class="menu__check">{move || checked.get().then(|| view! { <Glyph icon=Icon::Check/> })}</span> })}
        </button>
    }
}

/// Somewhere to go.
#[component]
pub fn MenuLink(
    /// What it leads to.
    #[prop(into)]
    label: Text,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// A sign before the label.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Saves what it names instead of going there.
    #[prop(optional)]
    download: bool,
) -> impl IntoView {
    view! {
        <a
            class="menu__item"
            role="menuitem"
            tabindex="-1"
            href=move || href.get()
            download=download.then_some("")
            rel=download.then_some("external")
        >
            {icon.map(|icon| view! { <Glyph icon/> })}
            <span>{label.view()}</span>
        </a>
    }
}

/// A line between groups of items.
#[component]
pub fn MenuLine() -> impl IntoView {
    view! { <hr class="menu__line"/> }
}

fn place(button: &HtmlElement, panel: &HtmlElement) {
    let rect = button.get_bounding_client_rect();
    let window = window();
    let size = |value: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0)
    };
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    let style = panel.style();
    for name in ["left", "right", "top", "bottom"] {
        let _ = style.set_property(name, "auto");
    }
    let (side, x) = if rect.left() > width / 2.0 {
        ("right", width - rect.right())
    } else {
        ("left", rect.left())
    };
    // On the side with more room if it is tight below; longer menus scroll.
    let (above, below) = (rect.top() - 12.0, height - rect.bottom() - 12.0);
    let (edge, y, room) = if below < 320.0 && above > below {
        ("bottom", height - rect.top() + 4.0, above)
    } else {
        ("top", rect.bottom() + 4.0, below)
    };
    let _ = style.set_property("max-block-size", &format!("{room}px"));
    let _ = style.set_property(side, &format!("{}px", x.max(8.0)));
    let _ = style.set_property(edge, &format!("{y}px"));
}

fn items(panel: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(list) = panel.query_selector_all(".menu__item:not(:disabled)") else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.item(index)?.dyn_into().ok())
        .collect()
}

fn focus_item(panel: &HtmlElement, index: usize) {
    if let Some(item) = items(panel).get(index) {
        let _ = item.focus();
    }
}

fn move_focus(event: &web_sys::KeyboardEvent, panel: &HtmlElement) {
    let all = items(panel);
    let active = document().active_element();
    let at = all
        .iter()
        .position(|item| active.as_ref().is_some_and(|active| active.is_same_node(Some(item))))
        .unwrap_or(0);
    let last = all.len().saturating_sub(1);
    let next = match event.key().as_str() {
        "ArrowDown" => {
            if at == last {
                0
            } else {
                at + 1
            }
        }
        "ArrowUp" => {
            if at == 0 {
                last
            } else {
                at - 1
            }
        }
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    focus_item(panel, next);
}

fn close_after(event: &web_sys::MouseEvent, panel: Option<&HtmlElement>) {
    let on_item = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| element.closest(".menu__item").ok().flatten().is_some());
    if on_item && let Some(panel) = panel {
        let _ = panel.hide_popover();
    }
}
