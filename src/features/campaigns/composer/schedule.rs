//! The schedule: a choice of kinds, and for each kind the fields that it needs.

use std::ops::RangeInclusive;

use almanac::{Festival, SolarTerm};
use domain::campaign::Content;
use domain::occasion::{Firing, Occasion};
use domain::schedule::Schedule;
use leptos::prelude::*;

use super::super::desk::Desk;
use super::super::draft::{TimingFields, now_local};
use super::super::model::timing::{CALENDARS, Flaw, KINDS, OFFSETS, occasion_code, passed};
use super::super::words::{calendar_name, occasion_name};
use crate::locale::{Lang, Msg, date, lang, schedule};
use crate::state::session;
use crate::ui::{Choice, Glyph, Icon, Kind, RadioGroup, Select, TextField};

/// The choice of a kind, and the fields of the one that is chosen.
#[component]
pub(super) fn Fields(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let fields = desk.draft.timing;
    let kinds = Signal::derive(|| KINDS.map(|kind| Choice::new(kind, kind_name(kind).get())).to_vec());
    let chosen = Memo::new(move |_| fields.kind.get());
    view! {
        <RadioGroup label=schedule::TIMING value=fields.kind options=kinds/>
        {move || of_kind(&chosen.get(), desk).map(|inner| view! {
            <div class="composer__fields">{inner} <p class="composer__zone"><Glyph icon=Icon::Globe/> {date::zone_name}</p></div>
        })}
    }
}

/// The fields of a kind; `None`: it needs none.
fn of_kind(kind: &str, desk: Desk) -> Option<AnyView> {
    let fields = desk.draft.timing;
    let view = match kind {
        "once" => once(desk),
        "daily" => time(fields),
        "weekly" => view! {
            <Select label=schedule::WEEKDAY value=fields.weekday options=numbered(1..=7, |lang, day| schedule::weekday(lang, day).to_owned())/>
            {time(fields)}
        }
        .into_any(),
        "monthly" => view! {
            <Select label=schedule::DAY value=fields.day options=days() hint=schedule::DAY_HINT/>
            {time(fields)}
        }
        .into_any(),
        "yearly" => view! {
            <Select label=schedule::MONTH value=fields.month options=numbered(1..=12, date::month_name)/>
            <Select label=schedule::DAY value=fields.day options=days() error=flawed(fields, Flaw::Day, schedule::DAY_WRONG)/>
            {time(fields)}
        }
        .into_any(),
        "occasion" => view! {
            <Select
                label=schedule::OCCASION
                value=fields.occasion
                options=Signal::derive(move || desk.content.with(occasions))
                error=flawed(fields, Flaw::Day, schedule::DAY_WRONG)
            />
            <Select label=schedule::OFFSET value=fields.offset options=offsets()/>
            {time(fields)}
        }
        .into_any(),
        "birthday" => view! {
            <Select label=schedule::BIRTHDAYS value=fields.calendar options=calendars() hint=schedule::BIRTHDAY_HINT/>
            <Select label=schedule::OFFSET value=fields.birthday_offset options=offsets()/>
            {time(fields)}
        }
        .into_any(),
        _ => return None,
    };
    Some(view)
}

fn once(desk: Desk) -> AnyView {
    let fields = desk.draft.timing;
    let error = Signal::derive(move || {
        let gone = desk.content.with(|content| passed(&content.schedule, now_local()));
        match fields.flaw() {
            Some(Flaw::At) => Some(schedule::AT_MISSING.get().to_owned()),
            _ => gone.then(|| schedule::PASSED.get().to_owned()),
        }
    });
    view! { <TextField label=schedule::AT value=fields.at kind=Kind::DateTime error/> }.into_any()
}

fn time(fields: TimingFields) -> AnyView {
    let error = flawed(fields, Flaw::Time, schedule::TIME_MISSING);
    view! { <TextField label=schedule::TIME value=fields.time kind=Kind::Time error/> }.into_any()
}

/// What to say while the fields have this flaw.
fn flawed(fields: TimingFields, flaw: Flaw, message: Msg) -> Signal<Option<String>> {
    Signal::derive(move || (fields.flaw() == Some(flaw)).then(|| message.get().to_owned()))
}

fn numbered(all: RangeInclusive<u8>, name: fn(Lang, u8) -> String) -> Signal<Vec<Choice>> {
    let choice = move |number: u8| Choice::new(number.to_string(), name(lang(), number));
    Signal::derive(move || all.clone().map(choice).collect())
}

fn days() -> Signal<Vec<Choice>> {
    numbered(1..=31, |_, day| day.to_string())
}

fn offsets() -> Signal<Vec<Choice>> {
    Signal::derive(|| {
        OFFSETS
            .map(|days| Choice::new(days.to_string(), schedule::offset(lang(), days)))
            .to_vec()
    })
}

fn calendars() -> Signal<Vec<Choice>> {
    Signal::derive(|| {
        CALENDARS
            .map(|(code, calendar)| Choice::new(code, calendar_name(calendar).get()))
            .to_vec()
    })
}

/// The firm's own days first, then festivals, then solar terms; reactive. A day that the firm keeps no more is still what
/// this campaign fires on.
fn occasions(content: &Content) -> Vec<Choice> {
    let own = session::me().map(|me| me.firm.days).unwrap_or_default();
    let kept = match content.schedule {
        Schedule::Occasion(Firing {
            occasion: Occasion::Own { day },
            ..
        }) if own.iter().all(|one| one.day != day) => Some(day),
        _ => None,
    };
    let own = own.into_iter().map(|one| one.day).chain(kept);
    let own = own.map(|day| Occasion::Own { day });
    let festivals = Festival::ALL
        .iter()
        .map(|festival| Occasion::Festival { festival: *festival });
    let terms = SolarTerm::ALL.iter().map(|term| Occasion::Term { term: *term });
    let choice = |occasion| Some(Choice::new(occasion_code(occasion)?, occasion_name(occasion)));
    own.chain(festivals).chain(terms).filter_map(choice).collect()
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
