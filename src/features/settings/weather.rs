//! The weather of customers' cities: what texts say for {天气}, and what Today shows.

use chrono::NaiveDate;
use domain::weather::Weather;
use leptos::prelude::*;
use wire::weather::{WeatherCity, WeatherEdit, WeatherTable};

use crate::api;
use crate::locale::{date, domain_lang, lang, number, settings as words, tr};
use crate::routes::Page;
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::toasts;
use crate::ui::{Button, Choice, Crumb, Empty, Icon, InlineSelect, PageHeader, ProblemView, Skeleton, TextField};

/// The page at `Page::Weather`.
#[component]
pub fn WeatherPage() -> impl IntoView {
    let table = fetched(api::settings::weather);
    view! {
        <PageHeader title=words::WEATHER lead=words::WEATHER_LEAD crumbs=vec![Crumb::to(Page::Today)]/>
        {move || table.is_awaited().then(|| view! { <Skeleton lines=8/> })}
        {move || table.get().map(|answer| match answer {
            Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| table.refetch()/> }.into_any(),
            Ok(loaded) => view! { <Table loaded/> }.into_any(),
        })}
    }
}

#[component]
fn Table(
    /// What is noted.
    loaded: WeatherTable,
) -> impl IntoView {
    let table = RwSignal::new(loaded);
    let note = Action::new(move |edit: &WeatherEdit| {
        let edit = edit.clone();
        async move {
            match api::settings::note_weather(&[edit]).await {
                Ok(now) => {
                    toasts::done(words::SAVED.get());
                    table.try_set(now);
                }
                Err(error) => {
                    toasts::failed(&error);
                    // The choice that was not saved must not stay in sight.
                    table.try_update(|_| ());
                }
            }
        }
    });
    let note = Callback::new(move |edit: WeatherEdit| {
        note.dispatch(edit);
    });
    let kinds = Signal::derive(|| {
        let lang = domain_lang();
        let known = Weather::ALL
            .iter()
            .map(|weather| Choice::new(weather.code(), weather.name(lang)));
        std::iter::once(Choice::new("", "—")).chain(known).collect::<Vec<_>>()
    });
    view! {
        {move || {
            let WeatherTable { days, cities } = table.get();
            if cities.is_empty() {
                return view! { <Empty title=words::NO_CITIES text=words::NO_CITIES_TEXT icon=Icon::Weather/> }.into_any();
            }
            let heads = days
                .iter()
                .map(|day| {
                    let iso = day.to_string();
                    view! { <th scope="col">{move || date::plain_day(&iso)}</th> }
                })
                .collect_view();
            let rows = cities.into_iter().map(|city| view! { <Row city days=days.clone() kinds note/> }).collect_view();
            view! {
                <div class="weather" tabindex="0" role="region" aria-label=tr(words::WEATHER)>
                    <table class="weather__table">
                        <thead><tr><th scope="col">{tr(words::CITY)}</th>{heads}</tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }}
        <OtherCity table note kinds/>
    }
}

#[component]
fn Row(
    /// The city.
    city: WeatherCity,
    /// The table's days.
    days: Vec<NaiveDate>,
    /// What can be chosen.
    kinds: Signal<Vec<Choice>>,
    /// Notes a choice.
    note: Callback<WeatherEdit>,
) -> impl IntoView {
    let WeatherCity {
        city,
        customers,
        kinds: noted,
    } = city;
    let cells = days
        .into_iter()
        .zip(noted)
        .map(|(day, kind)| {
            let (iso, name, own) = (day.to_string(), city.clone(), city.clone());
            let head = iso.clone();
            let label = move || words::weather_of(lang(), &name, &date::plain_day_within(&iso));
            let pick = Callback::new(move |code: String| {
                note.run(WeatherEdit {
                    day,
                    city: own.clone(),
                    kind: Weather::from_code(&code),
                });
            });
            let value = kind.map(Weather::code).unwrap_or_default().to_owned();
            view! { <td class:weather__some=kind.is_some() data-label=move || date::plain_day(&head)><InlineSelect label value=Signal::stored(value) options=kinds on_pick=pick/></td> }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{city} " " <span class="muted small">{move || words::city_customers(lang(), &number(customers))}</span></th>
            {cells}
        </tr>
    }
}

/// A city that the table does not have yet.
#[component]
fn OtherCity(
    /// The table.
    table: RwSignal<WeatherTable>,
    /// Notes its weather.
    note: Callback<WeatherEdit>,
    /// What can be chosen.
    kinds: Signal<Vec<Choice>>,
) -> impl IntoView {
    let (city, kind) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let ready = Signal::derive(move || !city.with(|city| city.trim().is_empty()) && kind.with(|kind| !kind.is_empty()));
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let today = table.with_untracked(|table| table.days.first().copied());
        let (Some(day), Some(known)) = (today, kind.with_untracked(|kind| Weather::from_code(kind))) else {
            return;
        };
        note.run(WeatherEdit {
            day,
            city: city.get_untracked().trim().to_owned(),
            kind: Some(known),
        });
        city.set(String::new());
        kind.set(String::new());
    };
    view! {
        <form class="weather__other" on:submit=send>
            <TextField label=words::OTHER_CITY value=city max_length=60/>
            <InlineSelect label=words::WEATHER_TODAY value=kind options=kinds on_pick=Callback::new(move |code: String| kind.set(code))/>
            <Button label=words::NOTE_WEATHER submit=true disabled=Signal::derive(move || !ready.get())/>
        </form>
    }
}
