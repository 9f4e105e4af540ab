//! When: the schedule with its next dates, the allowed hours, how long it is worth sending, and what becomes of a late run.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use domain::campaign::Content;
use domain::schedule::AllowedHours;
use leptos::prelude::*;

use super::super::desk::Desk;
use super::super::draft::now_local;
use super::super::model::timing::{outside, passed, upcoming};
use super::super::model::{LATE, late_code, rate_of, valid_hours};
use super::super::words::{late_name, local_moment};
use super::schedule::Fields;
use crate::api;
use crate::features::templates::purpose_name;
use crate::locale::carriers::called;
use crate::locale::{campaigns as words, date, lang, number, pace, schedule, tr};
use crate::state::fetched::fetched;
use crate::ui::{Choice, Glyph, Icon, Kind, RadioGroup, Select, TextField};

/// How many of the next dates are named.
const DATES: usize = 5;
/// A second person should have so long to approve.
const LEAD: Duration = Duration::hours(24);

/// The third step.
#[component]
pub fn When(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let draft = desk.draft;
    let late = Signal::derive(|| {
        LATE.map(|late| Choice::new(late_code(late), late_name(late).get()))
            .to_vec()
    });
    let carriers = fetched(api::settings::carriers);
    let carrier_choices = Signal::derive(move || {
        let all = carriers.get().and_then(Result::ok).unwrap_or_default();
        let usable = all.into_iter().filter(|carrier| carrier.enabled);
        usable
            .map(|carrier| Choice::new(carrier.name.clone(), called(&carrier.name)))
            .collect::<Vec<_>>()
    });
    let valid_error = Signal::derive(move || {
        valid_hours(&draft.valid.get())
            .is_none()
            .then(|| words::VALID_WRONG.get().to_owned())
    });
    view! {
        <div class="composer__two">
            <div class="stack">
                <Fields desk/>
                <div class="composer__short"><TextField label=words::VALID value=draft.valid kind=Kind::Number suffix=words::HOURS hint=words::VALID_HINT error=valid_error/></div>
                <RadioGroup label=words::LATE value=draft.late options=late/>
                <div class="composer__short"><Select label=words::CARRIER value=draft.carrier options=carrier_choices/></div>
                <Rate desk/>
            </div>
            <Dates desk/>
        </div>
    }
}

/// How fast it goes out, and how long that takes for whom the preview counts.
#[component]
fn Rate(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let value = desk.draft.rate;
    let rate = Memo::new(move |_| value.with(|value| rate_of(value)));
    let error = Signal::derive(move || rate.get().is_none().then(|| pace::WRONG.get().to_owned()));
    let comes = move || {
        let rate = rate.get()??;
        let people = desk
            .preview
            .shown
            .with(|shown| shown.as_ref().map(|shown| shown.people))?;
        let takes = domain::pace::takes(people, rate);
        let valid = desk.content.with(|content| content.valid_hours);
        let late = (takes > Duration::hours(valid.into())).then(|| {
            view! { <p class="composer__late"><Glyph icon=Icon::Warning/> <span>{pace::longer_than_valid(lang(), valid)}</span></p> }
        });
        Some(view! { <p class="muted small">{pace::takes(lang(), people, takes.num_minutes())}</p> {late} })
    };
    view! {
        <div class="composer__short stack">
            <TextField label=pace::FIELD value kind=Kind::Number suffix=pace::UNIT hint=pace::HINT error/>
            <div aria-live="polite">{comes}</div>
        </div>
    }
}

/// The next dates, and what the allowed hours make of them.
#[component]
fn Dates(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let dates = Memo::new(move |_| {
        desk.content
            .with(|content| upcoming(&content.schedule, now_local(), DATES))
    });
    let short = move || dates.with(|dates| dates.first().is_some_and(|next| *next - now_local() < LEAD));
    let late = move || {
        let hours = desk.hours.get().allowed()?;
        desk.content
            .with(|content| outside(&content.schedule, hours))
            .map(|at| {
                let text = schedule::outside(lang(), &at.format("%H:%M").to_string(), &date::clock(hours.from));
                view! { <p class="composer__late"><Glyph icon=Icon::Clock/> <span>{text}</span></p> }
            })
    };
    view! {
        <section class="sheet composer__dates">
            <h3 class="sheet__head">{tr(schedule::UPCOMING)}</h3>
            <div aria-live="polite">
                {move || {
                    let all = dates.get();
                    let gone = desk.content.with(|content| passed(&content.schedule, now_local()));
                    if gone {
                        view! { <p class="field__error">{tr(schedule::PASSED)}</p> }.into_any()
                    } else if all.is_empty() {
                        view! { <p>{tr(schedule::UPCOMING_APPROVAL)}</p> }.into_any()
                    } else {
                        let date = |at: NaiveDateTime| {
                            let people = move || people_on(desk, at.date()).map(|people| schedule::birthday_people(lang(), &number(people)));
                            view! { <li><Glyph icon=Icon::Calendar/> <span class="num">{move || local_moment(at)}</span> <span class="muted num">{people}</span></li> }
                        };
                        view! { <ol class="composer__next">{all.into_iter().map(date).collect_view()}</ol> }.into_any()
                    }
                }}
                {move || short().then(|| view! { <p class="composer__late"><Glyph icon=Icon::Warning/> <span>{tr(schedule::LEAD_SHORT)}</span></p> })}
                {late}
                {move || previewed(desk)}
            </div>
            {move || allowed_hours(desk)}
        </section>
    }
}

/// The hours in which it may go out, and where they come from if not from the firm alone. Reactive.
fn allowed_hours(desk: Desk) -> AnyView {
    let hours = desk.hours.get();
    let Some(allowed) = hours.allowed() else {
        return view! { <p class="composer__late"><Glyph icon=Icon::Warning/> <span>{tr(schedule::NO_HOURS)}</span></p> }.into_any();
    };
    let (from, until) = (date::clock(allowed.from), date::clock(allowed.until));
    let span = |hours: AllowedHours| format!("{}–{}", date::clock(hours.from), date::clock(hours.until));
    let of_purpose = hours.purpose.map(|own| {
        let name = purpose_name(desk.content.with(|content| content.purpose)).get();
        format!("{name} {}", span(own))
    });
    let of_carrier = hours.carrier.map(|own| {
        let name = desk.content.with(|content| called(&content.carrier));
        schedule::carrier_hours(lang(), &name, &span(own))
    });
    let narrower: Vec<String> = of_purpose.into_iter().chain(of_carrier).collect();
    let why = (!narrower.is_empty()).then(|| schedule::hours_why(lang(), &span(hours.firm), &narrower));
    view! {
        <p class="composer__hours">
            {schedule::allowed(lang(), &from, &until, &date::zone_name())} {why}
        </p>
    }
    .into_any()
}

/// How many have a birthday for this day, once the preview has told; reactive.
fn people_on(desk: Desk, day: NaiveDate) -> Option<u64> {
    let birthdays = desk.content.with(|content| content.birthdays().is_some());
    desk.preview.shown.with(|shown| {
        let run = shown.as_ref()?.birthdays.iter().find(|run| run.day == day)?;
        birthdays.then_some(run.people)
    })
}

/// Of which day the preview is, and that nobody has such a birthday; for birthdays alone. Reactive.
fn previewed(desk: Desk) -> Option<AnyView> {
    desk.content.with(Content::birthdays)?;
    let (audience, day) = desk
        .preview
        .shown
        .with(|shown| shown.as_ref().map(|shown| (shown.audience, shown.day)))?;
    let day = day?.to_string();
    Some(if audience == 0 {
        view! { <p class="composer__late"><Glyph icon=Icon::Warning/> <span>{tr(schedule::BIRTHDAY_NOBODY)}</span></p> }
            .into_any()
    } else {
        view! { <p class="muted small">{move || schedule::previewed(lang(), &date::plain_day_within(&day))}</p> }
            .into_any()
    })
}
