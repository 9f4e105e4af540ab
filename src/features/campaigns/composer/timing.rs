//! When: the schedule with its next dates, the allowed hours, how long it is worth sending, and what becomes of a late run.

use almanac::{Festival, SolarTerm};
use chrono::{Duration, NaiveDate, NaiveDateTime};
use domain::campaign::Content;
use domain::occasion::{Firing, Occasion};
use domain::schedule::{AllowedHours, Schedule};
use leptos::prelude::*;

use super::super::desk::Desk;
use super::super::draft::now_local;
use super::super::model::timing::{BEFORE, CALENDARS, Flaw, KINDS, OFFSETS, occasion_code, outside, passed, upcoming};
use super::super::model::{LATE, late_code, valid_hours};
use super::super::words::{calendar_name, late_name, local_moment, occasion_name};
use crate::api;
use crate::features::templates::purpose_name;
use crate::locale::{Msg, campaigns as words, date, lang, number, schedule, tr};
use crate::state::fetched::fetched;
use crate::state::session;
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
    let kinds = Signal::derive(|| KINDS.map(|kind| Choice::new(kind, kind_name(kind).get())).to_vec());
    let late = Signal::derive(|| {
        LATE.map(|late| Choice::new(late_code(late), late_name(late).get()))
            .to_vec()
    });
    let carriers = fetched(api::settings::carriers);
    let carrier_choices = Signal::derive(move || {
        let all = carriers.get().and_then(Result::ok).unwrap_or_default();
        let usable = all.into_iter().filter(|carrier| carrier.enabled);
        usable
            .map(|carrier| Choice::new(carrier.name.clone(), carrier.name))
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
                <RadioGroup label=schedule::TIMING value=draft.timing.kind options=kinds/>
                <Fields desk/>
                <div class="composer__short"><TextField label=words::VALID value=draft.valid kind=Kind::Number suffix=words::HOURS hint=words::VALID_HINT error=valid_error/></div>
                <RadioGroup label=words::LATE value=draft.late options=late/>
                <div class="composer__short"><Select label=words::CARRIER value=draft.carrier options=carrier_choices/></div>
            </div>
            <Dates desk/>
        </div>
    }
}

/// The fields of the kind that is chosen.
#[component]
fn Fields(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let fields = desk.draft.timing;
    let error = move |flaw: Flaw, message: Msg| {
        Signal::derive(move || (fields.flaw() == Some(flaw)).then(|| message.get().to_owned()))
    };
    let at_error = Signal::derive(move || {
        let gone = desk.content.with(|content| passed(&content.schedule, now_local()));
        match fields.flaw() {
            Some(Flaw::At) => Some(schedule::AT_MISSING.get().to_owned()),
            _ => gone.then(|| schedule::PASSED.get().to_owned()),
        }
    });
    let weekdays = Signal::derive(|| {
        (1..=7_u8)
            .map(|day| Choice::new(day.to_string(), schedule::weekday(lang(), day)))
            .collect::<Vec<_>>()
    });
    let months = Signal::derive(|| {
        (1..=12_u8)
            .map(|month| Choice::new(month.to_string(), schedule::month(lang(), month)))
            .collect::<Vec<_>>()
    });
    let days = Signal::derive(|| {
        (1..=31_u8)
            .map(|day| Choice::new(day.to_string(), day.to_string()))
            .collect::<Vec<_>>()
    });
    let occasions = Signal::derive(move || {
        let own = session::me().map(|me| me.firm.days).unwrap_or_default();
        // A day that the firm keeps no more is still what this campaign fires on.
        let kept = desk.content.with(|content| match content.schedule {
            Schedule::Occasion(Firing {
                occasion: Occasion::Own { day },
                ..
            }) if own.iter().all(|one| one.day != day) => Some(day),
            _ => None,
        });
        let own = own.into_iter().map(|one| one.day).chain(kept);
        let own = own.map(|day| Occasion::Own { day });
        let festivals = Festival::ALL
            .iter()
            .map(|festival| Occasion::Festival { festival: *festival });
        let terms = SolarTerm::ALL.iter().map(|term| Occasion::Term { term: *term });
        let choice = |occasion| Some(Choice::new(occasion_code(occasion)?, occasion_name(occasion)));
        own.chain(festivals).chain(terms).filter_map(choice).collect::<Vec<_>>()
    });
    let offsets = Signal::derive(|| {
        OFFSETS
            .map(|days| Choice::new(days.to_string(), schedule::offset(lang(), days)))
            .to_vec()
    });
    let calendars = Signal::derive(|| {
        CALENDARS
            .map(|(code, calendar)| Choice::new(code, calendar_name(calendar).get()))
            .to_vec()
    });
    let before = Signal::derive(|| {
        BEFORE
            .map(|days| Choice::new(days.to_string(), schedule::offset(lang(), days)))
            .to_vec()
    });
    let kind = Memo::new(move |_| fields.kind.get());
    move || {
        let time = || view! { <TextField label=schedule::TIME value=fields.time kind=Kind::Time error=error(Flaw::Time, schedule::TIME_MISSING)/> };
        let inner = match kind.get().as_str() {
            "once" => {
                view! { <TextField label=schedule::AT value=fields.at kind=Kind::DateTime error=at_error/> }.into_any()
            }
            "daily" => time().into_any(),
            "weekly" => {
                view! { <Select label=schedule::WEEKDAY value=fields.weekday options=weekdays/> {time()} }.into_any()
            }
            "monthly" => {
                view! { <Select label=schedule::DAY value=fields.day options=days hint=schedule::DAY_HINT/> {time()} }
                    .into_any()
            }
            "yearly" => view! {
                <Select label=schedule::MONTH value=fields.month options=months/>
                <Select label=schedule::DAY value=fields.day options=days error=error(Flaw::Day, schedule::DAY_WRONG)/>
                {time()}
            }
            .into_any(),
            "occasion" => view! {
                <Select label=schedule::OCCASION value=fields.occasion options=occasions error=error(Flaw::Day, schedule::DAY_WRONG)/>
                <Select label=schedule::OFFSET value=fields.offset options=offsets/>
                {time()}
            }
            .into_any(),
            "birthday" => view! {
                <Select label=schedule::BIRTHDAYS value=fields.calendar options=calendars hint=schedule::BIRTHDAY_HINT/>
                <Select label=schedule::OFFSET value=fields.before options=before/>
                {time()}
            }
            .into_any(),
            _ => return ().into_any(),
        };
        view! { <div class="composer__fields">{inner} <p class="composer__zone"><Glyph icon=Icon::Globe/> {date::zone}</p></div> }.into_any()
    }
}

const fn kind_name(kind: &str) -> Msg {
    match kind.as_bytes() {
        b"once" => schedule::ONCE,
        b"daily" => schedule::DAILY,
        b"weekly" => schedule::WEEKLY,
        b"monthly" => schedule::MONTHLY,
        b"yearly" => schedule::YEARLY,
        b"occasion" => schedule::ON_OCCASION,
        b"birthday" => schedule::ON_BIRTHDAY,
        _ => schedule::ON_APPROVAL,
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
                let text = schedule::outside(lang(), &at.format("%H:%M").to_string(), &clock(hours.from));
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
    let (from, until) = (clock(allowed.from), clock(allowed.until));
    let span = |hours: AllowedHours| format!("{}–{}", clock(hours.from), clock(hours.until));
    let of_purpose = hours.purpose.map(|own| {
        let name = purpose_name(desk.content.with(|content| content.purpose)).get();
        format!("{name} {}", span(own))
    });
    let of_carrier = hours.carrier.map(|own| {
        let name = desk.content.with(|content| content.carrier.clone());
        schedule::carrier_hours(lang(), &name, &span(own))
    });
    let narrower: Vec<String> = of_purpose.into_iter().chain(of_carrier).collect();
    let why = (!narrower.is_empty()).then(|| schedule::hours_why(lang(), &span(hours.firm), &narrower));
    view! {
        <p class="composer__hours">
            {schedule::allowed(lang(), &from, &until, &date::zone())} {why}
        </p>
    }
    .into_any()
}

/// A minute of the day as `08:30`.
fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
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
        view! { <p class="muted small">{move || schedule::previewed(lang(), &date::plain_day(&day))}</p> }.into_any()
    })
}
