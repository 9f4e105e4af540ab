//! The second pair of eyes.
#![allow(clippy::unwrap_used)]

mod common;
mod compose;

use common::{Fixture, START};
use compose::{act, draft, draft_of, edited, firm};
use domain::campaign::CampaignState;
use domain::role::Role;
use domain::schedule::Schedule;
use domain::time::{DAY, HOUR};
use store::contract::NewToken;
use store::{Actor, Stamp};
use wire::Code;
use wire::approvals::{ApprovalRow, ApprovalView, Approve, Return};
use wire::campaigns::{Campaign, DecisionKind};

use common::{Client, Reply};

async fn approve(client: &Client, campaign: &Campaign) -> Reply {
    let body = Approve {
        digest: campaign.digest.clone(),
        comment: None,
    };
    client
        .post(&format!("/api/campaigns/{}/approve", campaign.id), &body)
        .await
}

async fn give_back(client: &Client, campaign: &Campaign, comment: &str) -> Reply {
    let body = Return {
        digest: campaign.digest.clone(),
        comment: comment.into(),
    };
    client
        .post(&format!("/api/campaigns/{}/return", campaign.id), &body)
        .await
}

async fn submitted(fixture: &Fixture, role: Role, text: &str) -> Campaign {
    let campaign = draft_of(fixture, role, text).await;
    act(&fixture.as_role(role), &campaign, "submit").await.ok(200)
}

#[tokio::test]
async fn from_draft_to_approval() {
    let fixture = firm().await;
    let (agent, supervisor) = (fixture.as_role(Role::Agent), fixture.as_role(Role::Supervisor));
    let campaign = draft(&fixture, "{姓名}您好").await;
    let first: Campaign = act(&agent, &campaign, "submit").await.ok(200);
    let inbox: Vec<ApprovalRow> = supervisor.get("/api/approvals").await.ok(200);
    assert_eq!(inbox.len(), 1);
    assert_eq!(
        (inbox[0].by.as_str(), inbox[0].may_decide, inbox[0].again),
        ("agent先生", true, false)
    );

    give_back(&supervisor, &first, "  ").await.problem(Code::Invalid);
    let returned: Campaign = give_back(&supervisor, &first, "请写上节气").await.ok(200);
    assert_eq!(returned.state, CampaignState::Draft);
    assert_eq!(returned.decisions[0].comment.as_deref(), Some("请写上节气"));
    assert!(
        supervisor
            .get("/api/approvals")
            .await
            .ok::<Vec<ApprovalRow>>(200)
            .is_empty()
    );

    let mended: Campaign = edited(&agent, &returned, |c| c.text = "{姓名}您好，立夏安康".into())
        .await
        .ok(200);
    let second: Campaign = act(&agent, &mended, "submit").await.ok(200);
    let view: ApprovalView = supervisor.get(&format!("/api/approvals/{}", second.id)).await.ok(200);
    assert_eq!((view.preview.audience, view.preview.people), (5, 2));
    assert!(view.may_decide && view.last_approved.is_none() && !view.sentence.is_empty());
    let approved: Campaign = approve(&supervisor, &second).await.ok(200);
    assert_eq!(
        (approved.state, approved.next_at),
        (CampaignState::Approved, Some(START))
    );
    let kinds: Vec<_> = approved.decisions.iter().map(|decision| decision.what).collect();
    let expected = [
        DecisionKind::Approved,
        DecisionKind::Submitted,
        DecisionKind::Returned,
        DecisionKind::Submitted,
    ];
    assert_eq!(kinds, expected);
    approve(&supervisor, &second).await.problem(Code::WrongState);
}

#[tokio::test]
async fn an_edit_voids_the_approval_and_the_next_approver_sees_what_changed() {
    let fixture = firm().await;
    let (agent, manager) = (fixture.as_role(Role::Agent), fixture.as_role(Role::Manager));
    let campaign = submitted(&fixture, Role::Agent, "您好").await;
    let approved: Campaign = approve(&manager, &campaign).await.ok(200);
    let voided: Campaign = edited(&agent, &approved, |c| c.text = "您好！".into()).await.ok(200);
    assert_eq!((voided.state, voided.next_at), (CampaignState::Draft, None));
    assert_eq!(voided.decisions[0].what, DecisionKind::Voided);
    let again: Campaign = act(&agent, &voided, "submit").await.ok(200);
    let view: ApprovalView = manager.get(&format!("/api/approvals/{}", again.id)).await.ok(200);
    let last = view.last_approved.unwrap();
    assert_eq!((last.content.text.as_str(), last.by.as_str()), ("您好", "manager先生"));
    approve(&manager, &again).await.ok::<Campaign>(200);
}

#[tokio::test]
async fn nobody_approves_their_own() {
    let fixture = firm().await;
    // The author, whoever submits.
    let own = submitted(&fixture, Role::Supervisor, "您好").await;
    let supervisor = fixture.as_role(Role::Supervisor);
    approve(&supervisor, &own).await.problem(Code::OwnWork);
    give_back(&supervisor, &own, "x").await.problem(Code::OwnWork);
    let inbox: Vec<ApprovalRow> = supervisor.get("/api/approvals").await.ok(200);
    assert!(!inbox[0].may_decide);
    // Whoever edited it since.
    let theirs = draft(&fixture, "您好").await;
    let touched: Campaign = edited(&supervisor, &theirs, |c| c.text = "您好！".into()).await.ok(200);
    let by_agent: Campaign = act(&fixture.as_role(Role::Agent), &touched, "submit").await.ok(200);
    approve(&supervisor, &by_agent).await.problem(Code::OwnWork);
    // Whoever submitted it.
    let theirs = draft(&fixture, "您好").await;
    let handed_in: Campaign = act(&supervisor, &theirs, "submit").await.ok(200);
    approve(&supervisor, &handed_in).await.problem(Code::OwnWork);
    // Roles that may not approve at all, own or not.
    for role in [Role::Agent, Role::Admin] {
        approve(&fixture.as_role(role), &handed_in)
            .await
            .problem(Code::Forbidden);
        fixture
            .as_role(role)
            .get("/api/approvals")
            .await
            .problem(Code::Forbidden);
    }
    for campaign in [&own, &by_agent, &handed_in] {
        approve(&fixture.as_role(Role::Manager), campaign)
            .await
            .ok::<Campaign>(200);
    }
}

#[tokio::test]
async fn a_token_is_not_a_second_person() {
    let fixture = firm().await;
    let campaign = submitted(&fixture, Role::Agent, "您好").await;
    let stamp = Stamp {
        actor: Actor::System("test"),
        at: START,
    };
    let token = NewToken {
        id: domain::id::TokenId(uuid::Uuid::from_u128(7)),
        name: "erp".into(),
        role: Role::Supervisor,
        secret_hash: gateway::auth::secret::hash("rc_erp"),
        created_by: common::user(Role::Admin),
    };
    fixture.app.store.add_token(&stamp, token).await.unwrap();
    let erp = fixture.nobody().with("authorization", "Bearer rc_erp");
    approve(&erp, &campaign).await.problem(Code::Forbidden);
    give_back(&erp, &campaign, "x").await.problem(Code::Forbidden);
}

#[tokio::test]
async fn what_was_not_seen_is_not_approved() {
    let fixture = firm().await;
    let agent = fixture.as_role(Role::Agent);
    let seen = submitted(&fixture, Role::Agent, "您好").await;
    let back: Campaign = act(&agent, &seen, "withdraw").await.ok(200);
    let other: Campaign = edited(&agent, &back, |c| c.text = "您好，请转账".into()).await.ok(200);
    let other: Campaign = act(&agent, &other, "submit").await.ok(200);
    let manager = fixture.as_role(Role::Manager);
    approve(&manager, &seen).await.problem(Code::DigestDiffers);
    give_back(&manager, &seen, "x").await.problem(Code::DigestDiffers);
    approve(&manager, &other).await.ok::<Campaign>(200);
}

#[tokio::test]
async fn a_moment_that_passes_while_waiting_stands_against_approval() {
    let fixture = firm().await;
    let (agent, manager) = (fixture.as_role(Role::Agent), fixture.as_role(Role::Manager));
    let campaign = draft(&fixture, "您好").await;
    let once = Schedule::Once("2026-05-07T15:00:00".parse().unwrap());
    let campaign: Campaign = edited(&agent, &campaign, |c| c.schedule = once).await.ok(200);
    let campaign: Campaign = act(&agent, &campaign, "submit").await.ok(200);
    fixture.clock.advance(6 * HOUR);
    let inbox: Vec<ApprovalRow> = manager.get("/api/approvals").await.ok(200);
    assert_eq!(inbox[0].next_at, Some(START + 5 * HOUR));
    let view: ApprovalView = manager.get(&format!("/api/approvals/{}", campaign.id)).await.ok(200);
    assert!(
        view.preview
            .findings
            .iter()
            .any(|finding| finding.rule == "schedule_past")
    );
    let problem = approve(&manager, &campaign).await.problem(Code::Invalid);
    assert_eq!(problem.fields[0].field, "content.schedule");
    give_back(&manager, &campaign, "时间已过").await.ok::<Campaign>(200);
}

#[tokio::test]
async fn approving_sets_the_first_firing() {
    let fixture = firm().await;
    let at = "09:30:00".parse().unwrap();
    for (schedule, expected) in [
        (Schedule::Once("2026-05-07T15:00:00".parse().unwrap()), START + 5 * HOUR),
        // It is 10:00 on a Thursday.
        (Schedule::Daily { at }, START + DAY - HOUR / 2),
        (Schedule::Weekly { weekday: 5, at }, START + DAY - HOUR / 2),
        (Schedule::OnApproval, START),
    ] {
        let agent = fixture.as_role(Role::Agent);
        let campaign = draft(&fixture, "您好").await;
        let campaign: Campaign = edited(&agent, &campaign, |c| c.schedule = schedule.clone())
            .await
            .ok(200);
        let campaign: Campaign = act(&agent, &campaign, "submit").await.ok(200);
        let approved: Campaign = approve(&fixture.as_role(Role::Supervisor), &campaign).await.ok(200);
        assert_eq!(approved.next_at, Some(expected), "{schedule:?}");
    }
}

#[tokio::test]
async fn only_what_waits_is_in_the_inbox() {
    let fixture = firm().await;
    let campaign = draft(&fixture, "您好").await;
    let manager = fixture.as_role(Role::Manager);
    manager
        .get(&format!("/api/approvals/{}", campaign.id))
        .await
        .problem(Code::WrongState);
    manager
        .get(&format!("/api/approvals/{}", uuid::Uuid::nil()))
        .await
        .problem(Code::NotFound);
    approve(&manager, &campaign).await.problem(Code::WrongState);
}
