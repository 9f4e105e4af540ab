//! The next fourteen days: festivals, solar terms, birthdays, campaigns.

use domain::role::Capability;
use leptos::prelude::*;
use wire::today::Upcoming;

use crate::locale::{date, lang, number, today as words, tr};
use crate::routes::Page;
use crate::state::session;
use crate::ui::{Glyph, Icon, LinkButton};

/// The next fourteen days.
#[component]
pub fn NextBand(
    /// The days, in order.
    days: Vec<Upcoming>,
) -> impl IntoView {
    view! {
        <section class="today__band today__next" aria-labelledby="today-next">
            <header class="row row--between">
                <h2 id="today-next">{tr(words::NEXT)}</h2>
                <span class="row">
                <LinkButton label=Page::Year.title() icon=Icon::Calendar href=Page::Year.path()/>
                {move || session::may(Capability::Compose).then(|| view! {
                    <LinkButton label=words::WEATHER icon=Icon::Weather href=Page::Weather.path()/>
                    <LinkButton label=words::NEW_CAMPAIGN icon=Icon::Plus href=Page::CampaignNew.path()/>
                })}
                </span>
            </header>
            <ol class="days">{days.into_iter().map(|day| view! { <Day day/> }).collect_view()}</ol>
        </section>
    }
}

#[component]
fn Day(
    /// One of the days.
    day: Upcoming,
) -> impl IntoView {
    let iso = day.date.to_string();
    let empty = day.occasions.is_empty() && day.campaigns.is_empty();
    let occasions = day
        .occasions
        .into_iter()
        .map(|name| view! { <li class="day__occasion">{name}</li> })
        .collect_view();
    let campaigns = day
        .campaigns
        .into_iter()
        .map(|(id, name, at)| view! { <li><a class="day__campaign" href=Page::Campaign(id).path()><span class="num">{move || date::time(at)}</span> " " {name}</a></li> })
        .collect_view();
    let birthdays = day.birthdays;
    let weather = day
        .weather
        .into_iter()
        .map(|(kind, cities)| view! { <p class="day__birthdays"><Glyph icon=Icon::Weather/> {move || words::weather(lang(), &kind, &cities)}</p> })
        .collect_view();
    view! {
        <li class="day" class:day--empty=empty>
            <p class="day__date"><strong>{move || date::plain_day(&iso)}</strong> <span class="day__lunar">{day.lunar}</span></p>
            <ul class="day__what">{occasions} {campaigns}</ul>
            {weather}
            {(birthdays > 0).then(|| view! {
                <p class="day__birthdays"><Glyph icon=Icon::Cake/> {move || words::birthdays(lang(), &number(birthdays))}</p>
            })}
        </li>
    }
}
