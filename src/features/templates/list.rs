//! The list of templates.

use domain::consent::Purpose;
use domain::role::Capability;
use leptos::prelude::*;
use wire::templates::TemplateRow;

use crate::api;
use crate::locale::{Msg, lang, number, templates as words};
use crate::routes::{Page, QueryKey, set_query, use_query};
use crate::state::effect::effect;
use crate::state::fetched::fetched;
use crate::state::session;
use crate::ui::{Badge, Empty, Icon, LinkButton, Look, PageHeader, ProblemView, SearchField, Skeleton, When};

const SEARCH: QueryKey<String> = QueryKey::new("q");

/// The page at `Page::Templates`.
#[component]
pub fn TemplatesPage() -> impl IntoView {
    let templates = fetched(api::templates::list);
    let search = RwSignal::new(use_query(SEARCH).get_untracked().unwrap_or_default());
    let query = set_query();
    effect(move || query(&[SEARCH.to(Some(&search.get()))]));
    let may = || session::may(Capability::Compose);
    view! {
        <PageHeader title=words::NAV lead=words::LEAD>
            <LinkButton label=Page::Library.title() icon=Icon::Star href=Page::Library.path()/>
            {move || may().then(|| view! { <LinkButton label=words::NEW icon=Icon::Plus look=Look::Primary href=Page::TemplateNew.path()/> })}
        </PageHeader>
        <div class="toolbar"><SearchField label=words::SEARCH value=search/></div>
        {move || templates.is_awaited().then(|| view! { <Skeleton lines=8/> })}
        {move || templates.get().map(|answer| match answer {
            Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| templates.refetch()/> }.into_any(),
            Ok(rows) if rows.is_empty() => view! {
                <Empty title=words::NOTHING text=words::NOTHING_TEXT icon=Icon::Templates>
                    {may().then(|| view! { <LinkButton label=words::NEW look=Look::Primary href=Page::TemplateNew.path()/> })}
                </Empty>
            }.into_any(),
            Ok(rows) => {
                let sought = search.get();
                let fits = |row: &TemplateRow| row.name.contains(&sought) || row.text.contains(&sought) || row.others.iter().any(|text| text.contains(&sought));
                let cards: Vec<_> = rows.into_iter().filter(fits).map(|row| view! { <Card row/> }).collect();
                if cards.is_empty() {
                    view! { <Empty title=words::NO_MATCH icon=Icon::Search/> }.into_any()
                } else {
                    view! { <ul class="template-cards">{cards}</ul> }.into_any()
                }
            }
        })}
    }
}

/// The name of a purpose.
pub const fn purpose_name(purpose: Purpose) -> Msg {
    match purpose {
        Purpose::Service => words::SERVICE,
        Purpose::Care => words::CARE,
        Purpose::Marketing => words::MARKETING,
    }
}

#[component]
fn Card(
    /// The template.
    row: TemplateRow,
) -> impl IntoView {
    let (used, wordings) = (row.campaigns, row.others.len() + 1);
    view! {
        <li class="template-card">
            <header class="template-card__head">
                <h2><a href=Page::Template(row.id).path()>{row.name}</a></h2>
                <Badge label=purpose_name(row.purpose)/>
            </header>
            <p class="template-card__text">{row.text}</p>
            <p class="template-card__foot"><When at=row.updated_at/> " · " {move || words::used_by(lang(), &number(used))} {(wordings > 1).then(|| view! { " · " {move || words::wordings(lang(), &number(wordings as u64))} })}</p>
        </li>
    }
}
