//! What the firm's customers bought, what happened to them, and when we last wrote.

use chrono::{Days, NaiveDate};
use domain::customer::SiteStage;
use domain::id::CustomerId;
use domain::segment::{Rule, Today};
use domain::time::{DAY, HOUR, Millis};
use domain::weather::Weather;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use store::Stamp;
use store::contract::imports::{EventLine, PurchaseLine};
use store::contract::weather::CityWeather;

use super::customers::Made;
use crate::app::App;
use crate::error::Answer;

/// What is sold, with its price from and to, in yuan.
const ITEMS: [(&str, i64, i64); 10] = [
    ("全屋定制", 28_000, 96_000),
    ("瓷砖", 3_200, 18_000),
    ("实木地板", 6_800, 32_000),
    ("橱柜", 9_800, 38_000),
    ("卫浴套装", 4_500, 22_000),
    ("窗帘", 1_200, 8_600),
    ("木门", 2_400, 15_000),
    ("灯具", 600, 7_200),
    ("软装搭配", 3_000, 26_000),
    ("除醛服务", 480, 2_600),
];
const REPAIRS: [&str; 7] = [
    "卫生间地漏返味",
    "厨房龙头漏水",
    "卧室门合页松动",
    "阳台瓷砖空鼓",
    "开关面板接触不良",
    "墙面有细裂缝",
    "地板有响声",
];
const COMPLAINTS: [&str; 4] = [
    "工期比约定晚了一周",
    "工人没有打扫现场",
    "颜色与样板有差别",
    "上门没有提前通知",
];
const NOTES: [&str; 5] = [
    "电话回访：对进度满意。",
    "到店看了橱柜样品，下周给报价。",
    "约好周六上午看工地。",
    "问了保养方法，已发说明。",
    "想推荐邻居，给了两张名片。",
];

fn ago(today: NaiveDate, days: u64) -> NaiveDate {
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}

/// About six in ten have bought something, some of them often.
pub(super) fn purchases(rng: &mut ChaCha8Rng, made: &[Made], today: NaiveDate) -> Vec<PurchaseLine> {
    let mut lines = Vec::new();
    for one in made {
        let times = [0, 0, 0, 0, 1, 1, 1, 2, 2, 4][rng.random_range(0..10)];
        for _ in 0..times {
            let (item, from, to) = ITEMS.choose(rng).copied().unwrap_or(ITEMS[0]);
            // Recent ones are more frequent.
            let days = rng.random_range(0..30_u64) * rng.random_range(0..30_u64);
            lines.push(PurchaseLine {
                owner: one.owner.clone(),
                number: Some(format!("XS{:06}", lines.len() + 1)),
                day: ago(today, days),
                amount: rng.random_range(from..to) / 10 * 1_000,
                item: Some(item.to_owned()),
            });
        }
    }
    lines
}

/// Repairs and complaints at sites that were handed over, and steps of those being worked on.
pub(super) fn events(rng: &mut ChaCha8Rng, made: &[Made], today: &Today) -> Vec<EventLine> {
    let mut lines: Vec<EventLine> = Vec::new();
    for one in made {
        let Some(stage) = one.line.site_stage else { continue };
        let handed_over = matches!(stage, SiteStage::Delivered | SiteStage::Maintenance);
        let (kind, text, days): (&'static str, &str, u64) = match rng.random_range(0..100) {
            0..14 if handed_over => (
                "repair",
                REPAIRS.choose(rng).copied().unwrap_or_default(),
                rng.random_range(1..200),
            ),
            14..17 if handed_over => (
                "complaint",
                COMPLAINTS.choose(rng).copied().unwrap_or_default(),
                rng.random_range(1..200),
            ),
            _ if stage == SiteStage::Started => ("site", "开工交底", rng.random_range(0..20)),
            _ if stage == SiteStage::MidTerm => ("site", "水电验收通过", rng.random_range(0..25)),
            _ if stage == SiteStage::Final => ("site", "油漆完工，准备安装", rng.random_range(0..15)),
            _ => continue,
        };
        let day = ago(today.date, days);
        lines.push(EventLine {
            owner: one.owner.clone(),
            kind,
            day,
            at: today.start_of(day),
            site_stage: None,
            text: Some(text.to_owned()),
            number: Some(format!("GD{:06}", lines.len() + 1)),
        });
    }
    lines
}

/// When each was last written to before the past month (a quarter never were), and a hundred notes.
pub(super) async fn contacts_and_notes(
    app: &App,
    rng: &mut ChaCha8Rng,
    made: &[Made],
    today: &Today,
    stamp: &Stamp,
) -> Answer<()> {
    let mut contacts: Vec<(CustomerId, Millis)> = Vec::with_capacity(made.len());
    let mut noted = Vec::new();
    let mut after = None;
    loop {
        let page = app.store.audience(&Rule::everybody(), today, after, 2_000).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for facts in page {
            let days = match rng.random_range(0..100) {
                0..50 => rng.random_range(32..90),
                50..62 => rng.random_range(90..180),
                62..76 => rng.random_range(180..480),
                _ => 0,
            };
            if days > 0 {
                let at = today.start_of(today.date) - days * DAY + rng.random_range(9..19) * HOUR;
                contacts.push((facts.id, at));
            }
            if noted.len() < 100 && rng.random_bool(0.05) {
                noted.push(facts.id);
            }
        }
    }
    app.store.note_contacts(&contacts).await?;
    for id in noted {
        let text = NOTES.choose(rng).copied().unwrap_or_default();
        app.store.add_note(id, text, stamp).await?;
    }
    Ok(())
}

/// What the weather is to be in some of the firm's cities.
pub(super) async fn weather(app: &App, today: &Today, stamp: &Stamp) -> Answer<()> {
    let rows = [
        ("杭州", 0, Weather::ColdWave),
        ("杭州", 1, Weather::ColdWave),
        ("宁波", 0, Weather::ColdWave),
        ("宁波", 1, Weather::Gale),
        ("绍兴", 1, Weather::HeavyRain),
    ];
    let rows: Vec<CityWeather> = rows
        .into_iter()
        .filter_map(|(city, ahead, kind)| {
            Some(CityWeather {
                day: today.date.checked_add_days(Days::new(ahead))?,
                city: city.to_owned(),
                kind: Some(kind),
            })
        })
        .collect();
    Ok(app.store.note_weather(stamp, &rows).await?)
}
