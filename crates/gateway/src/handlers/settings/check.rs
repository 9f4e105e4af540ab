//! Which settings make sense.

use chrono_tz::Tz;
use domain::campaign::Content;
use domain::consent::Purpose;
use domain::lang::Lang;
use domain::lint::{Severity, Subject, lint};
use domain::occasion::{MOST_OWN_DAYS, OwnDay};
use wire::settings::Settings;

use crate::lang::Text;

/// A confirmation and its signature are one part.
const LONGEST_CONFIRMATION: usize = 60;

/// Whether no day and no name is there twice.
fn distinct(days: &[OwnDay]) -> bool {
    let twice = |n: usize, one: &OwnDay| {
        days[..n]
            .iter()
            .any(|other| other.day == one.day || other.zh.trim() == one.zh.trim())
    };
    days.iter().enumerate().all(|(n, one)| !twice(n, one))
}

/// A field, whether it makes sense, and what to say if not.
type Check = (&'static str, bool, (&'static str, &'static str));

/// What is wrong with the settings, by field.
pub(super) fn faults(settings: &Settings) -> Vec<(String, Text)> {
    let texts = [
        ("confirmation.zh", &settings.confirmation.zh),
        ("confirmation.en", &settings.confirmation.en),
    ];
    let confirmations = texts
        .into_iter()
        .filter_map(|(field, text)| Some((field.to_owned(), confirmation_fault(settings, text.trim())?)));
    let checks = firm(settings).into_iter().chain(limits(settings));
    checks
        .filter(|(_, fine, _)| !fine)
        .map(|(field, _, message)| (field.to_owned(), message.into()))
        .chain(confirmations)
        .collect()
}

/// What is said of what is no signature.
pub(crate) const NO_SIGNATURE: (&str, &str) = (
    "签名为 2 到 18 个字，不带括号。",
    "A signature has 2 to 18 characters, without brackets.",
);

/// Whether carriers take it for a signature, once 【】 stand around it.
pub(crate) fn is_signature(text: &str) -> bool {
    let text = text.trim();
    (2..=18).contains(&text.chars().count()) && !text.contains(|c: char| c.is_control() || "【】[]".contains(c))
}

/// Whether it can be dialled, or is none: a short number, a landline with its code, a mobile one.
fn is_phone(text: &str) -> bool {
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    let plain = |letter: char| letter.is_ascii_digit() || " +-()".contains(letter);
    text.is_empty() || ((3..=15).contains(&figures) && text.len() <= 30 && text.chars().all(plain))
}

/// What the firm is.
fn firm(settings: &Settings) -> [Check; 5] {
    let characters = |text: &str| text.trim().chars().count();
    let one_line = |text: &str| !text.chars().any(char::is_control);
    [
        (
            "firm",
            (1..=60).contains(&characters(&settings.firm)) && one_line(&settings.firm),
            ("公司名称为 1 到 60 个字。", "The firm's name has 1 to 60 characters."),
        ),
        ("signature", is_signature(&settings.signature), NO_SIGNATURE),
        (
            "phone",
            is_phone(settings.phone.trim()),
            (
                "电话为 3 到 15 位数字，可用空格和 + - ( ) 隔开。",
                "A phone number has 3 to 15 figures, with spaces and + - ( ) between them.",
            ),
        ),
        (
            "zone",
            settings.zone.parse::<Tz>().is_ok(),
            ("没有这个时区。", "There is no such time zone."),
        ),
        (
            "days",
            settings.days.len() <= MOST_OWN_DAYS
                && settings.days.iter().all(OwnDay::is_possible)
                && distinct(&settings.days),
            (
                "自定的日子要有名称和真实的日期，最多 50 个，不能重复。",
                "A day of your own needs a name and a date that exists; at most 50, none twice.",
            ),
        ),
    ]
}

/// When and how often it writes, and how long it waits.
fn limits(settings: &Settings) -> [Check; 7] {
    [
        (
            "hours",
            settings.hours.are_possible(),
            ("开始必须早于结束。", "The hours have to begin before they end."),
        ),
        (
            "purpose_hours",
            Purpose::ALL.into_iter().all(|purpose| {
                let own = settings.purpose_hours.of(purpose);
                own.is_none_or(|own| own.are_possible() && settings.hours.and(own).is_some())
            }),
            (
                "每种用途的时段必须开始早于结束，并和公司的时段有重合。",
                "A purpose's hours have to begin before they end, and to share some time with the firm's.",
            ),
        ),
        (
            "caps",
            Purpose::ALL.into_iter().all(|purpose| {
                let cap = settings.caps.of(purpose);
                cap.day <= 1000 && cap.week <= 1000
            }),
            ("最多 1000 条。", "At most 1,000 messages."),
        ),
        (
            "cap_days",
            (1..=365).contains(&settings.cap_days) || settings.cap_messages == 0,
            ("天数为 1 到 365。", "1 to 365 days."),
        ),
        (
            "cap_messages",
            settings.cap_messages <= 1000,
            ("最多 1000 条。", "At most 1,000 messages."),
        ),
        (
            "receipt_hours",
            (1..=720).contains(&settings.receipt_hours),
            ("小时数为 1 到 720。", "1 to 720 hours."),
        ),
        (
            "gap_days",
            (1..=3650).contains(&settings.gap_days),
            ("天数为 1 到 3650。", "1 to 3,650 days."),
        ),
    ]
}

/// What forbids a text that confirms opt-outs.
fn confirmation_fault(settings: &Settings, text: &str) -> Option<Text> {
    if !(1..=LONGEST_CONFIRMATION).contains(&text.chars().count()) {
        return Some(("1 到 60 个字。", "1 to 60 characters.").into());
    }
    if text.contains(['{', '}']) {
        return Some(("这里不能用变量。", "No variables here.").into());
    }
    let signature = settings.signature.trim().to_owned();
    let content = Content::of_text(text.to_owned(), signature, Purpose::Service);
    let blocks = |lang: Lang| {
        let found = lint(&Subject::new(&content, settings.hours, None), lang);
        let block = found.into_iter().find(|finding| finding.severity == Severity::Block);
        block.map(|finding| finding.message)
    };
    Some((blocks(Lang::ZhCn)?, blocks(Lang::En)?).into())
}
