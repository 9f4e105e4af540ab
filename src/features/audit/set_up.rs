//! How the log says the firm's settings and a carrier's, and what it was before.

use domain::consent::Purpose;

use super::details;
use crate::features::customers::words::purpose;
use crate::features::settings::yuan;
use crate::locale::{Lang, Msg, audit as words, carriers, date, lang, settings, witness};

/// What a setting is called where another subject's detail has its code.
pub(super) fn name(subject: &str, key: &str) -> Option<Msg> {
    Some(match (subject, key) {
        ("organisation", "hours") => settings::ALLOWED,
        ("witness", "hours") => witness::OFTEN,
        _ => return None,
    })
}

/// What a setting says; `None` for what reads as it stands.
pub(super) fn said(subject: &str, key: &str, value: &str) -> Option<String> {
    match (subject, key) {
        ("organisation" | "carrier", "from") => before(subject, value),
        ("carrier", _) if value.is_empty() => Some(carriers::FALLBACK_NONE.get().to_owned()),
        ("carrier", "kind") if value == "sandbox" => Some(carriers::called(value)),
        ("carrier", "fallback") => Some(carriers::called(value)),
        ("carrier", "price_millis") => Some(format!("{} {}", yuan(value.parse().ok()?), carriers::YUAN.get())),
        ("carrier", "rate") if value == "0" => Some(words::UNLIMITED.get().to_owned()),
        ("carrier", "rate") => Some(format!("{value} {}", carriers::PER_SECOND.get())),
        ("organisation", "cap") => {
            let (most, days) = value.split_once('/')?;
            Some(if most == "0" {
                words::UNLIMITED.get().to_owned()
            } else {
                words::cap(lang(), most, days)
            })
        }
        ("organisation", "caps") => Some(by_purpose(value, |cap| {
            let (day, week) = cap.split_once('/')?;
            let a_day = (day != "0").then(|| words::cap(lang(), day, "1"));
            let a_week = (week != "0").then(|| words::cap(lang(), week, "7"));
            let said: Vec<String> = a_day.into_iter().chain(a_week).collect();
            (!said.is_empty()).then(|| said.join(words::AND.get()))
        })),
        ("organisation", "purpose_hours") => Some(by_purpose(value, hours)),
        ("organisation" | "carrier", "hours") => hours(value),
        ("organisation", "receipt_hours") => Some(format!("{value} {}", settings::HOURS_UNIT.get())),
        ("organisation", "gap_days") => Some(format!("{value} {}", settings::DAYS.get())),
        ("organisation", "zone") => Some(date::called(value)),
        _ => None,
    }
}

/// `hours=480-1200; cap=4/7`, each by its name. What stands behind the `; ` of a name or a number belongs to it.
fn before(subject: &str, value: &str) -> Option<String> {
    let mut was: Vec<(&str, String)> = Vec::new();
    for piece in value.split("; ") {
        match piece.split_once('=') {
            Some((key, value)) if details::name(subject, key).is_some() => was.push((key, value.to_owned())),
            _ => {
                let (_, last) = was.last_mut()?;
                last.push_str("; ");
                last.push_str(piece);
            }
        }
    }
    let said = was.into_iter().map(|(key, value)| {
        let name = details::name(subject, key).unwrap_or_else(|| key.to_owned());
        let said = details::said(subject, key, &value).unwrap_or(value);
        let said = if said.is_empty() {
            words::NOTHING_BEFORE.get()
        } else {
            &said
        };
        words::was(lang(), &name, said)
    });
    let said: Vec<String> = said.collect();
    Some(said.join(if lang() == Lang::ZhCn { "；" } else { "; " }))
}

/// `480-1200` as one reads hours.
fn hours(value: &str) -> Option<String> {
    let (from, until) = value.split_once('-')?;
    let clock = |minute: &str| minute.parse().ok().map(date::clock);
    Some([clock(from)?, clock(until)?].join("–"))
}

/// `service:0/0 care:1/2`, for the purposes of which something is said.
fn by_purpose(value: &str, said: impl Fn(&str) -> Option<String>) -> String {
    let each = value.split(' ').filter_map(|one| {
        let (code, of) = one.split_once(':')?;
        let purpose = Purpose::ALL.into_iter().find(|one| one.code() == code).map(purpose)?;
        Some(format!("{} {}", purpose.get(), said(of)?))
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() {
        return words::NOTHING_BEFORE.get().to_owned();
    }
    each.join(if lang() == Lang::ZhCn { "；" } else { "; " })
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::locale::set_lang;

    #[test]
    fn settings_are_said_in_words_and_so_is_what_they_were() {
        let check = |subject, key, value, zh: &str, en: &str| {
            for (lang, want) in [(Lang::ZhCn, zh), (Lang::En, en)] {
                set_lang(lang);
                let said = details::said(subject, key, value).unwrap_or_else(|| value.to_owned());
                assert_eq!(said, want, "{subject} {key} {value}");
            }
            set_lang(Lang::ZhCn);
        };
        let firm = "organisation";
        check(firm, "cap", "4/7", "7 天内 4 条", "4 within 7 days");
        check(firm, "cap", "0/7", "不限", "No limit");
        let caps = "service:0/0 care:1/3 marketing:0/2";
        check(
            firm,
            "caps",
            caps,
            "关怀问候 1 天内 1 条，7 天内 3 条；营销推广 7 天内 2 条",
            "Care 1 within a day, 3 within 7 days; Marketing 2 within 7 days",
        );
        check(firm, "caps", "service:0/0 care:0/0 marketing:0/0", "无", "None");
        let hours = "service: care:480-1200 marketing:";
        check(firm, "purpose_hours", hours, "关怀问候 08:00–20:00", "Care 08:00–20:00");
        check(
            firm,
            "from",
            "firm=甲; 乙=丙; phone=; hours=480-1200; gap_days=90",
            "公司名称：甲; 乙=丙；客服电话：无；允许时段：08:00–20:00；多少天没联系算遗漏：90 天",
            "Name of the firm: 甲; 乙=丙; Service phone: None; Allowed hours: 08:00–20:00; A gap after: 90 days",
        );
        check("carrier", "price_millis", "4500", "0.045 元", "0.045 yuan");
        check(
            "carrier",
            "from",
            "rate=0; fallback=",
            "速度上限：不限；备用通道：没有",
            "Speed limit: No limit; Takes over from it: None",
        );
        check("witness", "hours", "6", "6", "6");
        // What a version to come says of a setting that this one does not know.
        check(firm, "from", "moon=full", "moon=full", "moon=full");
    }
}
