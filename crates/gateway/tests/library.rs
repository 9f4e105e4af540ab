//! The library and the year ahead.
#![allow(clippy::unwrap_used)]

mod common;

use common::Fixture;
use domain::consent::Purpose;
use domain::lang::Lang;
use domain::role::Role;
use domain::schedule::Schedule;
use wire::Code;
use wire::campaigns::{Campaign, NewCampaign};
use wire::library::{LibraryItem, LibraryPick, OccasionKind, YearDay};

fn new(item: &str, lang: Lang, text: usize) -> NewCampaign {
    NewCampaign {
        name: "大雪问候".into(),
        segment: None,
        customer: None,
        template: None,
        library: Some(LibraryPick {
            item: item.into(),
            lang,
            text: Some(text),
        }),
        on: None,
    }
}

#[tokio::test]
async fn texts_are_there_in_both_languages_with_their_next_day() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let zh: Vec<LibraryItem> = agent.get("/api/library?lang=zh-CN").await.ok(200);
    let en: Vec<LibraryItem> = agent.get("/api/library?lang=en").await.ok(200);
    assert_eq!(zh.len(), en.len());
    let spring = |items: &[LibraryItem]| {
        items
            .iter()
            .find(|item| item.id == "festival.spring_festival")
            .cloned()
            .unwrap()
    };
    assert!(spring(&zh).texts.len() >= 4 && spring(&en).texts.len() >= 4);
    assert!(spring(&zh).texts[0].contains('春') || !spring(&zh).texts[0].is_ascii());
    assert!(spring(&en).texts.iter().all(|text| text.is_ascii()));
    for item in &zh {
        let dated = matches!(item.kind, OccasionKind::Festival | OccasionKind::Term);
        assert_eq!(item.next.is_some(), dated, "{}", item.id);
    }
}

#[tokio::test]
async fn a_campaign_begins_with_a_text_and_a_day_and_the_year_shows_it() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let year: Vec<YearDay> = agent.get("/api/library/year").await.ok(200);
    assert!(year.is_sorted_by_key(|day| day.date));
    assert!(year.iter().all(|day| day.campaigns.is_empty()));
    let empty = year.iter().find(|day| day.item.is_some()).unwrap();
    let item = empty.item.clone().unwrap();
    let begun = NewCampaign {
        on: Some(empty.date),
        ..new(&item, Lang::ZhCn, 1)
    };
    let campaign: Campaign = agent.post("/api/campaigns", &begun).await.ok(201);
    let texts: Vec<LibraryItem> = agent.get("/api/library?lang=zh-CN").await.ok(200);
    let picked = texts.iter().find(|one| one.id == item).unwrap();
    assert_eq!(campaign.content.text, picked.texts[1]);
    assert_eq!(campaign.content.purpose, Purpose::Care);
    let Schedule::Once(at) = campaign.content.schedule else {
        panic!("{:?}", campaign.content.schedule)
    };
    assert_eq!(at, empty.date.and_hms_opt(9, 0, 0).unwrap());
    let year: Vec<YearDay> = agent.get("/api/library/year").await.ok(200);
    let day = year.iter().find(|day| day.item.as_ref() == Some(&item)).unwrap();
    assert_eq!(day.campaigns[0].id, campaign.id);
}

#[tokio::test]
async fn what_the_library_has_not_is_refused() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    for wrong in [
        new("festival.nothing", Lang::En, 0),
        new("festival.spring_festival", Lang::En, 99),
    ] {
        let problem = agent.post("/api/campaigns", &wrong).await.problem(Code::Invalid);
        assert_eq!(problem.fields[0].field, "library");
    }
}
