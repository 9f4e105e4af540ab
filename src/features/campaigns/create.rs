//! A new campaign is a draft at once, so that nothing written is without a place.

use chrono::NaiveDate;
use domain::id::{CustomerId, SegmentId, TemplateId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wire::campaigns::NewCampaign;
use wire::library::LibraryPick;

use crate::api;
use crate::locale::{campaigns as words, date, lang_now, tr};
use crate::routes::{Page, QueryKey, use_query};
use crate::state::action::Action;
use crate::ui::{Crumb, PageHeader, ProblemView, Skeleton};

const CUSTOMER: QueryKey<CustomerId> = QueryKey::new("customer");
const SEGMENT: QueryKey<SegmentId> = QueryKey::new("segment");
const TEMPLATE: QueryKey<TemplateId> = QueryKey::new("template");
const NAME: QueryKey<String> = QueryKey::new("name");
const ON: QueryKey<NaiveDate> = QueryKey::new("on");
const LIBRARY: QueryKey<String> = QueryKey::new("library");
const TEXT: QueryKey<usize> = QueryKey::new("text");
const TEXT_LANG: QueryKey<String> = QueryKey::new("lang");

/// The page at `Page::CampaignNew`. What to begin with is in the query: `?segment=`, `?template=`, `?name=`, `?on=` (the day),
/// `?customer=` for a follow-up to one customer, and `?library=&text=&lang=` for a text of the library: by default all of its wordings, in the language of the screen.
#[component]
pub fn CampaignNewPage() -> impl IntoView {
    let (segment, template, customer) = (use_query(SEGMENT), use_query(TEMPLATE), use_query(CUSTOMER));
    let (name, on) = (use_query(NAME), use_query(ON));
    let (library, text, text_lang) = (use_query(LIBRARY), use_query(TEXT), use_query(TEXT_LANG));
    let picked = move || {
        Some(LibraryPick {
            item: library.get_untracked()?,
            text: text.get_untracked(),
            lang: match text_lang.get_untracked().as_deref().unwrap_or(lang_now().tag()) {
                "en" => domain::lang::Lang::En,
                _ => domain::lang::Lang::ZhCn,
            },
        })
    };
    let navigate = use_navigate();
    let create = Action::new(move |(): &()| {
        let new = NewCampaign {
            name: name.get_untracked().unwrap_or_else(|| {
                let (lang, today) = (lang_now(), date::iso_day(date::now()));
                match customer.get_untracked() {
                    Some(_) => words::follow_up(lang, &today),
                    None => words::untitled(lang, &today),
                }
            }),
            segment: segment.get_untracked(),
            customer: customer.get_untracked(),
            template: template.get_untracked(),
            library: picked(),
            on: on.get_untracked(),
        };
        let navigate = navigate.clone();
        async move {
            match api::campaigns::create(&new).await {
                Ok(campaign) => {
                    let options = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(&Page::Campaign(campaign.id).path(), options);
                    None
                }
                Err(error) => Some(error),
            }
        }
    });
    create.dispatch(());
    let failed = move || create.value().get().flatten();
    view! {
        <PageHeader title=words::NEW crumbs=vec![Crumb::to(Page::Campaigns)]/>
        {move || match failed() {
            Some(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| { create.dispatch(()); }/> }.into_any(),
            None => view! { <p class="visually-hidden" role="status">{tr(words::CREATING)}</p> <Skeleton lines=8/> }.into_any(),
        }}
    }
}
