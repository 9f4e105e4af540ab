//! A new campaign is a draft at once, so that nothing written is without a place.

use domain::id::{SegmentId, TemplateId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wire::campaigns::NewCampaign;

use crate::api;
use crate::locale::{campaigns as words, date, lang_now, tr};
use crate::routes::{Page, QueryKey, use_query};
use crate::state::action::Action;
use crate::ui::{Crumb, PageHeader, ProblemView, Skeleton};

const SEGMENT: QueryKey<SegmentId> = QueryKey::new("segment");
const TEMPLATE: QueryKey<TemplateId> = QueryKey::new("template");

/// The page at `Page::CampaignNew`; `?segment=` and `?template=` say what to begin with.
#[component]
pub fn CampaignNewPage() -> impl IntoView {
    let (segment, template) = (use_query(SEGMENT), use_query(TEMPLATE));
    let navigate = use_navigate();
    let create = Action::new(move |(): &()| {
        let new = NewCampaign {
            name: words::untitled(lang_now(), &date::iso_day(date::now())),
            segment: segment.get_untracked(),
            template: template.get_untracked(),
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
