//! Customers.

use std::collections::BTreeSet;

use domain::consent::{Consent, Purpose};
use domain::customer::{LunarDay, Sex, SiteStage, SolarDay};
use domain::id::CustomerId;
use domain::phone::{Phone, PhoneState};
use domain::segment::{Condition, Rule, Today};
use store::contract::customers::{
    Card, CardPhone, ConsentRecord, CustomerFilter, CustomerOrder, CustomerPlace, TimelinePlace, TimelineWhat,
};
use store::{Actor, Error, Stamp, Store};
use uuid::Uuid;

pub fn stamp(at: i64) -> Stamp {
    Stamp {
        actor: Actor::System("command"),
        at,
    }
}

pub fn id(n: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(n))
}

fn mobile(digits: &str) -> CardPhone {
    CardPhone {
        state: PhoneState::Mobile,
        phone: Phone::parse(&format!("+86{digits}")).ok(),
        raw: None,
    }
}

fn named(name: &str) -> Card {
    Card {
        name: name.to_owned(),
        ..Card::default()
    }
}

pub fn full() -> Card {
    Card {
        number: Some("K-1".into()),
        name: "王小明".into(),
        sex: Some(Sex::Male),
        phone: Some(mobile("13812345678")),
        tier: Some("VIP".into()),
        city: Some("杭州".into()),
        tags: vec!["老客户".into(), "转介绍".into()],
        site_stage: Some(SiteStage::MidTerm),
        site_name: Some("滨江花园 3-201".into()),
        site_started: "2026-03-01".parse().ok(),
        site_due: "2026-08-01".parse().ok(),
        project_manager: Some("李工".into()),
        birthday: Some(SolarDay { month: 5, day: 9 }),
        lunar_birthday: Some(LunarDay {
            month: 4,
            day: 3,
            leap: true,
        }),
        agent: None,
        note: Some("喜欢电话联系".into()),
        attributes: [("车牌".to_owned(), "浙A".to_owned())].into(),
    }
}

fn today() -> Today {
    Today {
        date: "2026-05-07".parse().unwrap(),
        offset_minutes: 480,
    }
}

pub async fn a_card_is_kept_as_written(store: &dyn Store) {
    let card = full();
    store.create_customer(id(1), &card, &stamp(5)).await.unwrap();
    let read = store.customer(id(1)).await.unwrap();
    let facts = &read.facts;
    assert_eq!(
        (read.number.as_deref(), read.version, read.created_at),
        (Some("K-1"), 1, 5)
    );
    assert_eq!(
        (&facts.tags, facts.birthday, facts.lunar_birthday),
        (&card.tags, card.birthday, card.lunar_birthday)
    );
    assert_eq!(
        (facts.site_started, facts.site_due, facts.site_stage),
        (card.site_started, card.site_due, card.site_stage)
    );
    assert_eq!(
        (&facts.attributes, &read.note, facts.phone_state),
        (&card.attributes, &card.note, PhoneState::Mobile)
    );
    let vips = Rule::All(vec![
        Rule::Is(Condition::Tier(vec!["VIP".into()])),
        Rule::Is(Condition::Tag(vec!["转介绍".into()])),
    ]);
    assert_eq!(store.count(&vips, &today()).await.unwrap(), (1, 1));
    assert!(matches!(store.customer(id(2)).await, Err(Error::NotFound)));
    // A phone that is no phone is kept as written.
    let raw = CardPhone {
        state: PhoneState::Invalid,
        phone: None,
        raw: Some("没有电话".into()),
    };
    store
        .create_customer(
            id(2),
            &Card {
                phone: Some(raw),
                ..named("乙")
            },
            &stamp(6),
        )
        .await
        .unwrap();
    let read = store.customer(id(2)).await.unwrap();
    assert_eq!(
        (read.facts.phone_state, read.phone_raw.as_deref()),
        (PhoneState::Invalid, Some("没有电话"))
    );
    assert_eq!(store.reveal_phone(id(2), None, &stamp(7)).await.unwrap(), "没有电话");
    let revealed = async |n| store.reveal_phone(id(n), None, &stamp(7)).await.unwrap();
    assert_eq!(revealed(2).await, "没有电话");
    assert_eq!(revealed(1).await, "+8613812345678");
}

pub async fn a_lost_update_is_refused(store: &dyn Store) {
    store.create_customer(id(1), &full(), &stamp(5)).await.unwrap();
    let edited = Card {
        name: "王大明".into(),
        phone: None,
        tags: vec!["新".into()],
        ..full()
    };
    store.edit_customer(id(1), 1, &edited, &stamp(6)).await.unwrap();
    let read = store.customer(id(1)).await.unwrap();
    assert_eq!(
        (read.version, read.facts.name.as_str(), read.updated_at),
        (2, "王大明", 6)
    );
    assert!(read.facts.phone.is_some(), "an absent phone is left as it is");
    let tagged = |tag: &str| Rule::Is(Condition::Tag(vec![tag.into()]));
    assert_eq!(store.count(&tagged("新"), &today()).await.unwrap().0, 1);
    assert_eq!(store.count(&tagged("老客户"), &today()).await.unwrap().0, 0);
    let late = store.edit_customer(id(1), 1, &named("丙"), &stamp(7)).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    // Writing what is there already changes nothing.
    store.edit_customer(id(1), 2, &edited, &stamp(8)).await.unwrap();
    assert_eq!(store.customer(id(1)).await.unwrap().version, 2);
}

pub async fn a_number_belongs_to_one(store: &dyn Store) {
    store.create_customer(id(1), &full(), &stamp(5)).await.unwrap();
    let again = store.create_customer(id(2), &full(), &stamp(5)).await;
    assert!(matches!(again, Err(Error::Taken("card.number"))), "{again:?}");
    // A phone may be shared.
    store
        .create_customer(id(2), &Card { number: None, ..full() }, &stamp(5))
        .await
        .unwrap();
}

pub async fn lists_page_in_every_order(store: &dyn Store) {
    let names = ["乙", "甲", "甲", "丁", "丙", "戊", "乙"];
    for (n, name) in names.iter().enumerate() {
        let card = Card {
            city: Some(if n % 2 == 0 { "杭州" } else { "宁波" }.into()),
            ..named(name)
        };
        store
            .create_customer(id(n as u128 + 1), &card, &stamp(100 - (n as i64 / 2)))
            .await
            .unwrap();
    }
    for order in [CustomerOrder::Newest, CustomerOrder::Name, CustomerOrder::Changed] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let filter = CustomerFilter {
                order,
                after,
                limit: 2,
                ..CustomerFilter::default()
            };
            let page = store.customers(&filter).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(CustomerPlace {
                id: last.facts.id,
                name: last.facts.name.clone(),
                changed: last.updated_at,
            });
            seen.extend(page);
        }
        let ids: BTreeSet<_> = seen.iter().map(|row| row.facts.id).collect();
        assert_eq!((seen.len(), ids.len()), (7, 7), "{order:?}: each once");
        let sorted = seen.windows(2).all(|pair| {
            let (a, b) = (&pair[0], &pair[1]);
            match order {
                CustomerOrder::Newest => a.facts.id > b.facts.id,
                CustomerOrder::Name => (&a.facts.name, a.facts.id) < (&b.facts.name, b.facts.id),
                CustomerOrder::Changed => (a.updated_at, a.facts.id) > (b.updated_at, b.facts.id),
            }
        });
        assert!(sorted, "{order:?}");
    }
    let filter = CustomerFilter {
        city: Some("宁波".into()),
        limit: 10,
        ..CustomerFilter::default()
    };
    assert_eq!(store.customers(&filter).await.unwrap().len(), 3);
    let facets = store.customer_facets().await.unwrap();
    assert_eq!(
        (facets.customers, facets.cities),
        (7, vec![("杭州".into(), 4), ("宁波".into(), 3)])
    );
}

pub async fn searching_finds(store: &dyn Store) {
    store.create_customer(id(1), &full(), &stamp(5)).await.unwrap();
    let other = Card {
        number: Some("A100%".into()),
        phone: Some(mobile("13900005678")),
        ..named("Anna 欧阳小明")
    };
    store.create_customer(id(2), &other, &stamp(5)).await.unwrap();
    for (text, expected) in [
        ("小明", vec![2, 1]),
        ("王", vec![1]),
        ("anna", vec![2]),
        ("5678", vec![2, 1]),
        ("+86 138-1234-5678", vec![1]),
        ("13812345678", vec![1]),
        // No end is tried out digit by digit.
        ("0000 5678", vec![]),
        ("45678", vec![]),
        ("3812345678", vec![]),
        ("K-", vec![1]),
        ("A100%", vec![2]),
        ("%", vec![]),
        ("'", vec![]),
        ("12", vec![]),
        ("  ", vec![2, 1]),
    ] {
        let filter = CustomerFilter {
            search: Some(text.into()),
            limit: 10,
            ..CustomerFilter::default()
        };
        let found = store.customers(&filter).await.unwrap();
        let found: Vec<_> = found.iter().map(|row| row.facts.id).collect();
        assert_eq!(found, expected.into_iter().map(id).collect::<Vec<_>>(), "{text:?}");
    }
}

fn consent(is: Consent, given_at: i64) -> ConsentRecord {
    ConsentRecord {
        purpose: Purpose::Marketing,
        is,
        source: "form".into(),
        evidence: Some("入会表第 3 页".into()),
        given_at,
    }
}

pub async fn the_latest_consent_stands(store: &dyn Store) {
    store.create_customer(id(1), &full(), &stamp(5)).await.unwrap();
    for (is, given_at, expected) in [
        (Consent::Given, 10, Consent::Given),
        (Consent::Withdrawn, 20, Consent::Withdrawn),
        // Found later in the files, but given before it was withdrawn.
        (Consent::Given, 15, Consent::Withdrawn),
    ] {
        store
            .add_consent(id(1), &consent(is, given_at), &stamp(30))
            .await
            .unwrap();
        let facts = store.customer(id(1)).await.unwrap().facts;
        assert_eq!(
            (facts.consents.marketing, facts.consents.care),
            (expected, Consent::Unknown)
        );
    }
    let given: Vec<_> = store
        .consents(id(1))
        .await
        .unwrap()
        .into_iter()
        .map(|(_, record)| record.given_at)
        .collect();
    assert_eq!(given, [20, 15, 10]);
    let nobody = store.add_consent(id(9), &consent(Consent::Given, 1), &stamp(30)).await;
    assert!(matches!(nobody, Err(Error::NotFound)), "{nobody:?}");
}

pub async fn a_withdrawal_stands_though_the_clock_was_set_back(store: &dyn Store) {
    store.create_customer(id(1), &full(), &stamp(5)).await.unwrap();
    for (is, given_at, at, expected) in [
        (Consent::Given, 1_000, 1_000, Consent::Given),
        // The clock is an hour behind what it said before.
        (Consent::Withdrawn, 400, 400, Consent::Withdrawn),
        (Consent::Given, 900, 410, Consent::Withdrawn),
        (Consent::Given, 1_000, 420, Consent::Withdrawn),
        (Consent::Given, 1_200, 1_200, Consent::Given),
    ] {
        store
            .add_consent(id(1), &consent(is, given_at), &stamp(at))
            .await
            .unwrap();
        let facts = store.customer(id(1)).await.unwrap().facts;
        assert_eq!(facts.consents.marketing, expected, "{is:?} at {given_at}");
    }
    assert_eq!(store.misstated_consents(10).await.unwrap(), []);
    // What was stated is kept as it was stated.
    let said = store.consents(id(1)).await.unwrap();
    let stated: Vec<_> = said.iter().map(|(_, record)| record.given_at).collect();
    assert_eq!(stated, [1_200, 1_000, 1_000, 900, 400]);
}

pub async fn erasing_leaves_nothing_personal(store: &dyn Store) {
    store.create_customer(id(1), &full(), &stamp(5)).await.unwrap();
    store.add_note(id(1), "王小明来电", &stamp(6)).await.unwrap();
    store
        .add_consent(id(1), &consent(Consent::Given, 6), &stamp(6))
        .await
        .unwrap();
    store.erase_customer(id(1), "本人要求", &stamp(9)).await.unwrap();
    store.erase_customer(id(1), "本人要求", &stamp(10)).await.unwrap();
    let read = store.customer(id(1)).await.unwrap();
    assert_eq!(read.erased_at, Some(9), "the second time does nothing");
    let shown = format!(
        "{read:?} {:?} {:?}",
        store.timeline(id(1), None, 50).await.unwrap(),
        store.consents(id(1)).await.unwrap()
    );
    for secret in [
        "王小明",
        "13812345678",
        "138****5678",
        "滨江",
        "李工",
        "浙A",
        "杭州",
        "老客户",
        "入会表",
        "K-1",
    ] {
        assert!(!shown.contains(secret), "{secret} is still there: {shown}");
    }
    assert_eq!(store.count(&Rule::everybody(), &today()).await.unwrap(), (0, 0));
    assert!(
        store
            .customers(&CustomerFilter {
                limit: 10,
                ..CustomerFilter::default()
            })
            .await
            .unwrap()
            .is_empty()
    );
    let edit = store.edit_customer(id(1), read.version, &full(), &stamp(11)).await;
    assert!(matches!(edit, Err(Error::WrongState(_))), "{edit:?}");
    // The number is free again.
    store.create_customer(id(2), &full(), &stamp(12)).await.unwrap();
}

pub async fn the_time_line_pages(store: &dyn Store) {
    store.create_customer(id(1), &full(), &stamp(5)).await.unwrap();
    for n in 0..7 {
        store
            .add_note(id(1), &format!("{n}"), &stamp(10 + n / 3))
            .await
            .unwrap();
    }
    store
        .add_consent(id(1), &consent(Consent::Given, 11), &stamp(20))
        .await
        .unwrap();
    let whole = store.timeline(id(1), None, 100).await.unwrap();
    assert_eq!(whole.len(), 9);
    assert!(matches!(whole[8].what, TimelineWhat::Card { act: "created", .. }));
    let mut paged = Vec::new();
    let mut place: Option<TimelinePlace> = None;
    loop {
        let page = store.timeline(id(1), place, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        let at = last.at;
        let same = page.iter().filter(|item| item.at == at).count() as u32;
        let before = place.filter(|place| place.at == at).map_or(0, |place| place.shown);
        place = Some(TimelinePlace {
            at,
            shown: same + before,
        });
        paged.extend(page);
    }
    assert_eq!(paged, whole);
}
