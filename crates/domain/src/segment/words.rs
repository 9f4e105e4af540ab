//! How values are called in sentences.

use chrono::{Datelike, NaiveDate};

use crate::consent::{Consent, Purpose};
use crate::customer::SiteStage;
use crate::lang::Lang;

/// What a stage of a site is called.
pub fn stage(stage: SiteStage, lang: Lang) -> &'static str {
    match stage {
        SiteStage::NotStarted => lang.pick("未开工", "not started"),
        SiteStage::Started => lang.pick("已开工", "started"),
        SiteStage::MidTerm => lang.pick("中期", "mid-term"),
        SiteStage::Final => lang.pick("收尾", "final"),
        SiteStage::Delivered => lang.pick("已交付", "delivered"),
        SiteStage::Maintenance => lang.pick("维保中", "under maintenance"),
    }
}

/// A purpose, as an adjective of "messages".
pub(super) fn purpose(purpose: Purpose, lang: Lang) -> &'static str {
    match purpose {
        Purpose::Service => lang.pick("服务", "service"),
        Purpose::Care => lang.pick("关怀", "care"),
        Purpose::Marketing => lang.pick("营销", "marketing"),
    }
}

/// Where a customer stands, as found.
pub(super) fn consent(consent: Consent, lang: Lang) -> &'static str {
    match consent {
        Consent::Unknown => lang.pick("没有记录", "nothing recorded"),
        Consent::Given => lang.pick("已同意", "given"),
        Consent::Withdrawn => lang.pick("已退订", "withdrawn"),
    }
}

/// `甲、乙 或 丙`; `a, b or c`.
pub(super) fn list(values: &[String], lang: Lang) -> String {
    let Some((last, front)) = values.split_last() else {
        return lang.pick("（未选）", "(nothing chosen)").to_owned();
    };
    if front.is_empty() {
        return last.clone();
    }
    match lang {
        Lang::ZhCn => format!("{} 或 {last}", front.join("、")),
        Lang::En => format!("{} or {last}", front.join(", ")),
    }
}

/// `2026年5月7日`; `7 May 2026`.
pub(super) fn date(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::ZhCn => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => format!("{} {} {}", date.day(), month(date.month()), date.year()),
    }
}

/// A month's short English name.
pub(super) fn month(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    NAMES.get((month as usize).wrapping_sub(1)).copied().unwrap_or("?")
}

/// With thousands separators.
pub(super) fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if number < 0 { format!("-{shown}") } else { shown }
}

/// Fen as yuan: `1,234.50 元`, `¥1,234.50`; whole yuan without decimals.
pub(super) fn money(fen: i64, lang: Lang) -> String {
    let (yuan, rest) = (fen / 100, (fen % 100).unsigned_abs());
    let amount = if rest == 0 {
        number(yuan)
    } else {
        format!("{}.{rest:02}", number(yuan))
    };
    match lang {
        Lang::ZhCn => format!("{amount} 元"),
        Lang::En => format!("¥{amount}"),
    }
}

/// `1 day`, `3 days`.
pub(super) fn days(days: u16) -> String {
    if days == 1 {
        "1 day".to_owned()
    } else {
        format!("{days} days")
    }
}
