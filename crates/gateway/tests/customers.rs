//! Customers, black-box.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeSet;

use common::{Client, Fixture, user};
use domain::consent::{Consent, Purpose};
use domain::customer::{SiteStage, SolarDay};
use domain::phone::PhoneState;
use domain::role::Role;
use wire::customers::{
    Customer, CustomerCard, CustomerEdit, CustomerRow, Erase, Facets, NewConsent, NewNote, RevealedPhone, TimelineItem,
    TimelineWhat,
};
use wire::{Code, Page};

fn card(name: &str, phone: &str) -> CustomerCard {
    CustomerCard {
        name: name.to_owned(),
        phone: Some(phone.to_owned()),
        ..CustomerCard::default()
    }
}

async fn create(client: &Client, card: &CustomerCard) -> Customer {
    client.post("/api/customers", card).await.ok(201)
}

#[tokio::test]
async fn phones_are_understood_and_masked() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    for (written, shown, state) in [
        ("138 1234 5678", Some("138****5678"), PhoneState::Mobile),
        ("＋８６１３８１２３４５６７９", Some("138****5679"), PhoneState::Mobile),
        ("0571-87654321", Some("057****4321"), PhoneState::Landline),
        ("同微信", Some("同微信"), PhoneState::Invalid),
        ("1381234567", Some("138***4567"), PhoneState::Invalid),
        ("", None, PhoneState::Missing),
    ] {
        let customer = create(&agent, &card("王小明", written)).await;
        assert_eq!(customer.phone_state, state, "{written}");
        if state == PhoneState::Landline {
            assert!(customer.card.phone.unwrap().contains('*'));
        } else {
            assert_eq!(customer.card.phone.as_deref(), shown, "{written}");
        }
        let row: Page<CustomerRow> = agent.get("/api/customers").await.ok(200);
        assert!(!serde_json::to_string(&row).unwrap().contains("12345678"), "{written}");
    }
}

#[tokio::test]
async fn a_reveal_is_logged() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let customer = create(&agent, &card("王小明", "13812345678")).await;
    let revealed: RevealedPhone = agent
        .post(&format!("/api/customers/{}/phone", customer.id), &())
        .await
        .ok(200);
    assert_eq!(revealed.phone, "+8613812345678");
    let log = fixture.as_role(Role::Manager).get("/api/log").await.text();
    assert!(
        log.contains("customer.phone_revealed") && log.contains(&customer.id.to_string()),
        "{log}"
    );
    assert!(!log.contains("1381234"), "no phone is in the log: {log}");
    let bare = create(&agent, &card("没电话", "")).await;
    agent
        .post(&format!("/api/customers/{}/phone", bare.id), &())
        .await
        .problem(Code::WrongState);
}

#[tokio::test]
async fn who_was_erased_is_entered_anew_only_when_that_is_said() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let written = card("王小明", "13812345678");
    let customer = create(&agent, &written).await;
    let reason = Erase {
        reason: "本人要求".into(),
    };
    let path = format!("/api/customers/{}/erase", customer.id);
    agent.post(&path, &reason).await.ok::<wire::customers::Erased>(200);
    agent.post("/api/customers", &written).await.problem(Code::Erased);
    let other = create(&agent, &card("李丽", "13800000001")).await;
    let edit = |customer: &Customer, card: CustomerCard| CustomerEdit {
        version: customer.version,
        card,
    };
    let path = format!("/api/customers/{}", other.id);
    let moved = edit(&other, card("李丽", "138-1234-5678"));
    agent.put(&path, &moved).await.problem(Code::Erased);
    let unmoved: Customer = agent.get(&path).await.ok(200);
    assert_eq!(unmoved, other);
    agent
        .post("/api/customers?back=true", &written)
        .await
        .ok::<Customer>(201);
    let back = create(&agent, &written).await;

    // Of two with one number one is erased: what stands on the other's card already is not asked about.
    let reached: Customer = agent.put(&path, &moved).await.ok(200);
    agent
        .post(&format!("/api/customers/{}/erase", back.id), &reason)
        .await
        .ok::<wire::customers::Erased>(200);
    let renamed = edit(&reached, card("李莉", "13812345678"));
    let renamed: Customer = agent.put(&path, &renamed).await.ok(200);
    let away = edit(&renamed, card("李莉", "13800000001"));
    let away: Customer = agent.put(&path, &away).await.ok(200);
    let again = edit(&away, card("李莉", "13812345678"));
    agent.put(&path, &again).await.problem(Code::Erased);
    agent
        .put(&format!("{path}?back=true"), &again)
        .await
        .ok::<Customer>(200);
    create(&agent, &written).await;
}

#[tokio::test]
async fn a_phone_among_the_attributes_is_hidden_like_the_phone() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let mut written = card("王小明", "13812345678");
    written.attributes = [("备用手机", "13900001111"), ("户型", "三室")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    let customer = create(&agent, &written).await;
    let path = format!("/api/customers/{}", customer.id);
    let mut read: Customer = agent.get(&path).await.ok(200);
    assert_eq!(read.card.attributes["备用手机"], "139****1111");
    assert_eq!(read.card.attributes["户型"], "三室");
    assert_eq!(read.hidden, ["备用手机"]);

    // A form that sends back what it was shown changes nothing of it.
    read.card.attributes.insert("户型".into(), "四室".into());
    let edit = CustomerEdit {
        version: read.version,
        card: read.card,
    };
    let edited: Customer = agent.put(&path, &edit).await.ok(200);
    assert_eq!(edited.card.attributes["户型"], "四室");
    let reveal = |name: &str| format!("{path}/phone?attribute={name}");
    let shown: RevealedPhone = agent.post(&reveal("备用手机"), &()).await.ok(200);
    assert_eq!(shown.phone, "13900001111");
    agent.post(&reveal("没有"), &()).await.problem(Code::WrongState);
    let log = fixture.as_role(Role::Manager).get("/api/log").await.text();
    assert!(
        log.contains("customer.phone_revealed") && !log.contains("1390000"),
        "{log}"
    );
}

#[tokio::test]
async fn a_lost_update_is_refused_with_what_is_there() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let customer = create(&agent, &card("王小明", "13812345678")).await;
    let path = format!("/api/customers/{}", customer.id);
    let mut edited = customer.card.clone();
    edited.city = Some(" 杭州 ".to_owned());
    let edit = CustomerEdit {
        version: customer.version,
        card: edited,
    };
    // The masked phone is sent back as it was shown: it stays.
    let saved: Customer = agent.put(&path, &edit).await.ok(200);
    assert_eq!(
        (saved.card.city.as_deref(), saved.phone_state),
        (Some("杭州"), PhoneState::Mobile)
    );
    let problem = fixture
        .as_role(Role::Supervisor)
        .put(&path, &edit)
        .await
        .problem(Code::Conflict);
    let current: Customer = serde_json::from_value(problem.current.unwrap()).unwrap();
    assert_eq!(current, saved);
    // An empty phone is removed.
    let mut bare = saved.card.clone();
    bare.phone = Some(String::new());
    let saved: Customer = agent
        .put(
            &path,
            &CustomerEdit {
                version: saved.version,
                card: bare,
            },
        )
        .await
        .ok(200);
    assert_eq!((saved.card.phone, saved.phone_state), (None, PhoneState::Missing));
}

#[tokio::test]
async fn wrong_fields_are_named() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    create(
        &agent,
        &CustomerCard {
            number: Some("K1".into()),
            ..card("甲", "")
        },
    )
    .await;
    let long = CustomerCard {
        name: "王".repeat(65),
        birthday: Some(SolarDay { month: 2, day: 30 }),
        site_stage: Some(SiteStage::Started),
        site_started: "2026-05-07".parse().ok(),
        site_due: "2026-05-06".parse().ok(),
        ..CustomerCard::default()
    };
    let elsewhen = CustomerCard {
        site_started: "-0001-01-01".parse().ok(),
        site_due: "9999-12-31".parse().ok(),
        ..card("丙", "")
    };
    for (card, fields) in [
        (long, vec!["card.birthday", "card.name", "card.site_due"]),
        (elsewhen, vec!["card.site_due", "card.site_started"]),
        (CustomerCard::default(), vec!["card.name"]),
        (
            CustomerCard {
                number: Some("K1".into()),
                ..card("乙", "")
            },
            vec!["card.number"],
        ),
    ] {
        let problem = agent.post("/api/customers", &card).await.problem(Code::Invalid);
        let named: BTreeSet<_> = problem.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(named, fields.into_iter().collect());
    }
    let problem = agent
        .with("accept-language", "en")
        .post("/api/customers", &CustomerCard::default())
        .await;
    assert!(problem.problem(Code::Invalid).fields[0].message.is_ascii());
}

#[tokio::test]
async fn lists_are_searched_and_paged() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    for n in 0..25 {
        let mut one = card(&format!("客户{n}"), &format!("1381234{:04}", 5000 + n));
        one.tags = vec![if n % 2 == 0 { "双" } else { "单" }.to_owned()];
        create(&agent, &one).await;
    }
    let mut seen = BTreeSet::new();
    let mut path = "/api/customers?limit=10&sort=name".to_owned();
    let mut pages = 0;
    loop {
        let page: Page<CustomerRow> = agent.get(&path).await.ok(200);
        if pages == 0 {
            assert_eq!(page.total, Some(25));
        }
        pages += 1;
        for row in page.rows {
            assert!(seen.insert(row.id), "each once");
        }
        match page.next {
            Some(cursor) => path = format!("/api/customers?limit=10&sort=name&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!((pages, seen.len()), (3, 25));
    for (query, found) in [
        ("search=5007", 1),
        ("search=%E5%AE%A2%E6%88%B72", 6),
        ("tag=%E5%8D%95", 12),
        ("search=%27%25", 0),
    ] {
        let page: Page<CustomerRow> = agent.get(&format!("/api/customers?{query}")).await.ok(200);
        assert_eq!(page.rows.len(), found, "{query}");
    }
    agent.get("/api/customers?cursor=zz").await.problem(Code::Malformed);
    let facets: Facets = agent.get("/api/customers/facets").await.ok(200);
    assert_eq!((facets.customers, facets.tags.len(), facets.agents.len()), (25, 2, 4));
    assert!(facets.agents.iter().any(|agent| agent.id == user(Role::Agent)));
}

#[tokio::test]
async fn consents_need_evidence_and_the_time_line_tells_all() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let customer = create(&agent, &card("王小明", "13812345678")).await;
    let path = format!("/api/customers/{}", customer.id);
    let given = NewConsent {
        purpose: Purpose::Marketing,
        is: Consent::Given,
        source: "form".to_owned(),
        evidence: None,
        given_at: None,
    };
    let problem = agent
        .post(&format!("{path}/consents"), &given)
        .await
        .problem(Code::Invalid);
    assert_eq!(problem.fields[0].field, "evidence");
    let given = NewConsent {
        evidence: Some("入会表 12 号".to_owned()),
        ..given
    };
    let saved: Customer = agent.post(&format!("{path}/consents"), &given).await.ok(200);
    assert_eq!(saved.consents.marketing, Consent::Given);
    let note = NewNote {
        text: "到店看样".to_owned(),
    };
    assert_eq!(agent.post(&format!("{path}/notes"), &note).await.status, 204);
    agent
        .post(&format!("{path}/notes"), &NewNote { text: " ".to_owned() })
        .await
        .problem(Code::Invalid);
    let items: Page<TimelineItem> = agent.get(&format!("{path}/timeline")).await.ok(200);
    let kinds: Vec<_> = items
        .rows
        .iter()
        .map(|item| match &item.what {
            TimelineWhat::Consent { .. } => "consent",
            TimelineWhat::Note { author, .. } if author == "agent先生" => "note",
            TimelineWhat::Card { act, .. } if act == "created" => "created",
            _ => "other",
        })
        .collect();
    assert_eq!(kinds, ["consent", "note", "created"]);
    let manager = fixture.as_role(Role::Manager);
    manager
        .post(&format!("{path}/notes"), &note)
        .await
        .problem(Code::Forbidden);
}

#[tokio::test]
async fn an_erased_customer_leaves_no_trace_of_the_person() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let customer = create(&agent, &card("王小明", "13812345678")).await;
    let path = format!("/api/customers/{}", customer.id);
    agent
        .post(&format!("{path}/erase"), &Erase { reason: " ".into() })
        .await
        .problem(Code::Invalid);
    for reason in [
        "王小明要求",
        "机主 13812345678 要求",
        "机主+86 138-1234-5678要求",
        "１３８１２３４５６７８",
    ] {
        let reason = reason.into();
        agent
            .post(&format!("{path}/erase"), &Erase { reason })
            .await
            .problem(Code::Invalid);
    }
    let erased: Customer = agent
        .post(
            &format!("{path}/erase"),
            &Erase {
                reason: "本人要求".into(),
            },
        )
        .await
        .ok(200);
    assert!(erased.erased_at.is_some() && erased.card.name.is_empty() && erased.card.phone.is_none());
    agent
        .post(&format!("{path}/phone"), &())
        .await
        .problem(Code::WrongState);
    let page: Page<CustomerRow> = agent.get("/api/customers").await.ok(200);
    assert!(page.rows.is_empty());
}

#[tokio::test]
async fn scripts_in_names_are_data() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let name = "<script>alert(1)</script>'; DROP TABLE customer;--";
    let customer = create(&agent, &card(name, "13812345678")).await;
    let reply = agent.get(&format!("/api/customers/{}", customer.id)).await;
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.ok::<Customer>(200).card.name, name);
}
