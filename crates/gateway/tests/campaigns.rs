//! Writing, previewing and submitting campaigns.
#![allow(clippy::unwrap_used)]

mod common;
mod compose;
#[path = "campaigns/values.rs"]
mod values;

use compose::{act, customer, draft, draft_of, edited, firm, preview, segment};
use domain::campaign::CampaignState;
use domain::consent::Purpose;
use domain::role::Role;
use domain::roll::Exclusion;
use domain::schedule::Schedule;
use domain::segment::{BuiltIn, Rule};
use domain::time::DAY;
use wire::campaigns::{Campaign, CampaignRow, NewCampaign, SampleKind, Severity, TestSend, TestSent, Variable};
use wire::{Code, Page};

#[tokio::test]
async fn a_new_draft_has_the_firms_defaults() {
    let fixture = firm().await;
    let campaign = draft(&fixture, "{姓名}您好").await;
    let content = &campaign.content;
    assert_eq!(
        (content.signature.as_str(), content.carrier.as_str()),
        ("安居装饰", "sandbox")
    );
    assert_eq!((campaign.state, campaign.version), (CampaignState::Draft, 2));
    assert_eq!(campaign.segment.as_deref(), Some("全部客户"));
    assert_eq!(content.limits.people, 100);
    assert!(!campaign.segment_moved);
    let english = fixture.as_role(Role::Manager).with("accept-language", "en");
    let read: Campaign = english.get(&format!("/api/campaigns/{}", campaign.id)).await.ok(200);
    assert_eq!(read.segment.as_deref(), Some("All customers"));
}

#[tokio::test]
async fn a_follow_up_goes_to_one_customer_alone() {
    let fixture = firm().await;
    let agent = fixture.as_role(Role::Agent);
    let new = |n| NewCampaign {
        name: "跟进".into(),
        segment: None,
        customer: Some(customer(n)),
        template: None,
        library: None,
        on: None,
    };
    let problem = agent.post("/api/campaigns", &new(99)).await.problem(Code::Invalid);
    assert_eq!(problem.fields[0].field, "customer");
    let begun: Campaign = agent.post("/api/campaigns", &new(2)).await.ok(201);
    assert_eq!((begun.content.segment, begun.content.purpose), (None, Purpose::Service));
    assert_eq!(begun.content.rule.named(), Some(&[customer(2)][..]));
    assert_eq!(begun.segment.as_deref(), Some("点名的客户"));
    let text = |content: &mut domain::campaign::Content| content.text = "{姓名}您好，师傅周三上午到。".into();
    let written: Campaign = edited(&agent, &begun, text).await.ok(200);
    let seen = preview(&agent, &written.content, None).await;
    assert_eq!((seen.audience, seen.people), (1, 1));
    let submitted: Campaign = act(&agent, &written, "submit").await.ok(200);
    assert_eq!(submitted.state, CampaignState::Submitted);
    // A rule that names nobody is not for anybody, and neither is a draft without one.
    let nobody: Campaign = agent.post("/api/campaigns", &new(1)).await.ok(201);
    let no_rule = |content: &mut domain::campaign::Content| content.rule = Rule::everybody();
    let nobody: Campaign = edited(&agent, &nobody, no_rule).await.ok(200);
    let problem = act(&agent, &nobody, "submit").await.problem(Code::Invalid);
    assert_eq!(problem.fields[0].field, "content.segment");
}

#[tokio::test]
async fn a_preview_accounts_for_everybody() {
    let fixture = firm().await;
    let campaign = draft(&fixture, "{称呼|尊敬的客户}您好，{城市|本地}立夏。").await;
    let agent = fixture.as_role(Role::Agent);
    let seen = preview(&agent, &campaign.content, Some(customer(4))).await;
    assert!(seen.complete);
    assert_eq!((seen.audience, seen.people, seen.parts, seen.cost), (5, 2, 2, 9));
    let mut excluded: Vec<_> = seen.excluded.iter().map(|one| (one.reason, one.customers)).collect();
    excluded.sort_unstable();
    assert_eq!(
        excluded,
        [
            (Exclusion::NoPhone, 1),
            (Exclusion::Landline, 1),
            (Exclusion::Duplicate, 1)
        ]
    );
    let of = |kind| seen.samples.iter().find(|sample| sample.kind == kind);
    assert_eq!(of(SampleKind::Chosen).unwrap().excluded, Some(Exclusion::Landline));
    assert_eq!(of(SampleKind::Sparse).unwrap().customer, customer(2));
    let texts: Vec<_> = seen
        .samples
        .iter()
        .filter_map(|sample| sample.text.as_deref())
        .collect();
    assert!(texts.contains(&"【安居装饰】王先生您好，杭州立夏。"), "{texts:?}");
    assert!(texts.contains(&"【安居装饰】尊敬的客户您好，本地立夏。"), "{texts:?}");
    assert!(!format!("{:?}", seen.samples).contains("13800000001"));
    let again = preview(&agent, &campaign.content, Some(customer(4))).await;
    assert_eq!(again.samples, seen.samples);

    let mut missing = campaign.content.clone();
    missing.text = "{城市}您好".into();
    let seen = preview(&agent, &missing, None).await;
    assert_eq!(seen.people, 1);
    let sample = seen
        .samples
        .iter()
        .find(|sample| sample.kind == SampleKind::Missing)
        .unwrap();
    assert_eq!(
        (sample.customer, sample.detail.as_deref()),
        (customer(2), Some("“城市”没有值"))
    );
    assert!(seen.findings.iter().any(|finding| finding.rule == "values_missing"));
}

#[tokio::test]
async fn offers_need_consent_and_carry_the_way_out() {
    let fixture = firm().await;
    let mut content = draft(&fixture, "全场八折。").await.content;
    content.purpose = Purpose::Marketing;
    let seen = preview(&fixture.as_role(Role::Agent), &content, None).await;
    assert_eq!(seen.people, 0);
    let without = seen
        .excluded
        .iter()
        .find(|one| one.reason == Exclusion::NoConsent)
        .unwrap();
    assert_eq!(without.customers, 3);
    let nobody = seen.findings.iter().find(|finding| finding.rule == "nobody").unwrap();
    assert_eq!(nobody.severity, Severity::Block);
}

#[tokio::test]
async fn an_unknown_variable_is_pointed_at_and_cannot_be_submitted() {
    let fixture = firm().await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = draft(&fixture, "您好{姓各}！").await;
    let seen = preview(&agent, &campaign.content, None).await;
    assert!(!seen.complete);
    assert_eq!(seen.audience, 5);
    let finding = &seen.findings[0];
    assert_eq!(
        (finding.rule.as_str(), finding.severity),
        ("variable_unknown", Severity::Block)
    );
    assert_eq!((finding.place, finding.mend.as_deref()), (Some((2, 6)), Some("{姓名}")));
    let problem = act(&agent, &campaign, "submit").await.problem(Code::Blocked);
    assert_eq!(problem.fields[0].field, "content.text");
    assert!(problem.fields[0].message.contains("姓名"), "{problem:?}");
}

#[tokio::test]
async fn what_cannot_be_sent_cannot_be_submitted() {
    type Change = fn(&mut domain::campaign::Content);
    let fixture = firm().await;
    let agent = fixture.as_role(Role::Agent);
    let past = "2026-05-07T09:59:00";
    let cases: [(Change, Code, &str); 8] = [
        (|c| c.segment = None, Code::Invalid, "content.segment"),
        (|c| c.rule = Rule::Any(vec![]), Code::Invalid, "content.segment"),
        (|c| c.limits.people = 1, Code::Invalid, "content.limits.people"),
        (|c| c.limits.parts = 1, Code::Invalid, "content.limits.parts"),
        (|c| c.limits.cost = 8, Code::Invalid, "content.limits.cost"),
        (|c| c.text.clear(), Code::Blocked, "content.text"),
        (|c| c.signature.clear(), Code::Blocked, "content.signature"),
        (|c| c.carrier = "none".into(), Code::Blocked, "content.carrier"),
    ];
    for (change, code, field) in cases {
        let campaign = draft(&fixture, "您好").await;
        let campaign: Campaign = edited(&agent, &campaign, change).await.ok(200);
        let problem = act(&agent, &campaign, "submit").await.problem(code);
        assert_eq!(problem.fields[0].field, field, "{problem:?}");
    }
    let campaign = draft(&fixture, "您好").await;
    let campaign: Campaign = edited(&agent, &campaign, |c| {
        c.schedule = Schedule::Once(past.parse().unwrap());
    })
    .await
    .ok(200);
    let problem = act(&agent, &campaign, "submit").await.problem(Code::Invalid);
    assert_eq!(problem.fields[0].field, "content.schedule");
    let seen = preview(&agent, &campaign.content, None).await;
    assert!(seen.findings.iter().any(|finding| finding.rule == "schedule_past"));
}

#[tokio::test]
async fn what_a_carrier_does_not_take_is_not_submitted_to_it() {
    let fixture = firm().await;
    let (admin, agent) = (fixture.as_role(Role::Admin), fixture.as_role(Role::Agent));
    let campaign = draft(&fixture, "您好，装修工地一切顺利。").await;
    let seen = preview(&agent, &campaign.content, None).await;
    assert!(!seen.findings.iter().any(|finding| finding.rule == "policy_decoration"));

    let all: Vec<wire::settings::Carrier> = admin.get("/api/carriers").await.ok(200);
    let mut sandbox = all.into_iter().find(|one| one.name == "sandbox").unwrap();
    sandbox.policy = Some("nobody".into());
    let problem = admin
        .put("/api/carriers/sandbox", &sandbox)
        .await
        .problem(Code::Invalid);
    assert_eq!(problem.fields[0].field, "policy");
    sandbox.policy = Some("tencent".into());
    admin
        .put("/api/carriers/sandbox", &sandbox)
        .await
        .ok::<wire::settings::Carrier>(200);
    let seen = preview(&agent, &campaign.content, None).await;
    let found = seen
        .findings
        .iter()
        .find(|finding| finding.rule == "policy_decoration")
        .unwrap();
    assert_eq!(found.place, Some((3, 5)));
    act(&agent, &campaign, "submit").await.problem(Code::Blocked);
}

#[tokio::test]
async fn nonsense_is_refused_when_it_is_saved() {
    type Change = fn(&mut domain::campaign::Content);
    let fixture = firm().await;
    let campaign = draft(&fixture, "您好").await;
    let agent = fixture.as_role(Role::Agent);
    let at = chrono::NaiveTime::MIN;
    let cases: [(Change, &str); 8] = [
        (|c| c.rate = Some(0), "content.rate"),
        (|c| c.rate = Some(domain::campaign::FASTEST + 1), "content.rate"),
        (|c| c.valid_hours = 0, "content.valid_hours"),
        (|c| c.text = "好".repeat(5_001), "content.text"),
        (
            |c| c.rule = Rule::Is(domain::segment::Condition::City(vec![])),
            "content.rule",
        ),
        (
            |c| c.segment = Some(domain::id::SegmentId(uuid::Uuid::nil())),
            "content.segment",
        ),
        (
            |c| c.template = Some(domain::id::TemplateId(uuid::Uuid::nil())),
            "content.template",
        ),
        (|c| c.limits.cost = u64::MAX, "content.limits"),
    ];
    for (change, field) in cases {
        let problem = edited(&agent, &campaign, change).await.problem(Code::Invalid);
        assert_eq!(problem.fields[0].field, field);
    }
    let weekly = Schedule::Weekly { weekday: 8, at };
    for never in [weekly, Schedule::Yearly { month: 2, day: 30, at }] {
        let problem = edited(&agent, &campaign, |c| c.schedule = never).await;
        assert_eq!(problem.problem(Code::Invalid).fields[0].field, "content.schedule");
    }
}

#[tokio::test]
async fn of_two_who_edit_one_campaign_the_second_sees_both() {
    let fixture = firm().await;
    let (agent, supervisor) = (fixture.as_role(Role::Agent), fixture.as_role(Role::Supervisor));
    let campaign = draft(&fixture, "您好").await;
    let first: Campaign = edited(&agent, &campaign, |c| c.text = "甲".into()).await.ok(200);
    let problem = edited(&supervisor, &campaign, |c| c.text = "乙".into())
        .await
        .problem(Code::Conflict);
    let there: Campaign = serde_json::from_value(problem.current.unwrap()).unwrap();
    assert_eq!(there, first);
    let problem = act(&supervisor, &campaign, "submit").await.problem(Code::Conflict);
    assert!(problem.current.is_some());
    // Saving again what is there does not make a version.
    let same: Campaign = edited(&agent, &first, |_| ()).await.ok(200);
    assert_eq!(same.version, first.version);
}

#[tokio::test]
async fn submitted_is_locked_until_withdrawn() {
    let fixture = firm().await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = draft(&fixture, "您好").await;
    let submitted: Campaign = act(&agent, &campaign, "submit").await.ok(200);
    assert_eq!(submitted.state, CampaignState::Submitted);
    edited(&agent, &submitted, |c| c.text = "改".into())
        .await
        .problem(Code::WrongState);
    act(&agent, &submitted, "submit").await.problem(Code::WrongState);
    act(&agent, &submitted, "archive").await.problem(Code::WrongState);
    let back: Campaign = act(&agent, &submitted, "withdraw").await.ok(200);
    edited(&agent, &back, |c| c.text = "改".into())
        .await
        .ok::<Campaign>(200);
}

#[tokio::test]
async fn copies_archives_and_lists() {
    let fixture = firm().await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = draft(&fixture, "您好").await;
    let once = Schedule::Once("2026-05-08T09:00:00".parse().unwrap());
    let campaign: Campaign = edited(&agent, &campaign, |c| c.schedule = once).await.ok(200);
    fixture.clock.advance(3 * DAY);
    let copy: Campaign = act(&agent, &campaign, "copy").await.ok(201);
    assert_eq!(
        (copy.name.as_str(), &copy.content.schedule),
        ("立夏问候（副本）", &Schedule::OnApproval)
    );
    let archived: Campaign = act(&agent, &campaign, "archive").await.ok(200);
    let names = async |query: &str| {
        let page: Page<CampaignRow> = agent.get(&format!("/api/campaigns?{query}")).await.ok(200);
        (page.rows.into_iter().map(|row| row.name).collect::<Vec<_>>(), page.next)
    };
    assert_eq!(names("").await.0, ["立夏问候（副本）"]);
    assert_eq!(names("state=archived").await.0, ["立夏问候"]);
    act(&agent, &archived, "restore").await.ok::<Campaign>(200);
    let (first, next) = names("limit=1").await;
    let (second, end) = names(&format!("limit=1&cursor={}", next.unwrap())).await;
    assert_ne!(first, second);
    assert_eq!(end, None);
    agent.get("/api/campaigns?cursor=zz").await.problem(Code::Malformed);
    assert_eq!(names("search=%E5%89%AF%E6%9C%AC").await.0, ["立夏问候（副本）"]);
}

#[tokio::test]
async fn a_test_goes_to_ones_own_number_and_the_log_does_not_know_it() {
    let fixture = firm().await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = draft(&fixture, "{称呼|客户}您好").await;
    let path = format!("/api/campaigns/{}/test", campaign.id);
    let to = |to: &str, customer| TestSend {
        to: to.into(),
        content: campaign.content.clone(),
        customer,
        wording: 0,
    };
    let sent: TestSent = agent.post(&path, &to("139 0000 0009", None)).await.ok(200);
    assert_eq!((sent.text.as_str(), sent.parts), ("【安居装饰】王先生您好", 1));
    let sent: TestSent = agent
        .post(&path, &to("+86 13900000009", Some(customer(2))))
        .await
        .ok(200);
    assert_eq!(sent.text, "【安居装饰】客户您好");
    for number in ["", "0571-88888888", "12345"] {
        let problem = agent.post(&path, &to(number, None)).await.problem(Code::Invalid);
        assert_eq!(problem.fields[0].field, "to");
    }
    let log = fixture.as_role(Role::Admin).get("/api/log").await.text();
    assert_eq!(log.matches("campaign.tested").count(), 2);
    assert!(!log.contains("13900000009") && !log.contains("您好"));
    for _ in 2..20 {
        agent.post(&path, &to("13900000009", None)).await.ok::<TestSent>(200);
    }
    agent
        .post(&path, &to("13900000009", None))
        .await
        .problem(Code::TooManyAttempts);
    fixture
        .as_role(Role::Supervisor)
        .post(&path, &to("13900000009", None))
        .await
        .ok::<TestSent>(200);
}

#[tokio::test]
async fn a_manager_reads_and_does_not_write() {
    let fixture = firm().await;
    let campaign = draft_of(&fixture, Role::Admin, "您好").await;
    let manager = fixture.as_role(Role::Manager);
    preview(&manager, &campaign.content, None).await;
    edited(&manager, &campaign, |c| c.text = "改".into())
        .await
        .problem(Code::Forbidden);
    act(&manager, &campaign, "submit").await.problem(Code::Forbidden);
}

#[tokio::test]
async fn a_segment_that_moved_shows() {
    let fixture = firm().await;
    let agent = fixture.as_role(Role::Agent);
    let campaign = draft(&fixture, "您好").await;
    let vip = segment(&fixture, BuiltIn::Vip).await;
    let moved: Campaign = edited(&agent, &campaign, |c| c.segment = Some(vip)).await.ok(200);
    assert!(moved.segment_moved);
    assert_eq!(moved.content.rule, Rule::everybody());
}

#[tokio::test]
async fn variables_are_listed_in_both_languages() {
    let fixture = firm().await;
    let agent = fixture.as_role(Role::Agent);
    for (lang, name, example) in [("zh-CN", "姓名", "王建国"), ("en", "name", "Wang Jianguo")] {
        let list: Vec<Variable> = agent.with("accept-language", lang).get("/api/variables").await.ok(200);
        assert_eq!((list[0].name.as_str(), list[0].example.as_str()), (name, example));
        for variable in &list {
            for name in variable.aliases.iter().chain([&variable.name]) {
                assert!(
                    domain::template::Template::parse(&format!("{{{name}}}")).is_ok(),
                    "{name}"
                );
            }
        }
    }
}
