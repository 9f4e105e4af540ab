//! A rule as SQL selects exactly whom the pure function selects: random rules over random customers, missing values
//! and nested `none` included.
#![allow(clippy::unwrap_used)]

use chrono::{Days, NaiveDate};
use domain::consent::{Consent, Consents, Purpose};
use domain::customer::{Facts, LunarDay, SiteStage, SolarDay};
use domain::id::{CustomerId, UserId};
use domain::phone::{Phone, PhoneState};
use domain::segment::{Calendar, Condition, DateTest, NumberTest, Rule, TextTest, Today, matches};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use uuid::Uuid;

use super::facts::{day_number, lunar_number, solar_number};
use super::{Sqlite, facts};

const WORDS: [&str; 5] = ["VIP", "vip", "杭州", "金卡'", "%_"];

fn today() -> Today {
    Today {
        date: NaiveDate::from_ymd_opt(2026, 5, 7).unwrap(),
        offset_minutes: 480,
    }
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(&WORDS[..]).prop_map(str::to_owned)
}

fn words() -> impl Strategy<Value = Vec<String>> {
    vec(word(), 0..3)
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (0_u64..40).prop_map(|n| {
        today()
            .date
            .checked_sub_days(Days::new(20))
            .unwrap()
            .checked_add_days(Days::new(n))
            .unwrap()
    })
}

fn stage() -> impl Strategy<Value = SiteStage> {
    prop::sample::select(&SiteStage::ALL[..])
}

fn consent() -> impl Strategy<Value = Consent> {
    prop::sample::select(&[Consent::Unknown, Consent::Given, Consent::Withdrawn][..])
}

fn agent() -> impl Strategy<Value = UserId> {
    (1_u128..3).prop_map(|n| UserId(Uuid::from_u128(n)))
}

fn customer() -> impl Strategy<Value = Facts> {
    let site = (option::of(stage()), option::of(date()), option::of(date()));
    let bought = (option::of(date()), 0_i64..4, 0_i64..400);
    let birthdays = (
        option::of((4_u8..7, 1_u8..31).prop_map(|(month, day)| SolarDay { month, day })),
        option::of((3_u8..6, 1_u8..31, any::<bool>()).prop_map(|(month, day, leap)| LunarDay { month, day, leap })),
    );
    let who = (option::of(word()), option::of(word()), words(), option::of(agent()));
    let consents = (consent(), consent(), consent());
    // Hours around the borders of days in the zone.
    let contact = option::of((-480_i64..480).prop_map(|h| today().start_of(today().date) + h * 3_600_000 - 1));
    let rest = (
        contact,
        btree_map(word(), word(), 0..3),
        prop::bool::weighted(0.1),
        any::<bool>(),
    );
    (site, bought, birthdays, who, consents, rest).prop_map(|(site, bought, birthdays, who, consents, rest)| {
        let mut facts = Facts::unknown(CustomerId(Uuid::nil()));
        (facts.site_stage, facts.site_started, facts.site_due) = site;
        (facts.last_purchase, facts.purchase_count, facts.purchase_total) = bought;
        (facts.birthday, facts.lunar_birthday) = birthdays;
        (facts.tier, facts.city, facts.tags, facts.agent) = who;
        facts.tags.sort();
        facts.tags.dedup();
        (facts.consents.service, facts.consents.care, facts.consents.marketing) = consents;
        (facts.last_contact, facts.attributes, facts.erased) = (rest.0, rest.1, rest.2);
        if rest.3 {
            facts.phone = Phone::parse("+8613812345678").ok();
            facts.phone_state = PhoneState::Mobile;
        }
        facts
    })
}

fn date_test() -> impl Strategy<Value = DateTest> {
    prop_oneof![
        (0_u16..20).prop_map(DateTest::WithinLast),
        (0_u16..20).prop_map(DateTest::LongerAgoThan),
        (0_u16..20).prop_map(DateTest::WithinNext),
        (date(), date()).prop_map(|(a, b)| DateTest::Between(a, b)),
        Just(DateTest::Known),
        Just(DateTest::Unknown),
    ]
}

fn number_test(most: i64) -> impl Strategy<Value = NumberTest> {
    prop_oneof![
        (0..most).prop_map(NumberTest::AtLeast),
        (0..most).prop_map(NumberTest::AtMost),
        (0..most, 0..most).prop_map(|(a, b)| NumberTest::Between(a, b)),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let calendar = prop::sample::select(&[Calendar::Solar, Calendar::Lunar, Calendar::Either][..]);
    let text = prop_oneof![
        words().prop_map(TextTest::OneOf),
        prop::sample::select(&["V", "卡", "'", "%"][..]).prop_map(|part| TextTest::Contains(part.to_owned())),
        Just(TextTest::Known),
        Just(TextTest::Unknown),
    ];
    prop_oneof![
        vec(stage(), 0..4).prop_map(Condition::SiteStage),
        date_test().prop_map(Condition::SiteStarted),
        date_test().prop_map(Condition::SiteDue),
        words().prop_map(Condition::Tier),
        words().prop_map(Condition::City),
        words().prop_map(Condition::Tag),
        date_test().prop_map(Condition::LastPurchase),
        number_test(4).prop_map(Condition::PurchaseCount),
        number_test(400).prop_map(Condition::PurchaseTotal),
        (calendar, -30_i16..30, 0_u16..40).prop_map(|(calendar, from, days)| Condition::Birthday {
            calendar,
            from,
            days
        }),
        (prop::sample::select(&Purpose::ALL[..]), consent())
            .prop_map(|(purpose, is)| Condition::Consent { purpose, is }),
        vec(agent(), 0..3).prop_map(Condition::Agent),
        // Of the three hundred that there are, and some that there are not.
        vec((1_u128..330).prop_map(|n| CustomerId(Uuid::from_u128(n))), 0..90).prop_map(Condition::Customers),
        date_test().prop_map(Condition::LastContact),
        (prop_oneof![word(), Just("a\"b".to_owned())], text).prop_map(|(name, is)| Condition::Attribute { name, is }),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    condition().prop_map(Rule::Is).prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Rule::All),
            vec(inner.clone(), 0..4).prop_map(Rule::Any),
            vec(inner, 0..4).prop_map(Rule::None),
        ]
    })
}

async fn insert(store: &Sqlite, facts: &Facts) {
    let mut tx = store.begin().await.unwrap();
    let Consents {
        service,
        care,
        marketing,
    } = facts.consents;
    sqlx::query(
        "INSERT INTO customer (id, phone, phone_state, tier, city, tags, site_stage, site_started, site_due, last_purchase,
           purchase_count, purchase_total, birthday, lunar_birthday, consent_service, consent_care, consent_marketing, agent_id,
           last_contact, erased_at, attributes, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 0, 0)",
    )
    .bind(facts.id.0)
    .bind(facts.phone.as_ref().map(|phone| phone.e164().to_owned()))
    .bind(facts.phone_state.number())
    .bind(&facts.tier)
    .bind(&facts.city)
    .bind(serde_json::to_string(&facts.tags).unwrap())
    .bind(facts.site_stage.map(domain::customer::SiteStage::number))
    .bind(facts.site_started.map(day_number))
    .bind(facts.site_due.map(day_number))
    .bind(facts.last_purchase.map(day_number))
    .bind(facts.purchase_count)
    .bind(facts.purchase_total)
    .bind(facts.birthday.map(|day| solar_number(day.month, day.day)))
    .bind(facts.lunar_birthday.map(|day| lunar_number(day.month, day.day, day.leap)))
    .bind(service.number())
    .bind(care.number())
    .bind(marketing.number())
    .bind(facts.agent.map(|id| id.0))
    .bind(facts.last_contact)
    .bind(facts.erased.then_some(1_i64))
    .bind(serde_json::to_string(&facts.attributes).unwrap())
    .execute(&mut *tx)
    .await
    .unwrap();
    let tags: Vec<_> = facts.tags.iter().map(|tag| (facts.id, tag.as_str())).collect();
    super::customers::tags::add(&mut tx, &tags).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn sql_and_the_pure_function_select_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
    for agent in 1..3_u128 {
        let mut tx = store.begin().await.unwrap();
        sqlx::query(
            "INSERT INTO staff (id, login, name, role, password_hash, created_at) VALUES ($1, $2, '', 'agent', '', 0)",
        )
        .bind(Uuid::from_u128(agent))
        .bind(agent.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut everybody = Vec::new();
    for n in 1..=300_u128 {
        let mut facts = customer().new_tree(&mut runner).unwrap().current();
        facts.id = CustomerId(Uuid::from_u128(n));
        insert(&store, &facts).await;
        everybody.push(facts);
    }
    let ids = everybody.iter().map(|facts| facts.id).collect::<Vec<_>>();
    let mut connection = store.read().acquire().await.unwrap();
    let mut read = facts::of(&mut connection, &ids, &today()).await.unwrap();
    read.sort_by_key(|facts| facts.id);
    assert_eq!(read, everybody, "what was written is read");

    let (mut some, mut all) = (0, 0);
    for _ in 0..600 {
        let rule = rule().new_tree(&mut runner).unwrap().current();
        let expected: Vec<_> = everybody
            .iter()
            .filter(|facts| matches(&rule, facts, &today()))
            .collect();
        let mut found = Vec::new();
        loop {
            let after = found.last().map(|facts: &Facts| facts.id);
            let page = facts::audience(&mut connection, &rule, &today(), after, 100)
                .await
                .unwrap();
            let last = page.len() < 100;
            found.extend(page);
            if last {
                break;
            }
        }
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{rule:?}");
        let mobile = expected
            .iter()
            .filter(|facts| facts.phone_state == PhoneState::Mobile)
            .count();
        let counted = facts::count(&mut connection, &rule, &today()).await.unwrap();
        assert_eq!(counted, (expected.len() as u64, mobile as u64), "{rule:?}");
        some += usize::from(!expected.is_empty() && expected.len() < 250);
        all += 1;
    }
    assert!(
        some * 3 > all,
        "too few rules select a part of the customers: {some} of {all}"
    );
}

/// The largest rules that make sense are those that a statement takes, three times over.
#[tokio::test]
async fn what_has_no_flaw_can_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
    let birthday = |days| {
        Rule::Is(Condition::Birthday {
            calendar: Calendar::Either,
            from: 0,
            days,
        })
    };
    let nested = |group: fn(Vec<Rule>) -> Rule, inner: Rule| (0..7).fold(inner, |inner, _| group(vec![inner]));
    let many = |part: &dyn Fn(usize) -> Rule| {
        let grown = (1..=100).map(|n| Rule::Any((0..n).map(part).collect()));
        grown.take_while(|rule| rule.flaws().is_empty()).last().unwrap()
    };
    for rule in [
        many(&|_| birthday(366)),
        many(&|_| birthday(33)),
        many(&|_| Rule::Is(Condition::City(vec!["杭州".to_owned(); 200]))),
        many(&|_| Rule::None(vec![])),
        many(&|_| nested(Rule::None, birthday(1))),
        many(&|n| {
            if n == 0 {
                nested(Rule::Any, birthday(1))
            } else {
                birthday(1)
            }
        }),
    ] {
        let thrice = Rule::All(vec![rule.clone(), rule.clone(), rule]);
        crate::contract::Customers::count(&store, &thrice, &today())
            .await
            .unwrap();
    }
}
