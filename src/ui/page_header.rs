//! The head of a page: breadcrumb, title, one sentence, one primary action.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::locale::{Text, tr, ui as words};
use crate::state::effect::effect;

/// A step of the way to this page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// The page's name.
    pub label: Text,
    /// Its address.
    pub href: String,
}

impl Crumb {
    /// A step to a page.
    pub fn to(page: crate::routes::Page) -> Self {
        Self {
            label: page.title().into(),
            href: page.path(),
        }
    }
}

/// The head of a page. The children are its actions, the primary one last. The title becomes the window's and takes the
/// focus on navigation.
#[component]
pub fn PageHeader(
    /// The page's name, or the thing's.
    #[prop(into)]
    title: Text,
    /// One sentence of what the page holds.
    #[prop(into, optional)]
    lead: Option<Text>,
    /// The way to this page.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// What stands beside the title, such as a status badge.
    #[prop(into, optional)]
    aside: ViewFn,
    /// The actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = NodeRef::<leptos::html::H1>::new();
    effect(move || document().set_title(&format!("{} · {}", title.get(), words::APP.get())));
    crate::state::focus::take_on_arrival(heading);
    view! {
        <header class="page-header">
            <div class="page-header__text">
                {(!crumbs.is_empty()).then(|| view! {
                    <nav class="crumbs" aria-label=tr(words::BREADCRUMB)>
                        <ol>
                            {crumbs.into_iter().map(|crumb| view! { <li><a href=crumb.href>{crumb.label.view()}</a> <Glyph icon=Icon::Right/></li> }).collect_view()}
                        </ol>
                    </nav>
                })}
                <div class="page-header__title">
                    <h1 tabindex="-1" node_ref=heading>{title.view()}</h1>
                    {move || aside.run()}
                </div>
                {lead.map(|lead| view! { <p class="page-header__lead">{lead.view()}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-header__actions">{children()}</div> })}
        </header>
    }
}
