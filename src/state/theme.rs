//! Light, dark, or as the system has it.

use std::sync::LazyLock;

use leptos::prelude::*;

use super::storage;

/// Which theme was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Paper.
    Light,
    /// Ink.
    Dark,
}

impl Theme {
    /// All themes, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name that is kept, and the `data-theme` attribute's value.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

static THEME: LazyLock<ArcRwSignal<Theme>> = LazyLock::new(|| ArcRwSignal::new(Theme::default()));

const STORE_KEY: &str = "rollcall.theme";

/// Takes up the theme of the last visit. The attribute was set by `boot.js` before the first paint.
pub fn init() {
    let name = storage::get(STORE_KEY).unwrap_or_default();
    THEME.set(
        Theme::ALL
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default(),
    );
}

/// The chosen theme; reactive. A canvas follows it to be drawn anew.
pub fn theme() -> Theme {
    super::read(&THEME)
}

/// Chooses a theme, at once and for later visits.
pub fn set_theme(theme: Theme) {
    storage::set(STORE_KEY, theme.name());
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme.name());
    }
    THEME.set(theme);
}

/// The resolved value of a colour token such as `--tone-jade`, for a canvas.
pub fn token(name: &str) -> String {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    style
        .and_then(|style| style.get_property_value(name).ok())
        .map(|value| value.trim().to_owned())
        .unwrap_or_default()
}
