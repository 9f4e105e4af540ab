//! Campaigns.

use domain::campaign::{CampaignState, Content, Limits};
use domain::consent::Purpose;
use domain::id::{CampaignId, UserId};
use domain::role::Role;
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::{BuiltIn, Rule};
use store::contract::NewStaff;
use store::contract::campaigns::{CampaignFilter, DecisionWhat};
use store::{Actor, Error, Stamp, Store};
use uuid::Uuid;

fn by(who: u128, at: i64) -> Stamp {
    Stamp {
        actor: Actor::User(UserId(Uuid::from_u128(who))),
        at,
    }
}

/// Author 1, checker 2, editor 3, and campaign 9 as a draft.
async fn drafted(store: &dyn Store) -> (CampaignId, Content) {
    for who in 1..=3 {
        let staff = NewStaff {
            id: UserId(Uuid::from_u128(who)),
            login: format!("user{who}"),
            name: format!("员工{who}"),
            role: Role::Supervisor,
            password_hash: "!".into(),
        };
        let stamp = Stamp {
            actor: Actor::System("test"),
            at: 1,
        };
        store.add_staff(&stamp, staff).await.unwrap();
    }
    let segments = store.segments(false).await.unwrap();
    let vip = segments.iter().find(|one| one.built_in == Some(BuiltIn::Vip)).unwrap();
    let content = Content {
        segment: Some(vip.id),
        rule: vip.rule.clone().unwrap(),
        template: None,
        text: "{姓名}您好，100%_满意".into(),
        others: Vec::new(),
        signature: "安居装饰".into(),
        purpose: Purpose::Care,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 24,
        carrier: "sandbox".into(),
        rate: None,
        limits: Limits {
            people: 10,
            parts: 20,
            cost: 100,
        },
    };
    let id = CampaignId(Uuid::from_u128(9));
    store
        .add_campaign(&by(1, 10), id, "立夏问候", &content, None)
        .await
        .unwrap();
    (id, content)
}

pub async fn a_campaign_goes_from_draft_to_approval(store: &dyn Store) {
    let (id, mut content) = drafted(store).await;
    let read = store.campaign(id).await.unwrap();
    assert_eq!(
        (read.version, read.state, read.digest.as_str()),
        (1, CampaignState::Draft, content.digest().as_str())
    );
    assert_eq!(read.author_name, "员工1");
    assert_eq!(read.segment.unwrap().built_in.as_deref(), Some("vip"));

    store.submit_campaign(&by(1, 11), id, 1).await.unwrap();
    let locked = store.edit_campaign(&by(3, 12), id, 2, "x", &content).await;
    assert!(matches!(locked, Err(Error::WrongState("submitted"))), "{locked:?}");
    store
        .return_campaign(&by(2, 13), id, &content.digest(), "太短")
        .await
        .unwrap();
    let read = store.campaign(id).await.unwrap();
    assert_eq!((read.state, read.returned), (CampaignState::Draft, true));

    let stale = content.digest();
    content.text = "{姓名}您好，立夏快乐".into();
    assert_eq!(
        store
            .edit_campaign(&by(3, 14), id, 3, "立夏问候", &content)
            .await
            .unwrap(),
        4
    );
    store.submit_campaign(&by(1, 15), id, 4).await.unwrap();
    let other = store.approve_campaign(&by(2, 16), id, &stale, None, Some(20)).await;
    assert!(matches!(other, Err(Error::Conflict)), "{other:?}");
    for maker in [1, 3] {
        let own = store
            .approve_campaign(&by(maker, 16), id, &content.digest(), None, Some(20))
            .await;
        assert!(matches!(own, Err(Error::WrongState("own_work"))), "{own:?}");
    }
    let system = Stamp {
        actor: Actor::System("test"),
        at: 16,
    };
    let nobody = store
        .approve_campaign(&system, id, &content.digest(), None, Some(20))
        .await;
    assert!(matches!(nobody, Err(Error::WrongState("own_work"))), "{nobody:?}");
    store
        .approve_campaign(&by(2, 17), id, &content.digest(), Some("好"), Some(20))
        .await
        .unwrap();

    let read = store.campaign(id).await.unwrap();
    assert_eq!(
        (read.state, read.next_at, read.approved_before),
        (CampaignState::Approved, Some(20), true)
    );
    let due: Vec<_> = store
        .due(20, 10)
        .await
        .unwrap()
        .into_iter()
        .map(|due| (due.campaign, due.due_at))
        .collect();
    assert_eq!(due, [(id, 20)]);
    assert!(store.due(19, 10).await.unwrap().is_empty());
    let decisions: Vec<_> = store
        .decisions(id)
        .await
        .unwrap()
        .into_iter()
        .map(|one| (one.what, one.by))
        .collect();
    let expected = [
        (DecisionWhat::Approved, "员工2"),
        (DecisionWhat::Submitted, "员工1"),
        (DecisionWhat::Returned, "员工2"),
        (DecisionWhat::Submitted, "员工1"),
    ];
    assert_eq!(decisions, expected.map(|(what, by)| (what, by.to_owned())));
}

pub async fn an_edit_voids_an_approval(store: &dyn Store) {
    let (id, mut content) = drafted(store).await;
    store.submit_campaign(&by(1, 11), id, 1).await.unwrap();
    store
        .approve_campaign(&by(2, 12), id, &content.digest(), None, Some(20))
        .await
        .unwrap();
    // A name is nothing that an approval covers; saving what is there changes nothing.
    assert_eq!(
        store.edit_campaign(&by(3, 13), id, 3, "立夏", &content).await.unwrap(),
        4
    );
    assert_eq!(
        store.edit_campaign(&by(3, 13), id, 4, "立夏", &content).await.unwrap(),
        4
    );
    assert_eq!(store.campaign(id).await.unwrap().next_at, Some(20));
    let approved = content.clone();
    content.limits.people += 1;
    store.edit_campaign(&by(3, 14), id, 4, "立夏", &content).await.unwrap();
    let read = store.campaign(id).await.unwrap();
    assert_eq!((read.state, read.next_at), (CampaignState::Draft, None));
    assert!(store.due(99, 10).await.unwrap().is_empty());
    assert_eq!(store.decisions(id).await.unwrap()[0].what, DecisionWhat::Voided);
    let last = store.last_approved(id).await.unwrap().unwrap();
    assert_eq!((last.content, last.by.as_str()), (approved, "员工2"));
    // Whoever approved it before may do so again; whoever edited it since may not.
    store.submit_campaign(&by(1, 15), id, 5).await.unwrap();
    let own = store
        .approve_campaign(&by(3, 16), id, &content.digest(), None, None)
        .await;
    assert!(matches!(own, Err(Error::WrongState("own_work"))), "{own:?}");
    store
        .approve_campaign(&by(2, 16), id, &content.digest(), None, None)
        .await
        .unwrap();
    store.archive_campaign(&by(1, 17), id, 7).await.unwrap();
    store.restore_campaign(&by(1, 18), id, 8).await.unwrap();
    let read = store.campaign(id).await.unwrap();
    assert_eq!((read.state, read.version), (CampaignState::Draft, 9));
}

pub async fn of_two_who_edit_one_campaign_the_second_is_told(store: &dyn Store) {
    let (id, content) = drafted(store).await;
    let mut first = content.clone();
    first.text.push('甲');
    let mut second = content;
    second.text.push('乙');
    store.edit_campaign(&by(1, 11), id, 1, "甲", &first).await.unwrap();
    let late = store.edit_campaign(&by(3, 12), id, 1, "乙", &second).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    assert_eq!(store.campaign(id).await.unwrap().content, first);
    for act in [
        store.submit_campaign(&by(1, 13), id, 1).await,
        store.archive_campaign(&by(1, 13), id, 1).await,
    ] {
        assert!(matches!(act, Err(Error::Conflict)), "{act:?}");
    }
    let wrong = store.withdraw_campaign(&by(1, 13), id, 2).await;
    assert!(matches!(wrong, Err(Error::WrongState("draft"))), "{wrong:?}");
}

pub async fn campaigns_are_listed_and_found(store: &dyn Store) {
    let (first, content) = drafted(store).await;
    let other = Content {
        rule: Rule::everybody(),
        text: "维保提醒".into(),
        ..content
    };
    for n in 1..=4_u128 {
        let id = CampaignId(Uuid::from_u128(100 + n));
        // All at one moment, so that the order is that of ids.
        store
            .add_campaign(&by(1, 30), id, &format!("活动{n}"), &other, Some(first))
            .await
            .unwrap();
    }
    store
        .archive_campaign(&by(1, 40), CampaignId(Uuid::from_u128(104)), 1)
        .await
        .unwrap();
    let find = async |filter: CampaignFilter, limit| {
        let found = store.campaigns(&filter, limit).await.unwrap();
        found.into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    let all = CampaignFilter::default();
    assert_eq!(find(all.clone(), 9).await, ["活动3", "活动2", "活动1", "立夏问候"]);
    let page = store.campaigns(&all, 2).await.unwrap();
    let after = CampaignFilter {
        after: page.last().map(|last| (last.updated_at, last.id)),
        ..all
    };
    assert_eq!(find(after, 9).await, ["活动1", "立夏问候"]);
    for (search, expected) in [
        ("100%_", vec!["立夏问候"]),
        ("动2", vec!["活动2"]),
        ("%动%", vec![]),
        ("没有", vec![]),
    ] {
        let filter = CampaignFilter {
            search: Some(search.into()),
            ..CampaignFilter::default()
        };
        assert_eq!(find(filter, 9).await, expected, "{search}");
    }
    let archived = CampaignFilter {
        state: Some(CampaignState::Archived),
        ..CampaignFilter::default()
    };
    assert_eq!(find(archived, 9).await, ["活动4"]);
}
