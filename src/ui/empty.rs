//! What a list shows when it holds nothing.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::locale::Text;

/// What a list shows when it holds nothing: what it is for, and how to begin. Children are its actions.
#[component]
pub fn Empty(
    /// What is not there.
    #[prop(into)]
    title: Text,
    /// What it is for, and how to begin.
    #[prop(into, optional)]
    text: Option<Text>,
    /// A sign above it.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon.map(|icon| view! { <span class="empty__icon"><Glyph icon/></span> })}
            <p class="empty__title">{title.view()}</p>
            {text.map(|text| view! { <p class="empty__text">{text.view()}</p> })}
            {children.map(|children| view! { <div class="empty__actions">{children()}</div> })}
        </div>
    }
}
