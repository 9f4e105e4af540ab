//! The firm's own days and the weather of its customers' cities, through the API and onto the roll.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod compose;
mod firm;

use almanac::Rule;
use compose::{approved, customer, draft, edited, preview, roll};
use domain::occasion::{Firing, Occasion, OwnDay};
use domain::role::Role;
use domain::schedule::Schedule;
use domain::time::{DAY, HOUR};
use domain::weather::Weather;
use firm::{engine, settle_down};
use wire::Code;
use wire::campaigns::Campaign;
use wire::library::{OccasionKind, YearDay};
use wire::settings::Settings;
use wire::today::Today;
use wire::weather::{WeatherEdit, WeatherTable};

fn weather(day: &str, city: &str, kind: Option<Weather>) -> WeatherEdit {
    WeatherEdit {
        day: day.parse().unwrap(),
        city: city.into(),
        kind,
    }
}

#[tokio::test]
async fn the_weather_of_the_customers_city_is_said() {
    // The first customer lives in 杭州, nobody else lives anywhere.
    let fixture = compose::firm().await;
    let agent = fixture.as_role(Role::Agent);
    let rows = [
        weather("2026-05-07", "杭州市", Some(Weather::HeavyRain)),
        weather("2026-05-08", "杭州", Some(Weather::Fog)),
        weather("2026-05-07", "武汉", Some(Weather::Heat)),
    ];
    let table: WeatherTable = agent.put("/api/weather", &rows).await.ok(200);
    assert_eq!(table.days[0].to_string(), "2026-05-07");
    let cities: Vec<_> = table
        .cities
        .iter()
        .map(|one| (one.city.as_str(), one.customers))
        .collect();
    assert_eq!(cities, [("杭州", 1), ("武汉", 0)]);
    assert_eq!(
        table.cities[0].kinds[..3],
        [Some(Weather::HeavyRain), Some(Weather::Fog), None]
    );

    let campaign = draft(&fixture, "{天气|变天}，{姓名}请留意").await;
    let seen = preview(&agent, &campaign.content, Some(customer(1))).await;
    let texts: Vec<_> = seen.samples.iter().filter_map(|one| one.text.as_deref()).collect();
    assert!(texts.contains(&"【安居装饰】暴雨，王建国请留意"), "{texts:?}");
    assert!(texts.contains(&"【安居装饰】变天，王芳请留意"), "{texts:?}");
    let strict: Campaign = edited(&agent, &campaign, |content| content.text = "{天气}，请留意".into())
        .await
        .ok(200);
    approved(&fixture, &strict).await;
    settle_down(&mut engine(&fixture), &fixture).await;
    let (_, entries) = roll(&fixture.as_role(Role::Manager)).await;
    let of = |n| entries.iter().find(|entry| entry.customer == customer(n)).unwrap();
    assert_eq!(of(1).text.as_deref(), Some("【安居装饰】暴雨，请留意"));
    assert_eq!(of(2).reason.as_deref(), Some("variable_missing"));

    let today: Today = agent.get("/api/today").await.ok(200);
    assert_eq!(today.next[0].weather, [("暴雨".to_owned(), vec!["杭州".to_owned()])]);
    assert_eq!(today.next[1].weather, [("大雾".to_owned(), vec!["杭州".to_owned()])]);
    // Taken back, it is gone.
    let gone = [weather("2026-05-07", "杭州", None)];
    let table: WeatherTable = agent.put("/api/weather", &gone).await.ok(200);
    assert_eq!(table.cities[0].kinds[0], None);
    let log = fixture
        .as_role(Role::Admin)
        .get("/api/log?action=weather.")
        .await
        .text();
    assert_eq!(log.matches("weather.noted").count(), 2);
}

#[tokio::test]
async fn weather_that_nobody_can_know_is_refused() {
    let fixture = compose::firm().await;
    let agent = fixture.as_role(Role::Agent);
    let rows = [
        weather("2026-05-05", "杭州", Some(Weather::Fog)),
        weather("2026-05-07", " ", Some(Weather::Fog)),
        weather("2027-05-07", "杭州", None),
    ];
    let problem = agent.put("/api/weather", &rows).await.problem(Code::Invalid);
    let fields: Vec<_> = problem.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["rows.0.day", "rows.1.city", "rows.2.day"]);
    let manager = fixture.as_role(Role::Manager);
    manager.put("/api/weather", &rows).await.problem(Code::Forbidden);
    let table: WeatherTable = manager.get("/api/weather").await.ok(200);
    assert!(table.cities.iter().all(|city| city.kinds.iter().all(Option::is_none)));
}

#[tokio::test]
async fn the_firms_own_days_fire_and_are_shown() {
    let fixture = compose::firm().await;
    let admin = fixture.as_role(Role::Admin);
    let own = |zh: &str, day| OwnDay {
        zh: zh.into(),
        en: String::new(),
        day,
    };
    let (solar, lunar) = (Rule::Solar { month: 5, day: 9 }, Rule::Lunar { month: 3, day: 24 });
    let mut settings: Settings = admin.get("/api/settings").await.ok(200);
    for wrong in [
        vec![own("庆典", Rule::Solar { month: 2, day: 30 })],
        vec![own("", solar)],
        vec![own("庆典", solar), own("庆典", lunar)],
        vec![own("庆典", Rule::LunarYearEnd)],
    ] {
        settings.days = wrong;
        let problem = admin.put("/api/settings", &settings).await.problem(Code::Invalid);
        assert_eq!(problem.fields[0].field, "days");
    }
    settings.days = vec![own("周年庆", solar), own("答谢日", lunar)];
    let saved: Settings = admin.put("/api/settings", &settings).await.ok(200);
    assert_eq!(saved.days, settings.days);
    let agent = fixture.as_role(Role::Agent);
    let me: wire::session::Me = agent.get("/api/session").await.ok(200);
    assert_eq!(me.firm.days.len(), 2);

    let campaign = draft(&fixture, "{姓名}您好").await;
    let campaign: Campaign = edited(&agent, &campaign, |content| {
        content.schedule = Schedule::Occasion(Firing {
            occasion: Occasion::Own { day: lunar },
            offset: -1,
            at: "09:00:00".parse().unwrap(),
        });
    })
    .await
    .ok(200);
    let campaign = approved(&fixture, &campaign).await;
    // The 24th of the third lunar month is 10 May, and a day before it is the 9th.
    assert_eq!(campaign.next_at, Some(common::START + 2 * DAY - HOUR));
    let year: Vec<YearDay> = agent.get("/api/library/year").await.ok(200);
    assert!(year.is_sorted_by_key(|day| day.date));
    let day = |name: &str| year.iter().find(|day| day.name == name).unwrap();
    assert_eq!(
        (day("周年庆").kind, day("周年庆").date.to_string().as_str()),
        (OccasionKind::Own, "2026-05-09")
    );
    assert_eq!(day("答谢日").date.to_string(), "2026-05-10");
    assert_eq!(day("答谢日").campaigns[0].id, campaign.id);
    let today: Today = agent.get("/api/today").await.ok(200);
    assert!(today.next[2].occasions.contains(&"周年庆".to_owned()));
    assert!(today.next[3].occasions.contains(&"答谢日".to_owned()));
    let impossible = edited(&agent, &campaign, |content| {
        content.schedule = Schedule::Occasion(Firing {
            occasion: Occasion::Own {
                day: Rule::Solar { month: 4, day: 31 },
            },
            offset: 0,
            at: "09:00:00".parse().unwrap(),
        });
    });
    impossible.await.problem(Code::Invalid);
}
