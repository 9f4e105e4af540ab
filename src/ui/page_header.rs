//! The head of a page: breadcrumb, title, one sentence, one primary action.

use leptos::prelude::*;

use crate::locale::Text;

/// The head of a page. The children are its actions, the primary one last.
#[component]
pub fn PageHeader(
    /// The page's name; also the window's title. It takes the focus on navigation.
    #[prop(into)]
    title: Text,
    /// One sentence of what the page holds.
    #[prop(into, optional)]
    lead: Option<Text>,
    /// The actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-header">
            <div class="page-header__text">
                <h1 tabindex="-1">{title.view()}</h1>
                {lead.map(|lead| view! { <p class="page-header__lead">{lead.view()}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-header__actions">{children()}</div> })}
        </header>
    }
}
