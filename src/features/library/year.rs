//! The year ahead: every festival and solar term, what is planned for it, and a click to begin where nothing is.

use domain::role::Capability;
use leptos::prelude::*;
use wire::library::{OccasionKind, YearDay};

use super::model::{days_to, months};
use crate::api;
use crate::features::campaigns::{state_name, state_tone};
use crate::locale::{date, lang, library as words, number, tr};
use crate::routes::{Page, with_query};
use crate::state::fetched::fetched;
use crate::state::session;
use crate::ui::{Badge, Checkbox, Crumb, Empty, Icon, LinkButton, Look, PageHeader, ProblemView, Skeleton, Tone};

/// The page at `Page::Year`.
#[component]
pub fn YearPage() -> impl IntoView {
    let year = fetched(|| {
        // Names follow the language of the screen.
        let _ = lang();
        api::library::year()
    });
    let (festivals, empty) = (RwSignal::new(false), RwSignal::new(false));
    let shown = move |day: &YearDay| {
        (!festivals.get() || matches!(day.kind, OccasionKind::Festival | OccasionKind::Own))
            && (!empty.get() || day.campaigns.is_empty())
    };
    let answered =
        move |days: Vec<YearDay>| {
            let planned = days.iter().filter(|day| !day.campaigns.is_empty()).count();
            let all = days.len();
            let days: Vec<YearDay> = days.into_iter().filter(shown).collect();
            let none = days.is_empty();
            let months = months(days)
            .into_iter()
            .map(|((year, month), days)| view! {
                <section class="year__month">
                    <h2>{move || words::month(lang(), year, month)}</h2>
                    <ol class="year__days">{days.into_iter().map(|day| view! { <Day day/> }).collect_view()}</ol>
                </section>
            })
            .collect_view();
            view! {
                <p class="muted">{move || words::planned(lang(), &number(planned as i64), &number(all as i64))}</p>
                {none.then(|| view! { <Empty title=words::ALL_PLANNED icon=Icon::Check/> })}
                <div class="year">{months}</div>
            }
        };
    view! {
        <PageHeader title=words::YEAR lead=words::YEAR_LEAD crumbs=vec![Crumb::to(Page::Campaigns)]>
            <LinkButton label=words::NAV icon=Icon::Templates href=Page::Library.path()/>
        </PageHeader>
        <div class="toolbar">
            <Checkbox label=words::ONLY_FESTIVALS checked=festivals/>
            <Checkbox label=words::ONLY_EMPTY checked=empty/>
        </div>
        {move || year.is_awaited().then(|| view! { <Skeleton lines=10/> })}
        {move || year.get().map(|answer| match answer {
            Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| year.refetch()/> }.into_any(),
            Ok(days) => answered(days).into_any(),
        })}
    }
}

#[component]
fn Day(
    /// The festival or term.
    day: YearDay,
) -> impl IntoView {
    let iso = day.date.to_string();
    let spoken = iso.clone();
    let today = date::iso_day(date::now()).parse().unwrap_or(day.date);
    let away = days_to(today, day.date);
    let campaigns = day
        .campaigns
        .iter()
        .map(|campaign| {
            let name = campaign.name.clone();
            view! {
                <li><a href=Page::Campaign(campaign.id).path()>{name}</a> " " <Badge label=state_name(campaign.state) tone=state_tone(campaign.state)/></li>
            }
        })
        .collect_view();
    let begin = {
        let (item, name) = (day.item.clone(), day.name.clone());
        let year = chrono::Datelike::year(&day.date);
        move || {
            let name = words::campaign_name(lang(), &name, year);
            let query = [
                ("library", item.clone()),
                ("on", Some(iso.clone())),
                ("name", Some(name)),
            ];
            format!("{}{}", Page::CampaignNew.path(), with_query("", &query))
        }
    };
    let empty = day.campaigns.is_empty();
    view! {
        <li class="year-day" class:year-day--empty=empty data-kind=if day.kind == OccasionKind::Term { "term" } else { "festival" }>
            <div class="year-day__when">
                <strong>{move || date::plain_day(&spoken)}</strong>
                <span class="muted small">{day.lunar}</span>
                <span class="muted small">{move || words::in_days(lang(), away)}</span>
            </div>
            <div class="year-day__what">
                <h3>{day.name} {day.solemn.then(|| view! { " " <Badge label=words::SOLEMN tone=Tone::Neutral/> })}</h3>
                {if empty {
                    view! { <p class="muted small">{tr(words::EMPTY_DAY)}</p> }.into_any()
                } else {
                    view! { <ul class="year-day__campaigns">{campaigns}</ul> }.into_any()
                }}
            </div>
            {move || (empty && session::may(Capability::Compose)).then(|| view! {
                <LinkButton label=words::WRITE look=Look::Quiet icon=Icon::Plus href=begin()/>
            })}
        </li>
    }
}
