//! The firm's customers.

use chrono::{Days, NaiveDate};
use domain::consent::Purpose;
use domain::customer::{LunarDay, Sex, SiteStage, SolarDay};
use domain::id::UserId;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use store::contract::customers::CardPhone;
use store::contract::imports::{CustomerLine, LineOwner};

use super::names;
use crate::handlers::customers::phone_of;

const PREFIXES: [&str; 14] = [
    "130", "133", "135", "136", "137", "138", "139", "150", "158", "159", "177", "186", "188", "189",
];
const MANAGERS: [&str; 8] = [
    "李建国",
    "陈志强",
    "周海峰",
    "王永成",
    "沈国平",
    "吴建明",
    "徐文斌",
    "朱荣华",
];
const TAGS: [(&str, f64); 9] = [
    ("老客户", 0.22),
    ("转介绍", 0.14),
    ("团购", 0.09),
    ("别墅", 0.05),
    ("样板房", 0.03),
    ("二手房翻新", 0.12),
    ("精装升级", 0.08),
    ("需电话联系", 0.04),
    ("有老人小孩", 0.11),
];
const NOTES: [&str; 6] = [
    "对环保要求高，材料要看检测报告",
    "周末才有空看工地",
    "请先发短信再打电话",
    "家里有宠物，上门前提前说",
    "预算有限，优先做厨卫",
    "设计师已沟通三次，偏好原木风",
];

/// A customer with what is needed to make more about them.
pub(super) struct Made {
    pub(super) line: CustomerLine,
    pub(super) owner: LineOwner,
}

fn ago(today: NaiveDate, days: u64) -> NaiveDate {
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}

fn ahead(today: NaiveDate, days: u64) -> NaiveDate {
    today.checked_add_days(Days::new(days)).unwrap_or(today)
}

/// A stage with dates that fit it.
fn site(rng: &mut ChaCha8Rng, today: NaiveDate) -> (SiteStage, Option<NaiveDate>, Option<NaiveDate>) {
    let (stage, started, due) = match rng.random_range(0..100) {
        0..10 => (
            SiteStage::NotStarted,
            ahead(today, rng.random_range(3..60)),
            ahead(today, rng.random_range(100..190)),
        ),
        10..19 => (
            SiteStage::Started,
            ago(today, rng.random_range(0..30)),
            ahead(today, rng.random_range(60..130)),
        ),
        19..28 => (
            SiteStage::MidTerm,
            ago(today, rng.random_range(30..75)),
            ahead(today, rng.random_range(25..80)),
        ),
        28..34 => (
            SiteStage::Final,
            ago(today, rng.random_range(75..130)),
            ahead(today, rng.random_range(2..25)),
        ),
        34..66 => {
            let due = rng.random_range(1..600);
            (
                SiteStage::Delivered,
                ago(today, due + rng.random_range(90..180)),
                ago(today, due),
            )
        }
        _ => {
            let due = rng.random_range(20..900);
            (
                SiteStage::Maintenance,
                ago(today, due + rng.random_range(90..180)),
                ago(today, due),
            )
        }
    };
    (stage, Some(started), Some(due))
}

/// A phone; three in a hundred are dirty: landlines, cut short, no number at all, missing, or shared with somebody before.
fn phone(rng: &mut ChaCha8Rng, index: usize, before: &[Made]) -> Option<CardPhone> {
    let text = match rng.random_range(0..1000) {
        0..8 => format!("0571-8{:07}", rng.random_range(1_000_000..9_999_999)),
        8..15 => format!(
            "{}{:07}",
            PREFIXES[index % PREFIXES.len()],
            rng.random_range(0..9_999_999)
        ),
        15..18 => "同微信".to_owned(),
        18..24 => return None,
        24..31 if !before.is_empty() => return before.choose(rng).and_then(|other| other.line.phone.clone()),
        // No two are the same: the last digits count up, spread by a factor that has no divisor in common with 10,000.
        _ => {
            let tail = index * 7_919 % 10_000;
            format!(
                "{}{:04}{tail:04}",
                PREFIXES[index % PREFIXES.len()],
                rng.random_range(0..9_999)
            )
        }
    };
    Some(phone_of(&text))
}

fn consents(rng: &mut ChaCha8Rng) -> Vec<(Purpose, bool)> {
    let mut said = Vec::new();
    for (purpose, yes, no) in [
        (Purpose::Service, 0.95, 0.005),
        (Purpose::Care, 0.88, 0.02),
        (Purpose::Marketing, 0.56, 0.07),
    ] {
        let draw: f64 = rng.random();
        if draw < yes {
            said.push((purpose, true));
        } else if draw > 1.0 - no {
            said.push((purpose, false));
        }
    }
    said
}

fn birthdays(rng: &mut ChaCha8Rng) -> (Option<SolarDay>, Option<LunarDay>) {
    let solar = SolarDay {
        month: rng.random_range(1..=12),
        day: rng.random_range(1..=28),
    };
    let lunar = LunarDay {
        month: rng.random_range(1..=12),
        day: rng.random_range(1..=30),
        leap: rng.random_bool(0.02),
    };
    match rng.random_range(0..100) {
        0..46 => (Some(solar), None),
        46..64 => (None, Some(lunar)),
        64..74 => (Some(solar), Some(lunar)),
        _ => (None, None),
    }
}

fn tags(rng: &mut ChaCha8Rng) -> Vec<String> {
    let mut tags: Vec<String> = TAGS
        .iter()
        .filter(|(_, share)| rng.random_bool(*share))
        .map(|(tag, _)| (*tag).to_owned())
        .collect();
    tags.sort();
    tags
}

/// Makes `count` customers.
pub(super) fn make(rng: &mut ChaCha8Rng, today: NaiveDate, count: usize, agents: &[UserId]) -> Vec<Made> {
    let mut made: Vec<Made> = Vec::with_capacity(count);
    for index in 0..count {
        let female = rng.random_bool(0.46);
        let (city, address) = names::site(rng);
        let with_site = rng.random_bool(0.86);
        let (stage, started, due) = site(rng, today);
        let (birthday, lunar_birthday) = birthdays(rng);
        let tier = match rng.random_range(0..100) {
            0..8 => Some("VIP"),
            8..22 => Some("金卡"),
            22..45 => Some("银卡"),
            _ => None,
        };
        let phone = phone(rng, index, &made);
        let mut line = CustomerLine {
            line: index as u64 + 2,
            number: Some(format!("AJ{:06}", index + 1)),
            phone: phone.clone(),
            name: Some(names::person(rng, female)),
            sex: rng
                .random_bool(0.9)
                .then_some(if female { Sex::Female } else { Sex::Male }),
            tier: tier.map(str::to_owned),
            city: rng.random_bool(0.98).then_some(city),
            tags: tags(rng),
            birthday,
            lunar_birthday,
            consents: consents(rng),
            agent: agents.choose(rng).copied().filter(|_| rng.random_bool(0.8)),
            note: NOTES
                .choose(rng)
                .filter(|_| rng.random_bool(0.06))
                .map(|note| (*note).to_owned()),
            ..CustomerLine::default()
        };
        if with_site {
            line.site_stage = Some(stage);
            line.site_name = Some(address);
            line.site_started = started;
            line.site_due = due;
            line.project_manager = MANAGERS.choose(rng).map(|name| (*name).to_owned());
        }
        if rng.random_bool(0.3) {
            let styles = ["现代简约", "新中式", "北欧", "原木", "轻奢"];
            let style = styles.choose(rng).copied().unwrap_or("现代简约");
            line.attributes.insert("装修风格".to_owned(), style.to_owned());
        }
        let owner = LineOwner {
            number: line.number.clone(),
            phone,
        };
        made.push(Made { line, owner });
    }
    made
}
