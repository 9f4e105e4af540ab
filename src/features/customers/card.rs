//! A sheet at the side of the page.

use leptos::prelude::*;

use crate::locale::Text;
use crate::ui::unique_id;

/// A sheet with a heading.
#[component]
pub(super) fn Card(
    /// What it holds.
    #[prop(into)]
    title: Text,
    /// What stands beside the heading.
    #[prop(into, optional)]
    aside: ViewFn,
    children: Children,
) -> impl IntoView {
    let id = unique_id("card");
    let labelled = id.clone();
    view! {
        <section class="customer-card" aria-labelledby=labelled>
            <div class="customer-card__head">
                <h2 class="customer-card__title" id=id>{title.view()}</h2>
                {aside.run()}
            </div>
            {children()}
        </section>
    }
}
