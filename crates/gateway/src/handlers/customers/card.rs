//! What may stand on a customer's card.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::Datelike as _;
use domain::phone::PhoneState;
use domain::segment::attribute_name_fits;
use intake::{PhoneReading, Region, phone};
use store::contract::customers::{Card, CardPhone, CustomerRecord};
use wire::customers::CustomerCard;

use super::{customer_of, masked};
use crate::app::App;
use crate::error::{Answer, Failure};
use crate::lang::Text;

type Faults = Vec<(String, Text)>;

/// The longest of each, in characters.
const NAME: usize = 64;
const SHORT: usize = 100;
const NOTE: usize = 2_000;
/// The years in which a site may start and end: those that files may hold.
const YEARS: RangeInclusive<i32> = 1900..=2100;
/// The most of each.
const TAGS: usize = 50;
const ATTRIBUTES: usize = 50;

/// Understands a phone as people write it.
pub(crate) fn phone_of(text: &str) -> CardPhone {
    let raw = text.trim();
    match phone::normalise(raw, Region::CN) {
        PhoneReading::Missing => CardPhone::default(),
        PhoneReading::Mobile(number) => CardPhone {
            state: PhoneState::Mobile,
            phone: Some(number.into()),
            raw: None,
        },
        PhoneReading::Landline(number) => CardPhone {
            state: PhoneState::Landline,
            phone: Some(number.into()),
            raw: None,
        },
        PhoneReading::Invalid(_) => CardPhone {
            state: PhoneState::Invalid,
            phone: None,
            raw: Some(raw.chars().take(64).collect()),
        },
    }
}

/// The card as the store takes it, or everything that is wrong with it. A phone, or an attribute, that is sent back masked as it was
/// shown stays. What stands on the card `before` may stay whatever it is: a file may have
/// brought more than a person may write.
pub(super) async fn checked(app: &App, card: CustomerCard, before: Option<CustomerRecord>) -> Answer<Card> {
    let mut faults = Faults::new();
    let stored = before
        .as_ref()
        .map(|record| record.facts.attributes.clone())
        .unwrap_or_default();
    let before = before.map(|record| customer_of(record).card);
    let shown = before.as_ref().and_then(|before| before.phone.as_deref());
    let kept = before.as_ref().map(|before| kept(before, &card)).unwrap_or_default();
    let phone = card.phone.filter(|text| shown != Some(text.as_str()));
    let mut read = Card {
        number: short(&mut faults, "number", card.number, SHORT),
        name: short(&mut faults, "name", Some(card.name), NAME).unwrap_or_default(),
        sex: card.sex,
        phone: phone.as_deref().map(phone_of),
        tier: short(&mut faults, "tier", card.tier, SHORT),
        city: short(&mut faults, "city", card.city, SHORT),
        tags: tags(&mut faults, card.tags),
        site_stage: card.site_stage,
        site_name: short(&mut faults, "site_name", card.site_name, SHORT),
        site_started: card.site_started,
        site_due: card.site_due,
        project_manager: short(&mut faults, "project_manager", card.project_manager, SHORT),
        birthday: card.birthday,
        lunar_birthday: card.lunar_birthday,
        agent: card.agent,
        note: note(&mut faults, card.note),
        attributes: BTreeMap::new(),
    };
    let meant = card.attributes.into_iter().map(|(name, value)| {
        let value = masked::meant(&name, value, &stored);
        (name, value)
    });
    read.attributes = attributes(&mut faults, meant.collect());
    check_days(&mut faults, &read);
    if let Some(agent) = read.agent
        && app.store.staff_by_id(agent).await.is_err()
    {
        fault(
            &mut faults,
            "agent",
            ("没有这位同事", "There is no such member of staff"),
        );
    }
    if read.name.is_empty()
        && read.number.is_none()
        && read
            .phone
            .as_ref()
            .is_none_or(|phone| phone.state == PhoneState::Missing)
        && shown.is_none()
    {
        fault(
            &mut faults,
            "name",
            (
                "姓名、编号、手机至少填一项",
                "Write at least a name, a number or a phone",
            ),
        );
    }
    faults.retain(|(field, _)| !kept.contains(field));
    Failure::of_fields(faults)?;
    Ok(read)
}

/// The fields of which the card says what it said before. Of two days that belong together, both have to.
fn kept(before: &CustomerCard, now: &CustomerCard) -> Vec<String> {
    let same = [
        ("number", before.number == now.number),
        ("name", before.name == now.name),
        ("tier", before.tier == now.tier),
        ("city", before.city == now.city),
        ("tags", before.tags == now.tags),
        ("site_name", before.site_name == now.site_name),
        ("site_started", before.site_started == now.site_started),
        (
            "site_due",
            (before.site_started, before.site_due) == (now.site_started, now.site_due),
        ),
        ("project_manager", before.project_manager == now.project_manager),
        ("note", before.note == now.note),
        ("attributes", before.attributes == now.attributes),
    ];
    let kept = same.into_iter().filter(|(_, same)| *same);
    kept.map(|(field, _)| format!("card.{field}")).collect()
}

fn fault(faults: &mut Faults, field: &str, message: (&'static str, &'static str)) {
    faults.push((format!("card.{field}"), message.into()));
}

/// One line: trimmed, control characters as spaces; none if empty.
fn line(text: &str) -> Option<String> {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

fn short(faults: &mut Faults, field: &str, text: Option<String>, most: usize) -> Option<String> {
    let text = line(&text?)?;
    if text.chars().count() > most {
        let message = (format!("最多 {most} 个字"), format!("At most {most} characters"));
        faults.push((format!("card.{field}"), message.into()));
    }
    Some(text)
}

fn note(faults: &mut Faults, text: Option<String>) -> Option<String> {
    let text = text?.trim().to_owned();
    if text.chars().count() > NOTE {
        fault(
            faults,
            "note",
            ("备注最多 2,000 个字", "A note has at most 2,000 characters"),
        );
    }
    (!text.is_empty()).then_some(text)
}

fn tags(faults: &mut Faults, tags: Vec<String>) -> Vec<String> {
    let mut clean: Vec<String> = tags.iter().filter_map(|tag| line(tag)).collect();
    clean.sort_unstable();
    clean.dedup();
    if clean.len() > TAGS || clean.iter().any(|tag| tag.chars().count() > 32) {
        fault(
            faults,
            "tags",
            (
                "最多 50 个标签，每个最多 32 个字",
                "At most 50 tags of at most 32 characters",
            ),
        );
    }
    clean
}

fn attributes(faults: &mut Faults, attributes: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut clean = BTreeMap::new();
    for (name, value) in attributes {
        let Some(name) = line(&name) else { continue };
        if !attribute_name_fits(&name) || value.chars().count() > SHORT * 5 {
            fault(
                faults,
                "attributes",
                (
                    "属性名最多 60 个字且不含引号、反斜杠，值最多 500 个字",
                    "A name has at most 60 characters without quotation marks or backslashes, a value at most 500",
                ),
            );
        }
        if let Some(value) = line(&value) {
            clean.insert(name, value);
        }
    }
    if clean.len() > ATTRIBUTES {
        fault(faults, "attributes", ("最多 50 个属性", "At most 50 attributes"));
    }
    clean
}

fn check_days(faults: &mut Faults, card: &Card) {
    use almanac::Birthday;
    for (field, day) in [("site_started", card.site_started), ("site_due", card.site_due)] {
        if day.is_some_and(|day| !YEARS.contains(&day.year())) {
            fault(
                faults,
                field,
                (
                    "年份须在 1900 到 2100 之间",
                    "The year has to lie between 1900 and 2100",
                ),
            );
        }
    }
    if card
        .site_started
        .zip(card.site_due)
        .is_some_and(|(started, due)| due < started)
    {
        fault(
            faults,
            "site_due",
            (
                "交工日期不能早于开工日期",
                "The hand-over must not lie before the start",
            ),
        );
    }
    let solar = card.birthday.map(|day| Birthday::Solar {
        month: day.month,
        day: day.day,
    });
    if solar.is_some_and(|day| !day.exists()) {
        fault(faults, "birthday", ("没有这一天", "There is no such day"));
    }
    let lunar = card.lunar_birthday.map(|day| Birthday::Lunar {
        month: day.month,
        day: day.day,
        leap: day.leap,
    });
    if lunar.is_some_and(|day| !day.exists()) {
        fault(faults, "lunar_birthday", ("没有这一天", "There is no such day"));
    }
}
