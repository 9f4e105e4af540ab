//! Segments, black-box; and the demo firm, whose customers they select.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Fixture, START};
use domain::consent::{Consent, Purpose, opts_out};
use domain::customer::SiteStage;
use domain::role::Role;
use domain::roll::Outcome;
use domain::segment::{Calendar, Condition, DateTest, NumberTest, Rule, Today};
use store::contract::customers::{CustomerFilter, TimelineWhat};
use wire::customers::{CustomerRow, Facets};
use wire::replies::ConversationRow;
use wire::segments::{ExplainRule, Explanation, PreviewRule, RulePreview, Segment, SegmentEdit, SegmentRow};
use wire::{Code, Page};

fn active_vips() -> Rule {
    Rule::All(vec![
        Rule::Is(Condition::SiteStage(vec![
            SiteStage::Started,
            SiteStage::MidTerm,
            SiteStage::Final,
        ])),
        Rule::Is(Condition::Tier(vec!["VIP".into()])),
    ])
}

#[tokio::test]
async fn a_segment_that_no_check_would_pass_hides_no_other() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let before: Vec<SegmentRow> = agent.get("/api/segments").await.ok(200);
    let deep = Rule::Any(vec![Rule::None(Vec::new()); 2_000]);
    let stamp = store::Stamp {
        actor: store::Actor::System("test"),
        at: START,
    };
    let id = domain::id::SegmentId(fixture.app.new_id());
    fixture
        .app
        .store
        .create_segment(id, "太深", &deep, &stamp)
        .await
        .unwrap();
    let rows: Vec<SegmentRow> = agent.get("/api/segments").await.ok(200);
    assert_eq!(rows.len(), before.len() + 1);
    for row in rows {
        assert_eq!(row.unusable, row.id == id, "{row:?}");
    }
    let path = format!("/api/segments/{id}");
    let _: Segment = agent.get(&path).await.ok(200);
    assert_eq!(agent.delete(&path).await.status, 204);
}

/// Writes the rule of the firm's own segments past the product.
async fn write_rule(fixture: &Fixture, rule: &str) {
    let mut other = fixture.lock().await;
    sqlx::query("UPDATE segment SET rule = $1 WHERE built_in IS NULL")
        .bind(rule)
        .execute(&mut other)
        .await
        .unwrap();
    sqlx::query("COMMIT").execute(&mut other).await.unwrap();
    common::unlock(other).await;
}

#[tokio::test]
async fn a_segment_whose_rule_no_version_wrote_is_named_written_anew_or_archived() {
    for kept in [r#"{"is":{"moon_phase":"full"}}"#, r#"{"version":2}"#, "[]", "not json"] {
        let fixture = Fixture::new().await;
        let agent = fixture.as_role(Role::Agent);
        let edit = SegmentEdit {
            version: None,
            name: "施工中的贵宾".into(),
            rule: active_vips(),
        };
        let segment: Segment = agent.post("/api/segments", &edit).await.ok(201);
        let new = wire::campaigns::NewCampaign {
            name: "问候".into(),
            segment: Some(segment.id),
            customer: None,
            template: None,
            library: None,
            on: None,
        };
        let campaign: wire::campaigns::Campaign = agent.post("/api/campaigns", &new).await.ok(201);
        write_rule(&fixture, kept).await;

        let rows: Vec<SegmentRow> = agent.get("/api/segments").await.ok(200);
        for row in &rows {
            assert_eq!(row.unusable, row.id == segment.id, "{kept}: {row:?}");
        }
        assert!(rows.iter().any(|row| row.name == edit.name && row.sentence.is_empty()));
        let path = format!("/api/segments/{}", segment.id);
        let read: Segment = agent.get(&path).await.ok(200);
        assert_eq!(read.rule, None);
        // What is to be made of it is refused with a reason; what was made of it stays.
        agent
            .get(&format!("/api/customers?segment={}", segment.id))
            .await
            .problem(wire::Code::WrongState);
        agent.post("/api/campaigns", &new).await.problem(wire::Code::WrongState);
        let path_of = format!("/api/campaigns/{}", campaign.id);
        let stands: wire::campaigns::Campaign = agent.get(&path_of).await.ok(200);
        assert_eq!(stands.content.rule, active_vips());
        let _: wire::Page<wire::campaigns::CampaignRow> = agent.get("/api/campaigns").await.ok(200);

        let anew = SegmentEdit {
            version: Some(read.version),
            ..edit
        };
        let mended: Segment = agent.put(&path, &anew).await.ok(200);
        assert_eq!(mended.rule, Some(active_vips()));
        write_rule(&fixture, kept).await;
        assert_eq!(agent.delete(&path).await.status, 204);
    }
}

#[tokio::test]
async fn a_name_that_another_segment_has_is_refused_where_it_is_typed() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let edit = |name: &str| SegmentEdit {
        version: None,
        name: name.into(),
        rule: active_vips(),
    };
    let _: Segment = agent.post("/api/segments", &edit("施工中的贵宾")).await.ok(201);
    let rows: Vec<SegmentRow> = agent.get("/api/segments").await.ok(200);
    let built_in = rows.iter().find(|row| row.built_in).unwrap();
    for name in [" 施工中的贵宾 ", built_in.name.as_str()] {
        let problem = agent.post("/api/segments", &edit(name)).await.problem(Code::Invalid);
        let fields: Vec<_> = problem.fields.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["name"], "{name}: {problem:?}");
    }
}

#[tokio::test]
async fn the_demo_firm_fills_every_built_in_segment() {
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    // As a gateway begins: its month of campaigns goes out over the built-in carrier.
    gateway::cli::prepare(&fixture.app).await.unwrap();
    fixture
        .as_role(Role::Manager)
        .post("/api/demo", &())
        .await
        .problem(Code::Forbidden);
    assert_eq!(admin.post("/api/demo", &()).await.status, 204);
    admin.post("/api/demo", &()).await.problem(Code::WrongState);
    let rows: Vec<SegmentRow> = admin.get("/api/segments").await.ok(200);
    assert!(rows.len() >= 12 && rows.iter().all(|row| row.built_in));
    for row in &rows {
        assert!(row.customers > 0 && row.customers <= 5_000, "{row:?}");
    }
    assert_eq!(rows[0].customers, 5_000);
    let facets: Facets = admin.get("/api/customers/facets").await.ok(200);
    assert_eq!(facets.customers, 5_000);
    let preview: RulePreview = fixture
        .as_role(Role::Agent)
        .post(
            "/api/segments/preview",
            &PreviewRule {
                rule: Rule::everybody(),
            },
        )
        .await
        .ok(200);
    let dirty = preview.customers - preview.reachable;
    assert!(
        (50..200).contains(&dirty),
        "about two in a hundred cannot be written to, by their phone alone: {dirty}"
    );
    // The list, narrowed to a segment, is as long as its count says.
    let lapsed = rows.last().unwrap();
    let page: Page<CustomerRow> = admin
        .get(&format!("/api/customers?segment={}&limit=10", lapsed.id))
        .await
        .ok(200);
    assert_eq!(page.total, Some(lapsed.customers));
    let text = admin.get("/api/log?limit=200").await.text();
    assert!(!text.contains("幢"), "no address is in the log");
    the_demo_firm_has_replies(&fixture).await;
}

/// Some wait, some are taken, some are done, and who opted out is not written to again.
async fn the_demo_firm_has_replies(fixture: &Fixture) {
    let agent = fixture.as_role(Role::Agent);
    let mut strangers = 0;
    for (state, at_least) in [("new", 3), ("taken", 1), ("done", 8)] {
        let page: Page<ConversationRow> = agent.get(&format!("/api/replies?state={state}")).await.ok(200);
        assert!(page.rows.len() >= at_least, "{} {state}", page.rows.len());
        strangers += page.rows.iter().filter(|row| row.customer.is_none()).count();
    }
    assert_eq!(strangers, 2);
    let store = &fixture.app.store;
    let rule = Rule::Is(Condition::Consent {
        purpose: Purpose::Service,
        is: Consent::Withdrawn,
    });
    let stopped = CustomerFilter {
        rule: Some((rule, Today::at(START, 8 * 60))),
        limit: 100,
        ..CustomerFilter::default()
    };
    let mut opted_out = 0;
    for record in store.customers(&stopped).await.unwrap() {
        let told = store.timeline(record.facts.id, None, 100).await.unwrap();
        let opt_out = |what: &TimelineWhat| matches!(what, TimelineWhat::Reply { text } if opts_out(text));
        let Some(at) = told.iter().position(|item| opt_out(&item.what)) else {
            continue;
        };
        opted_out += 1;
        for later in &told[..at] {
            assert!(
                !matches!(
                    later.what,
                    TimelineWhat::Entry {
                        outcome: Outcome::Delivered,
                        ..
                    }
                ),
                "{later:?} after an opt-out"
            );
        }
    }
    assert!(opted_out >= 3, "{opted_out} opted out");
}

#[tokio::test]
async fn previews_count_and_explanations_agree() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    assert_eq!(fixture.as_role(Role::Admin).post("/api/demo", &()).await.status, 204);
    let rules = [
        active_vips(),
        Rule::Is(Condition::Birthday {
            calendar: Calendar::Either,
            from: 0,
            days: 7,
        }),
        Rule::None(vec![Rule::Is(Condition::LastPurchase(DateTest::WithinLast(90)))]),
        Rule::Is(Condition::PurchaseTotal(NumberTest::AtLeast(5_000_000))),
    ];
    for rule in rules {
        let preview: RulePreview = agent
            .post("/api/segments/preview", &PreviewRule { rule: rule.clone() })
            .await
            .ok(200);
        assert!(
            preview.customers > 0 && preview.reachable <= preview.customers,
            "{rule:?}"
        );
        assert_eq!(preview.sample.len() as u64, preview.customers.min(8));
        for row in preview.sample {
            let question = ExplainRule {
                rule: rule.clone(),
                customer: row.id,
            };
            let tree: Explanation = agent.post("/api/segments/explain", &question).await.ok(200);
            assert!(tree.holds, "{tree:?}");
        }
    }
    let nobody = Rule::Is(Condition::City(vec!["火星".into()]));
    let preview: RulePreview = agent
        .post("/api/segments/preview", &PreviewRule { rule: nobody })
        .await
        .ok(200);
    assert_eq!((preview.customers, preview.sample.len()), (0, 0));
}

#[tokio::test]
async fn segments_are_written_under_lock() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let edit = SegmentEdit {
        version: None,
        name: " 在建 VIP ".into(),
        rule: active_vips(),
    };
    let made: Segment = agent.post("/api/segments", &edit).await.ok(201);
    assert_eq!(
        (made.name.as_str(), made.version, made.updated_by.as_str()),
        ("在建 VIP", 1, "agent先生")
    );
    let rows: Vec<SegmentRow> = agent.get("/api/segments").await.ok(200);
    let row = rows.iter().find(|row| row.id == made.id).unwrap();
    assert_eq!(row.sentence, "工地阶段是 已开工、中期 或 收尾，并且 会员等级是 VIP");
    let path = format!("/api/segments/{}", made.id);
    let changed = SegmentEdit {
        version: Some(1),
        name: "在建".into(),
        rule: active_vips(),
    };
    let saved: Segment = agent.put(&path, &changed).await.ok(200);
    let problem = fixture
        .as_role(Role::Supervisor)
        .put(&path, &changed)
        .await
        .problem(Code::Conflict);
    assert_eq!(
        serde_json::from_value::<Segment>(problem.current.unwrap()).unwrap(),
        saved
    );
    fixture
        .as_role(Role::Manager)
        .put(&path, &changed)
        .await
        .problem(Code::Forbidden);
    assert_eq!(agent.delete(&path).await.status, 204);
    let rows: Vec<SegmentRow> = agent.get("/api/segments").await.ok(200);
    assert!(rows.iter().all(|row| row.id != made.id));
    let built_in = format!("/api/segments/{}", rows[0].id);
    agent.put(&built_in, &changed).await.problem(Code::WrongState);
    agent.delete(&built_in).await.problem(Code::WrongState);
    let english: Vec<SegmentRow> = agent.with("accept-language", "en").get("/api/segments").await.ok(200);
    assert_eq!(english[0].name, "All customers");
}

#[tokio::test]
async fn senseless_rules_are_refused_where_they_are() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let rule = Rule::All(vec![active_vips(), Rule::Any(vec![Rule::Is(Condition::Tag(vec![]))])]);
    let problem = agent
        .post("/api/segments/preview", &PreviewRule { rule })
        .await
        .problem(Code::Invalid);
    assert_eq!(problem.fields[0].field, "rule.1.0");
    let deep = (0..200).fold(Rule::everybody(), |inner, _| Rule::None(vec![inner]));
    let reply = agent.post("/api/segments/preview", &PreviewRule { rule: deep }).await;
    assert!(reply.status.is_client_error(), "{}", reply.status);
}
