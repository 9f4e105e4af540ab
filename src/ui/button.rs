//! Buttons and links that look like buttons.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::locale::Text;

/// How much a button asks for attention. At most one `Primary` is on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Hairline border.
    #[default]
    Quiet,
    /// Cinnabar, for the one thing to do here.
    Primary,
    /// For what cannot be undone.
    Danger,
    /// No border, for tool bars and rows.
    Plain,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Quiet => "button",
            Self::Primary => "button button--primary",
            Self::Danger => "button button--danger",
            Self::Plain => "button button--plain",
        }
    }
}

/// A button; listen with `on:click`. While busy it shows so and takes no clicks, and keeps the focus: the browser takes that from
/// whoever is disabled.
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    label: Text,
    /// How much it asks for attention.
    #[prop(optional)]
    look: Look,
    /// A sign before the label.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Shows only the sign; the label is still said and shown on hover.
    #[prop(optional)]
    icon_only: bool,
    /// Whether its work is under way.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Whether it cannot be used now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// More on hover, such as why it is disabled.
    #[prop(into, optional)]
    title: Option<Text>,
    /// Whether it is pressed, for buttons that stay down.
    #[prop(into, optional)]
    pressed: Option<Signal<bool>>,
) -> impl IntoView {
    let hover = move || title.map(Text::get).or_else(|| icon_only.then(|| label.get()));
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=look.class()
            class:button--icon=icon_only
            disabled=move || disabled.get() && !busy.get()
            aria-disabled=move || busy.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            on:click:capture=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                    event.stop_immediate_propagation();
                }
            }
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
            aria-label=move || icon_only.then(|| label.get())
            title=hover
        >
            {icon.map(|icon| view! { <Glyph icon/> })}
            {(!icon_only).then(|| view! { <span class="button__label">{label.view()}</span> })}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// What it leads to.
    #[prop(into)]
    label: Text,
    /// Where it leads, usually `Page::….path()`.
    #[prop(into)]
    href: Signal<String>,
    /// How much it asks for attention.
    #[prop(optional)]
    look: Look,
    /// A sign before the label.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Saves what it names instead of going there.
    #[prop(optional)]
    download: bool,
) -> impl IntoView {
    view! {
        <a class=look.class() href=move || href.get() download=download.then_some("") rel=download.then_some("external")>
            {icon.map(|icon| view! { <Glyph icon/> })}
            <span class="button__label">{label.view()}</span>
        </a>
    }
}
