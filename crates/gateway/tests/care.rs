//! Wordings that are dealt, through the API and onto the roll.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod compose;
mod firm;

use std::collections::HashMap;

use common::{Client, Fixture};
use compose::{act, customer, draft, edited, preview};
use domain::consent::Purpose;
use domain::role::Role;
use firm::{engine, settle_down};
use wire::approvals::Approve;
use wire::campaigns::{Campaign, NewCampaign, SampleKind, Severity, TestSend, TestSent};
use wire::library::LibraryPick;
use wire::runs::{Entry, Run, RunDetail};
use wire::templates::{Template, TemplateEdit, TemplateVersion};
use wire::{Code, Page};

/// Hands a draft in and has it approved.
async fn approved(fixture: &Fixture, campaign: &Campaign) -> Campaign {
    let submitted: Campaign = act(&fixture.as_role(Role::Agent), campaign, "submit").await.ok(200);
    let body = Approve {
        digest: submitted.digest.clone(),
        comment: None,
    };
    let path = format!("/api/campaigns/{}/approve", submitted.id);
    fixture.as_role(Role::Supervisor).post(&path, &body).await.ok(200)
}

/// The entries of the latest run, in the order of its roll.
async fn roll(manager: &Client) -> (Run, Vec<Entry>) {
    let runs: Page<Run> = manager.get("/api/runs").await.ok(200);
    let run = runs.rows.into_iter().next().unwrap();
    let page: Page<Entry> = manager.get(&format!("/api/runs/{}/entries", run.id)).await.ok(200);
    (run, page.rows)
}

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
