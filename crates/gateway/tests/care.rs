//! Wordings and birthdays, through the API and onto the roll.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod compose;
mod firm;

use std::collections::HashMap;

use common::{Client, Fixture};
use compose::{act, approved, customer, draft, edited, preview, roll};
use domain::campaign::Content;
use domain::consent::Purpose;
use domain::customer::{LunarDay, SolarDay};
use domain::id::CustomerId;
use domain::occasion::{Firing, Occasion};
use domain::role::Role;
use domain::roll::Outcome;
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::Calendar;
use domain::time::{DAY, HOUR};
use firm::{engine, settle_down};
use store::contract::customers::{Card, CardPhone};
use store::contract::runs::Steering;
use wire::campaigns::{
    Campaign, ContentPreview, NewCampaign, PreviewContent, SampleKind, Severity, TestSend, TestSent,
};
use wire::library::LibraryPick;
use wire::runs::{Entry, Run, RunDetail};
use wire::templates::{Template, TemplateEdit, TemplateVersion};
use wire::{Code, Page};

#[tokio::test]
async fn wordings_are_previewed_approved_and_dealt() {
    let fixture = compose::firm().await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = draft(&fixture, "{姓名}您好").await;
    let one = campaign.digest.clone();
    let campaign: Campaign = edited(&agent, &campaign, |content| {
        content.others = vec!["您好，{姓名}！！".into()];
    })
    .await
    .ok(200);
    assert_ne!(campaign.digest, one, "an approval covers every wording");

    let seen = preview(&agent, &campaign.content, Some(customer(2))).await;
    let shown: Vec<_> = seen
        .samples
        .iter()
        .filter(|one| one.kind == SampleKind::Wording)
        .collect();
    assert_eq!(shown.len(), 2);
    assert!(shown.iter().all(|one| one.customer == customer(2)));
    assert_eq!(shown[0].text.as_deref(), Some("【安居装饰】王芳您好"));
    assert_eq!(shown[1].text.as_deref(), Some("【安居装饰】您好，王芳！！"));
    let repeated = seen.findings.iter().find(|finding| finding.wording == Some(1)).unwrap();
    assert!(repeated.message.starts_with("写法 2："), "{}", repeated.message);
    assert!(
        seen.findings.iter().all(|finding| finding.wording != Some(0)),
        "{:?}",
        seen.findings
    );

    let test = TestSend {
        to: "13900000009".into(),
        content: campaign.content.clone(),
        customer: Some(customer(2)),
        wording: 1,
    };
    let sent: TestSent = agent
        .post(&format!("/api/campaigns/{}/test", campaign.id), &test)
        .await
        .ok(200);
    assert_eq!(sent.text, "【安居装饰】您好，王芳！！");

    approved(&fixture, &campaign).await;
    settle_down(&mut engine(&fixture), &fixture).await;
    let manager = fixture.as_role(Role::Manager);
    let (run, entries) = roll(&manager).await;
    let texts: HashMap<_, _> = entries
        .iter()
        .map(|one| (one.customer, (one.wording, one.text.clone())))
        .collect();
    let dealt: Vec<_> = entries.iter().filter_map(|one| one.wording).collect();
    assert_eq!((entries.len(), dealt.len()), (5, 2));
    assert_ne!(dealt[0], dealt[1], "neighbours get different words");
    // What the preview showed of whom it chose by lot is what the freeze dealt to them.
    for sample in seen.samples.iter().filter(|one| one.kind == SampleKind::Random) {
        assert_eq!(texts[&sample.customer], (Some(sample.wording), sample.text.clone()));
    }
    let detail: RunDetail = manager.get(&format!("/api/runs/{}", run.id)).await.ok(200);
    assert_eq!(
        (detail.text.as_str(), detail.others),
        ("{姓名}您好", campaign.content.others)
    );
    let csv = manager.get(&format!("/api/runs/{}/roll.csv", run.id)).await.text();
    assert!(csv.lines().next().unwrap().contains("写法"));
}

#[tokio::test]
async fn a_wording_that_cannot_be_sent_stops_all_of_them() {
    let fixture = compose::firm().await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = draft(&fixture, "{姓名}您好").await;
    let campaign: Campaign = edited(&agent, &campaign, |content| content.others = vec!["您好{姓各}".into()])
        .await
        .ok(200);
    let problem = act(&agent, &campaign, "submit").await.problem(Code::Blocked);
    assert!(problem.fields[0].message.starts_with("写法 2："), "{problem:?}");
    let seen = preview(&agent, &campaign.content, None).await;
    let blocking = seen.findings.iter().filter(|one| one.severity == Severity::Block);
    assert_eq!(blocking.map(|one| one.wording).collect::<Vec<_>>(), [Some(1)]);
    let too_many = edited(&agent, &campaign, |content| content.others = vec!["您好".into(); 8]).await;
    assert_eq!(too_many.problem(Code::Invalid).fields[0].field, "content.text");
}

#[tokio::test]
async fn templates_and_the_library_bring_all_their_wordings() {
    let fixture = compose::firm().await;
    let agent = fixture.as_role(Role::Agent);
    let edit = |version, others: &[&str]| TemplateEdit {
        version,
        name: "立夏".into(),
        purpose: Purpose::Care,
        text: "{姓名}您好".into(),
        others: others.iter().map(|text| (*text).to_owned()).collect(),
    };
    let made: Template = agent.post("/api/templates", &edit(None, &["您好{姓名}"])).await.ok(201);
    let path = format!("/api/templates/{}", made.id);
    let saved: Template = agent
        .put(&path, &edit(Some(1), &["您好{姓名}", "立夏好"]))
        .await
        .ok(200);
    assert_eq!((saved.version, saved.others.len()), (2, 2));
    let versions: Vec<TemplateVersion> = agent.get(&format!("{path}/versions")).await.ok(200);
    let counts: Vec<usize> = versions.iter().map(|one| one.others.len()).collect();
    assert_eq!(counts, [2, 1]);
    let problem = agent
        .put(&path, &edit(Some(2), &["{姓各}"]))
        .await
        .problem(Code::Invalid);
    assert!(problem.fields[0].message.starts_with("写法 2："), "{problem:?}");

    let mut new = NewCampaign {
        name: "立夏问候".into(),
        segment: None,
        customer: None,
        template: Some(made.id),
        library: None,
        on: None,
    };
    let from_template: Campaign = agent.post("/api/campaigns", &new).await.ok(201);
    assert_eq!(from_template.content.others, ["您好{姓名}", "立夏好"]);
    new.template = None;
    new.library = Some(LibraryPick {
        item: "festival.spring_festival".into(),
        lang: domain::lang::Lang::ZhCn,
        text: None,
    });
    let from_library: Campaign = agent.post("/api/campaigns", &new).await.ok(201);
    assert!(from_library.content.others.len() >= 3);
}

/// Gives a customer a birthday.
async fn born(fixture: &Fixture, n: u128, solar: Option<(u8, u8)>, lunar: Option<(u8, u8, bool)>) {
    let id = customer(n);
    let store = &fixture.app.store;
    let record = store.customer(id).await.unwrap();
    let card = Card {
        name: record.facts.name,
        phone: Some(CardPhone {
            state: record.facts.phone_state,
            phone: record.facts.phone,
            raw: None,
        }),
        birthday: solar.map(|(month, day)| SolarDay { month, day }),
        lunar_birthday: lunar.map(|(month, day, leap)| LunarDay { month, day, leap }),
        ..Card::default()
    };
    let stamp = firm::by(Role::Agent, common::START);
    store.edit_customer(id, record.version, &card, &stamp).await.unwrap();
}

fn birthdays(calendar: Calendar, offset: i16) -> Schedule {
    Schedule::Occasion(Firing {
        occasion: Occasion::Birthday { calendar },
        offset,
        at: "09:00:00".parse().unwrap(),
    })
}

/// An approved campaign to whose solar birthday it is, however late it is.
async fn greeting(fixture: &Fixture) -> Campaign {
    let campaign = draft(fixture, "{姓名}，生日快乐").await;
    let campaign: Campaign = edited(&fixture.as_role(Role::Agent), &campaign, |content| {
        content.schedule = birthdays(Calendar::Solar, 0);
        content.late = LatePolicy::Send;
    })
    .await
    .ok(200);
    approved(fixture, &campaign).await
}

/// The names on the latest run's roll, each with its outcome's reason.
async fn greeted(manager: &Client) -> Vec<(CustomerId, Option<String>)> {
    let (_, entries) = roll(manager).await;
    entries
        .into_iter()
        .map(|entry| (entry.customer, entry.reason))
        .collect()
}

#[tokio::test]
async fn birthdays_are_greeted_on_their_day_and_nobody_twice() {
    // It is 7 May 2026, 10:00, the 21st of the third lunar month.
    let fixture = compose::firm().await;
    born(&fixture, 1, Some((5, 8)), Some((3, 24, false))).await;
    born(&fixture, 2, None, Some((3, 23, false))).await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = draft(&fixture, "{姓名}，生日快乐").await;
    let late = |content: &mut Content| {
        content.schedule = birthdays(Calendar::Either, 61);
    };
    edited(&agent, &campaign, late).await.problem(Code::Invalid);
    let campaign: Campaign = edited(&agent, &campaign, |content| {
        content.schedule = birthdays(Calendar::Either, 0);
        (content.late, content.valid_hours) = (LatePolicy::Send, 72);
    })
    .await
    .ok(200);
    let seen = preview(&agent, &campaign.content, Some(customer(2))).await;
    let days: Vec<_> = seen
        .birthdays
        .iter()
        .map(|day| (day.day.to_string(), day.people))
        .collect();
    let mut after = campaign.content.clone();
    after.schedule = birthdays(Calendar::Either, 1);
    let after = preview(&agent, &after, None).await;
    let people: Vec<u64> = after.birthdays.iter().map(|day| day.people).collect();
    assert_eq!(people, [0, 1, 1, 1, 0], "on the day after each birthday");
    let expected = [
        ("2026-05-08", 1),
        ("2026-05-09", 1),
        ("2026-05-10", 1),
        ("2026-05-11", 0),
        ("2026-05-12", 0),
    ];
    assert_eq!(days, expected.map(|(day, people)| (day.to_owned(), people)));
    assert_eq!(
        (seen.day, seen.audience, seen.people),
        ("2026-05-08".parse().ok(), 1, 1)
    );
    let chosen = seen.samples.iter().find(|one| one.kind == SampleKind::Chosen).unwrap();
    assert_eq!(chosen.detail.as_deref(), Some("这一天不是 TA 的生日"));

    let campaign = approved(&fixture, &campaign).await;
    let manager = fixture.as_role(Role::Manager);
    let mut engine = engine(&fixture);
    // The gateway sleeps over the first birthday; that day's run is still of that day's people.
    fixture.clock.advance(2 * DAY);
    settle_down(&mut engine, &fixture).await;
    let runs: Page<Run> = manager.get("/api/runs").await.ok(200);
    assert_eq!(runs.rows.len(), 2);
    for (run, who) in runs.rows.iter().rev().zip([1, 2]) {
        let page: Page<Entry> = manager.get(&format!("/api/runs/{}/entries", run.id)).await.ok(200);
        let got: Vec<_> = page.rows.iter().map(|entry| (entry.customer, entry.outcome)).collect();
        assert_eq!(got, [(customer(who), Outcome::Accepted)]);
    }
    // The lunar birthday of whom the solar one was kept for comes two days later: it is the same birthday.
    fixture.clock.advance(22 * HOUR);
    let seen: ContentPreview = agent
        .post(
            "/api/campaigns/preview",
            &PreviewContent {
                content: campaign.content.clone(),
                customer: None,
                campaign: Some(campaign.id),
            },
        )
        .await
        .ok(200);
    assert_eq!(
        (seen.day, seen.audience, seen.people),
        ("2026-05-10".parse().ok(), 1, 0)
    );
    fixture.clock.advance(2 * HOUR);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(greeted(&manager).await, [(customer(1), Some("greeted".to_owned()))]);
}

#[tokio::test]
async fn nobody_is_greeted_again_when_the_hour_moves() {
    let fixture = compose::firm().await;
    born(&fixture, 1, Some((5, 8)), None).await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = greeting(&fixture).await;
    let mut engine = engine(&fixture);
    fixture.clock.advance(DAY);
    settle_down(&mut engine, &fixture).await;
    let manager = fixture.as_role(Role::Manager);
    assert_eq!(greeted(&manager).await, [(customer(1), None)]);
    let later = |content: &mut Content| {
        content.schedule = Schedule::Occasion(Firing {
            at: "14:00:00".parse().unwrap(),
            ..content.birthdays().unwrap()
        });
    };
    let campaign: Campaign = edited(&agent, &campaign, later).await.ok(200);
    approved(&fixture, &campaign).await;
    fixture.clock.advance(5 * HOUR);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(greeted(&manager).await, [(customer(1), Some("greeted".to_owned()))]);
}

#[tokio::test]
async fn birthdays_of_a_firm_with_few_are_previewed_on_the_next() {
    let fixture = compose::firm().await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = draft(&fixture, "{姓名}，生日快乐").await;
    let campaign: Campaign = edited(&agent, &campaign, |content| {
        content.schedule = birthdays(Calendar::Solar, -3);
    })
    .await
    .ok(200);
    // Nobody has a birthday on record: nobody would ever get it.
    let problem = act(&agent, &campaign, "submit").await.problem(Code::Invalid);
    assert_eq!(problem.fields[0].field, "content.segment");
    born(&fixture, 2, Some((2, 29)), None).await;
    let seen = preview(&agent, &campaign.content, None).await;
    // 29 February falls on the 28th in 2027, and three days ahead is the 25th.
    assert_eq!((seen.day, seen.audience), ("2027-02-25".parse().ok(), 1));
    assert!(seen.birthdays.iter().all(|day| day.people == 0));
    act(&agent, &campaign, "submit").await.ok::<Campaign>(200);
}

/// Has the carrier refuse so many in a thousand for now.
async fn throttled(fixture: &Fixture, throttled: u16) {
    let store = &fixture.app.store;
    let mut record = store.carrier("sandbox").await.unwrap();
    let mut config: wire::settings::Sandbox = serde_json::from_str(&record.config).unwrap();
    config.throttled = throttled;
    record.config = serde_json::to_string(&config).unwrap();
    let admin = firm::by(Role::Admin, fixture.clock.now());
    store.put_carrier(&admin, record).await.unwrap();
}

#[tokio::test]
async fn whom_a_carrier_only_refused_on_their_birthday_the_next_run_greets() {
    let fixture = compose::firm().await;
    born(&fixture, 1, Some((5, 8)), None).await;
    throttled(&fixture, 1_000).await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = greeting(&fixture).await;
    let mut engine = engine(&fixture);
    fixture.clock.advance(DAY);
    settle_down(&mut engine, &fixture).await;
    let manager = fixture.as_role(Role::Manager);
    let (run, entries) = roll(&manager).await;
    assert_eq!(
        entries[0].reason.as_deref(),
        Some("backoff"),
        "it was handed over, and refused for now"
    );
    let supervisor = firm::by(Role::Supervisor, fixture.clock.now());
    let cancel = Steering::Cancel("改到下午".into());
    fixture.app.store.steer(&supervisor, run.id, cancel).await.unwrap();
    settle_down(&mut engine, &fixture).await;
    throttled(&fixture, 0).await;
    let later = |content: &mut Content| {
        content.schedule = Schedule::Occasion(Firing {
            at: "14:00:00".parse().unwrap(),
            ..content.birthdays().unwrap()
        });
    };
    let campaign: Campaign = edited(&agent, &campaign, later).await.ok(200);
    approved(&fixture, &campaign).await;
    fixture.clock.advance(5 * HOUR);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(greeted(&manager).await, [(customer(1), None)]);
}
