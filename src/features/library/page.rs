//! The library as a page of its own.

use domain::role::Capability;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::browser::{LibraryBrowser, Picked};
use crate::locale::library as words;
use crate::routes::{Page, with_query};
use crate::state::session;
use crate::ui::{Crumb, Icon, LinkButton, PageHeader};

/// The page at `Page::Library`: every text begins a campaign.
#[component]
pub fn LibraryPage() -> impl IntoView {
    let navigate = use_navigate();
    let take = Callback::new(move |picked: Picked| {
        let query = with_query(
            "",
            &[
                ("library", Some(picked.item.id)),
                ("text", picked.text.map(|text| text.to_string())),
                ("lang", Some(picked.lang.tag().to_owned())),
            ],
        );
        navigate(
            &format!("{}{query}", Page::CampaignNew.path()),
            NavigateOptions::default(),
        );
    });
    let locked = Signal::derive(|| !session::may(Capability::Compose));
    view! {
        <PageHeader title=words::NAV lead=words::LEAD crumbs=vec![Crumb::to(Page::Templates)]>
            <LinkButton label=words::YEAR icon=Icon::Calendar href=Page::Year.path()/>
        </PageHeader>
        <LibraryBrowser action=words::WRITE take locked/>
    }
}
