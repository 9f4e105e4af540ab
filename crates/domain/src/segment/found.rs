//! What a customer has where a condition looks.

use almanac::LunarDate;
use chrono::NaiveDate;

use super::words::{consent, date, money, month, number, stage};
use super::{Calendar, Condition, Today};
use crate::customer::{Facts, LunarDay, SolarDay};
use crate::id::UserId;
use crate::lang::Lang;
use crate::time;

/// What the customer has there, in words; says so when nothing is recorded.
pub(super) fn found(
    condition: &Condition,
    customer: &Facts,
    today: &Today,
    lang: Lang,
    agent: &dyn Fn(UserId) -> Option<String>,
) -> String {
    let none = || lang.pick("没有记录", "nothing recorded").to_owned();
    let text = |value: &Option<String>| value.clone().unwrap_or_else(none);
    let day = |value: Option<NaiveDate>| value.map_or_else(none, |value| dated(value, today.date, lang));
    match condition {
        Condition::SiteStage(_) => customer.site_stage.map_or_else(none, |one| stage(one, lang).to_owned()),
        Condition::SiteStarted(_) => day(customer.site_started),
        Condition::SiteDue(_) => day(customer.site_due),
        Condition::Tier(_) => text(&customer.tier),
        Condition::City(_) => text(&customer.city),
        Condition::Tag(_) if customer.tags.is_empty() => lang.pick("没有标签", "no tags").to_owned(),
        Condition::Tag(_) => customer.tags.join(lang.pick("、", ", ")),
        Condition::LastPurchase(_) => day(customer.last_purchase),
        Condition::PurchaseCount(_) if lang == Lang::ZhCn => format!("{} 次", number(customer.purchase_count)),
        Condition::PurchaseCount(_) => number(customer.purchase_count),
        Condition::PurchaseTotal(_) => money(customer.purchase_total, lang),
        Condition::Birthday { calendar, .. } => birthdays(*calendar, customer, lang).unwrap_or_else(none),
        Condition::Consent { purpose, .. } => consent(customer.consents.of(*purpose), lang).to_owned(),
        Condition::Agent(_) => customer.agent.and_then(agent).unwrap_or_else(none),
        Condition::LastContact(_) => day(customer
            .last_contact
            .map(|at| time::civil_date(at, today.offset_minutes))),
        Condition::Customers(_) if customer.name.is_empty() => none(),
        Condition::Customers(_) => customer.name.clone(),
        Condition::Attribute { name, .. } => customer.attributes.get(name).cloned().unwrap_or_else(none),
    }
}

fn birthdays(calendar: Calendar, customer: &Facts, lang: Lang) -> Option<String> {
    let solar = customer
        .birthday
        .filter(|_| calendar != Calendar::Lunar)
        .map(|day| solar_words(day, lang));
    let lunar = customer
        .lunar_birthday
        .filter(|_| calendar != Calendar::Solar)
        .map(|day| lunar_words(day, lang));
    match (solar, lunar) {
        (Some(solar), Some(lunar)) => Some(format!("{solar}{}{lunar}", lang.pick("、", ", "))),
        (solar, lunar) => solar.or(lunar),
    }
}

fn solar_words(day: SolarDay, lang: Lang) -> String {
    match lang {
        Lang::ZhCn => format!("公历{}月{}日", day.month, day.day),
        Lang::En => format!("{} {}", day.day, month(u32::from(day.month))),
    }
}

fn lunar_words(day: LunarDay, lang: Lang) -> String {
    // The year is of no account: only month and day are said.
    let lunar = LunarDate {
        year: 2000,
        month: day.month,
        day: day.day,
        leap: day.leap,
    };
    match lang {
        Lang::ZhCn => format!("农历{}", lunar.zh()),
        Lang::En => lunar.en(),
    }
}

/// The date, and how far it is from today.
fn dated(value: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    let away = (value - today).num_days();
    let distance = match (away, lang) {
        (0, _) => lang.pick("今天", "today").to_owned(),
        (1.., Lang::ZhCn) => format!("{} 天后", number(away)),
        (_, Lang::ZhCn) => format!("{} 天前", number(-away)),
        (1.., Lang::En) => format!("{} days ahead", number(away)),
        (_, Lang::En) => format!("{} days ago", number(-away)),
    };
    match lang {
        Lang::ZhCn => format!("{}（{distance}）", date(value, lang)),
        Lang::En => format!("{} ({distance})", date(value, lang)),
    }
}
