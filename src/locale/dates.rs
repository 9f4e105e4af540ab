//! Dates as people say them, through the browser's `Intl`. Times are UTC milliseconds; the zone is the organisation's
//! unless another is given.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::{Lang, lang};

/// UTC milliseconds.
pub type Millis = i64;

const DAY: i64 = 86_400_000;

static ZONE: LazyLock<ArcRwSignal<String>> = LazyLock::new(|| ArcRwSignal::new("Asia/Shanghai".to_owned()));

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    /// 2026-05-07, for comparing days and for date inputs.
    Iso,
    /// 14:30
    Time,
    /// 5月7日 周四
    Day,
    /// 2025年5月7日 周三
    DayOfYear,
    /// 14:30:05 GMT+8
    Exact,
    /// 5月
    Month,
}

thread_local! {
    // Making a formatter costs a hundred times what using one does.
    static FORMATS: RefCell<HashMap<(Lang, Kind, String), Function>> = RefCell::new(HashMap::new());
}

/// The organisation's zone, an IANA name; reactive.
pub fn zone() -> String {
    crate::state::read(&ZONE)
}

/// Sets the organisation's zone; a name that the browser does not know is ignored.
pub fn set_zone(zone: &str) {
    if is_zone(zone) {
        ZONE.set(zone.to_owned());
    }
}

/// Whether the browser knows the zone.
pub fn is_zone(zone: &str) -> bool {
    let options = Object::new();
    set(&options, "timeZone", zone);
    let constructor =
        Reflect::get(&js_sys::global(), &"Intl".into()).and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()));
    constructor
        .ok()
        .and_then(|make| make.dyn_into::<Function>().ok())
        .is_some_and(|make| Reflect::construct(&make, &Array::of2(&"en".into(), &options)).is_ok())
}

/// The present moment by the browser's clock.
pub fn now() -> Millis {
    Date::now() as i64
}

/// A moment as one says it: `今天 14:30`, `昨天 09:00`, `5月7日 周四 14:30`, with the year if it is another.
pub fn moment(ms: Millis) -> String {
    format!("{} {}", day(ms), time(ms))
}

/// A moment within a sentence: in English, days near have no capital there.
pub fn moment_within(ms: Millis) -> String {
    within(moment(ms))
}

/// A calendar day within a sentence, like [`moment_within`].
pub fn plain_day_within(iso: &str) -> String {
    within(plain_day(iso))
}

fn within(mut said: String) -> String {
    let near = ["Yesterday", "Today", "Tomorrow"];
    if near.iter().any(|near| said.starts_with(near))
        && let Some(first) = said.get_mut(..1)
    {
        first.make_ascii_lowercase();
    }
    said
}

/// A day as one says it: `今天`, `明天`, `5月7日 周四`, with the year if it is another.
pub fn day(ms: Millis) -> String {
    day_in(ms, &zone())
}

/// Like [`day`], in a zone of one's own.
pub fn day_in(ms: Millis, zone: &str) -> String {
    said(ms, zone, zone)
}

/// The day that `ms` is in `zone`, as one says it where `today_in` tells what day it is.
fn said(ms: Millis, zone: &str, today_in: &str) -> String {
    let (now, iso) = (now(), format(Kind::Iso, ms, zone));
    let near = [(-1, "昨天", "Yesterday"), (0, "今天", "Today"), (1, "明天", "Tomorrow")];
    for (days, zh, en) in near {
        if format(Kind::Iso, now + days * DAY, today_in) == iso {
            return if lang() == Lang::ZhCn { zh } else { en }.to_owned();
        }
    }
    let kind = if format(Kind::Iso, now, today_in).get(..4) == iso.get(..4) {
        Kind::Day
    } else {
        Kind::DayOfYear
    };
    // Chinese Intl writes the weekday without a space, and people read it with one; English with a comma only beside a year.
    format(kind, ms, zone).replacen("周", " 周", 1).replacen(", ", " ", 1)
}

/// The hour and minute: `14:30`.
pub fn time(ms: Millis) -> String {
    format(Kind::Time, ms, &zone())
}

/// The exact moment with its zone, for titles and the log: `2026-05-07 14:30:05 北京时间`, `… GMT+8`.
pub fn exact(ms: Millis) -> String {
    let zone = zone();
    let mut clock = zone_last(format(Kind::Exact, ms, &zone));
    if let (Some(name), Some((time, _))) = (own_name(&zone), clock.split_once(' ')) {
        clock = format!("{time} {name}");
    }
    format!("{} {clock}", format(Kind::Iso, ms, &zone))
}

/// A time with its zone behind it; some languages put it first.
fn zone_last(clock: String) -> String {
    match clock.split_once(' ') {
        Some((zone, time)) if !zone.starts_with(|first: char| first.is_ascii_digit()) => format!("{time} {zone}"),
        _ => clock,
    }
}

/// The organisation's zone as one calls it.
pub fn zone_name() -> String {
    called(&zone())
}

/// A zone as one calls it.
pub fn called(zone: &str) -> String {
    own_name(zone).unwrap_or(zone).to_owned()
}

/// The name that a zone has in the language of the screen.
fn own_name(zone: &str) -> Option<&'static str> {
    (zone == "Asia/Shanghai" && lang() == Lang::ZhCn).then_some("北京时间")
}

/// The day as `2026-05-07`, for date inputs.
pub fn iso_day(ms: Millis) -> String {
    format(Kind::Iso, ms, &zone())
}

/// A calendar day `2026-05-07` (no zone) as one says it in the organisation's zone; what is no date is given back as it is.
pub fn plain_day(iso: &str) -> String {
    let ms = Date::parse(&format!("{iso}T00:00:00Z"));
    if ms.is_nan() {
        iso.to_owned()
    } else {
        said(ms as i64, "UTC", &zone())
    }
}

/// A calendar day `2026-05-07` by its date, near as it may be: `5月7日 周四`.
pub fn calendar_day(iso: &str) -> String {
    format(Kind::Day, Date::parse(&format!("{iso}T00:00:00Z")) as i64, "UTC").replacen("周", " 周", 1)
}

/// The month of a moment: `5月`, `May`.
pub fn month(ms: Millis) -> String {
    format(Kind::Month, ms, &zone())
}

/// How long ago or how soon: `3 分钟前`, `in 2 hours`; from a month on, the day.
pub fn relative(ms: Millis) -> String {
    let delta = ms - now();
    let (value, unit) = match delta.abs() {
        0..45_000 => {
            return if lang() == Lang::ZhCn { "刚刚" } else { "just now" }.to_owned();
        }
        45_000..3_600_000 => (delta as f64 / 60_000.0, "minute"),
        value if value < DAY => (delta as f64 / 3_600_000.0, "hour"),
        // As one counts days: from one date to the other.
        value if value < 30 * DAY => (days_between(now(), ms), "day"),
        _ => return day(ms),
    };
    let options = Object::new();
    set(&options, "numeric", "auto");
    let formatter = Intl::RelativeTimeFormat::new(&Array::of1(&lang().tag().into()), &options);
    spaced(&String::from(formatter.format(value.round(), unit)))
}

/// Chinese text with a blank behind its figures, as everywhere on the screens: `3 分钟前`.
fn spaced(said: &str) -> String {
    let mut spaced = String::with_capacity(said.len() + 1);
    let mut figure = false;
    for letter in said.chars() {
        if figure && !letter.is_ascii() {
            spaced.push(' ');
        }
        figure = letter.is_ascii_digit();
        spaced.push(letter);
    }
    spaced
}

/// How many dates ago it was: 0 today, 1 yesterday.
pub fn days_ago(ms: Millis) -> i64 {
    days_between(ms, now()) as i64
}

/// From the date of one instant to that of another, in the organisation's zone.
fn days_between(from: Millis, to: Millis) -> f64 {
    let zone = zone();
    let midnight = |ms| Date::parse(&format(Kind::Iso, ms, &zone));
    (midnight(to) - midnight(from)) / DAY as f64
}

/// The instant of a wall-clock time `2026-05-07T14:30` in the organisation's zone; `None` if it is no date.
/// An hour that a clock change skips counts as the hour after it.
pub fn parse_local(local: &str) -> Option<Millis> {
    let wall = Date::parse(&format!("{}Z", local.get(..16)?));
    if wall.is_nan() {
        return None;
    }
    let (wall, zone) = (wall as i64, zone());
    // The offset at the guess may be that of the other side of a clock change; a second look settles it.
    let guess = wall - offset(wall, &zone);
    Some(wall - offset(guess, &zone))
}

/// The wall-clock time `2026-05-07T14:30` of an instant, for datetime inputs.
pub fn to_local(ms: Millis) -> String {
    let zone = zone();
    format!("{}T{}", format(Kind::Iso, ms, &zone), format(Kind::Time, ms, &zone))
}

fn offset(ms: Millis, zone: &str) -> i64 {
    let local = format!("{}T{}:00Z", format(Kind::Iso, ms, zone), format(Kind::Time, ms, zone));
    Date::parse(&local) as i64 - ms.div_euclid(60_000) * 60_000
}

fn format(kind: Kind, ms: Millis, zone: &str) -> String {
    let lang = lang();
    FORMATS.with_borrow_mut(|formats| {
        let function = formats
            .entry((lang, kind, zone.to_owned()))
            .or_insert_with(|| build(lang, kind, zone));
        let date = Date::new(&(ms as f64).into());
        function
            .call1(&JsValue::UNDEFINED, &date)
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    })
}

fn build(lang: Lang, kind: Kind, zone: &str) -> Function {
    let options = Object::new();
    set(&options, "timeZone", zone);
    let fields: &[(&str, &str)] = match kind {
        Kind::Iso => &[("year", "numeric"), ("month", "2-digit"), ("day", "2-digit")],
        Kind::Time => &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")],
        Kind::Day => &[
            ("month", if lang == Lang::En { "short" } else { "long" }),
            ("day", "numeric"),
            ("weekday", "short"),
        ],
        Kind::DayOfYear => &[
            ("year", "numeric"),
            ("month", if lang == Lang::En { "short" } else { "long" }),
            ("day", "numeric"),
            ("weekday", "short"),
        ],
        Kind::Exact => &[
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("second", "2-digit"),
            ("hourCycle", "h23"),
            ("timeZoneName", "short"),
        ],
        Kind::Month => &[("month", "short")],
    };
    for (key, value) in fields {
        set(&options, key, value);
    }
    // Sweden writes dates as ISO 8601 does.
    let tag = match kind {
        Kind::Iso => "sv-SE",
        Kind::Day | Kind::DayOfYear if lang == Lang::En => "en-GB",
        Kind::Time => "en-GB",
        _ => lang.tag(),
    };
    Intl::DateTimeFormat::new(&Array::of1(&tag.into()), &options)
        .format()
        .unchecked_into()
}

fn set(options: &Object, key: &str, value: &str) {
    let _ = Reflect::set(options, &key.into(), &value.into());
}

/// Minutes of the day as `08:30`.
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A month's name: `5月`, `May`.
pub fn month_name(lang: Lang, month: u8) -> String {
    match lang {
        Lang::ZhCn => format!("{month}月"),
        Lang::En => almanac::solar_month_en(month).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::locale::set_lang;

    #[test]
    fn a_calendar_day_is_today_by_the_clock_of_the_firm() {
        set_lang(Lang::En);
        // 26 hours apart: at no moment is it the same day in both, so one of them is not where UTC is.
        for zone in ["Etc/GMT+12", "Pacific/Kiritimati"] {
            set_zone(zone);
            let day = |days: i64| iso_day(now() + days * DAY);
            assert_eq!(plain_day(&day(0)), "Today", "{zone}");
            assert_eq!(plain_day(&day(1)), "Tomorrow", "{zone}");
            assert_eq!(plain_day(&day(-1)), "Yesterday", "{zone}");
        }
        set_zone("Asia/Shanghai");
    }

    #[test]
    fn a_calendar_day_is_said_by_its_date_even_if_it_is_today() {
        set_lang(Lang::En);
        assert_eq!(calendar_day("2026-05-07"), "Thu 7 May");
        set_lang(Lang::ZhCn);
        assert_eq!(calendar_day("2026-05-07"), "5月7日 周四");
        assert!(calendar_day(&iso_day(now())).contains('月'));
        set_lang(Lang::En);
        assert_eq!(plain_day("2021-05-07"), "Fri 7 May 2021");
        set_lang(Lang::ZhCn);
        assert_eq!(plain_day("2021-05-07"), "2021年5月7日 周五");
    }

    #[test]
    fn a_figure_stands_apart_and_the_zone_stands_last() {
        for (said, shown) in [
            ("16小时前", "16 小时前"),
            ("昨天", "昨天"),
            ("in 2 hours", "in 2 hours"),
        ] {
            assert_eq!(spaced(said), shown);
        }
        for (lang, zone, want) in [
            (Lang::ZhCn, "Asia/Shanghai", "2026-11-28 22:26:56 北京时间"),
            (Lang::En, "Asia/Shanghai", "2026-11-28 22:26:56 GMT+8"),
            (Lang::ZhCn, "UTC", "2026-11-28 14:26:56 UTC"),
        ] {
            set_lang(lang);
            set_zone(zone);
            assert_eq!(exact(1_795_876_016_044), want);
        }
        set_zone("Asia/Shanghai");
        set_lang(Lang::ZhCn);
    }

    #[test]
    fn days_are_counted_by_their_dates() {
        for days in [0, 1, 29] {
            assert_eq!(days_ago(now() - days * DAY), days);
        }
        let midnight = parse_local(&format!("{}T00:00", iso_day(now()))).unwrap_or_default();
        assert_eq!((days_ago(midnight), days_ago(midnight - 1)), (0, 1));
    }

    #[test]
    fn a_day_near_has_no_capital_within_a_sentence() {
        set_lang(Lang::En);
        let now = now();
        assert!(moment(now).starts_with("Today "));
        assert!(moment_within(now).starts_with("today "));
        let far = now + 5 * DAY;
        assert_eq!(moment_within(far), moment(far));
        set_lang(Lang::ZhCn);
        assert_eq!(moment_within(now), moment(now));
    }
}
