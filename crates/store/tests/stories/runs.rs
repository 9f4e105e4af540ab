//! Runs and their rolls: opened, frozen and closed.

use domain::campaign::{Content, Limits};
use domain::consent::Purpose;
use domain::id::{CampaignId, RunId, UserId};
use domain::phone::{Phone, PhoneState};
use domain::plan::{Plan, Policy, Terms};
use domain::role::Role;
use domain::roll::{EntryState, Exclusion, Outcome, Receipt};
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::{Rule, Today};
use domain::time::{DAY, HOUR, Millis};
use store::contract::NewStaff;
use store::contract::customers::{Card, CardPhone};
use store::contract::runs::{
    Claim, EntryFilter, Freezing, Heard, Letter, NewRun, Opening, RunHold, RunRow, RunState, Said, SaidWhat, Steering,
};
use store::{Actor, Error, Stamp, Store};
use uuid::Uuid;

use super::customers::{id, stamp};

/// 2026-05-07 10:00 in Shanghai.
pub const NOW: Millis = 1_778_119_200_000;
const AUTHOR: UserId = UserId(Uuid::from_u128(0xa));
pub const APPROVER: UserId = UserId(Uuid::from_u128(0xb));
const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(0xc));
pub const RUN: RunId = RunId(Uuid::from_u128(0xd));

pub fn by(user: UserId) -> Stamp {
    Stamp {
        actor: Actor::User(user),
        at: NOW,
    }
}

fn content(purpose: Purpose, people: u64) -> Content {
    Content {
        segment: None,
        rule: Rule::everybody(),
        template: None,
        text: "您好，今日有雨，工地已做好防护。".into(),
        others: Vec::new(),
        signature: "安居装饰".into(),
        purpose,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 24,
        carrier: "sandbox".into(),
        rate: Some(120),
        limits: Limits {
            people,
            parts: 1000,
            cost: 100_000,
        },
    }
}

pub fn card(n: u128) -> Card {
    let phone = match n {
        // The second is a landline, the third has none, the fifth repeats the fourth.
        2 => ("+862087654321".to_owned(), PhoneState::Landline),
        3 => (String::new(), PhoneState::Missing),
        5 => ("+8613800000004".to_owned(), PhoneState::Mobile),
        _ => (format!("+86138{n:08}"), PhoneState::Mobile),
    };
    Card {
        name: format!("客户{n}"),
        phone: (phone.1 != PhoneState::Missing).then(|| CardPhone {
            state: phone.1,
            phone: Phone::parse(&phone.0).ok(),
            raw: None,
        }),
        ..Card::default()
    }
}

/// A firm with `customers` customers and an approved campaign that is due now.
pub async fn firm(store: &dyn Store, customers: u128, purpose: Purpose, people: u64) {
    firm_with(store, customers, content(purpose, people)).await;
}

async fn firm_with(store: &dyn Store, customers: u128, content: Content) {
    for (user, name, role) in [(AUTHOR, "小安", Role::Agent), (APPROVER, "老李", Role::Supervisor)] {
        let staff = NewStaff {
            id: user,
            login: name.into(),
            name: name.into(),
            role,
            password_hash: "!".into(),
        };
        store.add_staff(&stamp(NOW), staff).await.unwrap();
    }
    for n in 1..=customers {
        store.create_customer(id(n), &card(n), &stamp(NOW)).await.unwrap();
    }
    store
        .add_campaign(&by(AUTHOR), CAMPAIGN, "天气提醒", &content, None)
        .await
        .unwrap();
    store.submit_campaign(&by(AUTHOR), CAMPAIGN, 1).await.unwrap();
    let digest = content.digest();
    store
        .approve_campaign(&by(APPROVER), CAMPAIGN, &digest, None, Some(NOW))
        .await
        .unwrap();
}

async fn new_run(store: &dyn Store, opening: Opening) -> NewRun {
    let due = store.due(NOW, 1).await.unwrap().remove(0);
    NewRun {
        id: RUN,
        campaign: due.campaign,
        version: due.version,
        due_at: due.due_at,
        next_at: None,
        valid_until: NOW + DAY,
        opening,
    }
}

/// What a carrier asks.
fn terms(price_millis: u64) -> Terms {
    Terms {
        price_millis,
        rule: sms::Rule::ChineseBilling,
        refuses: Vec::new(),
    }
}

pub fn freezing(purpose: Purpose) -> Freezing {
    freezing_of(&content(purpose, 10))
}

fn freezing_of(content: &Content) -> Freezing {
    let today = Today::at(NOW, 480);
    Freezing {
        plan: Plan::new(content, today.date, terms(4_500), Policy::default()).unwrap(),
        today,
        caps: Vec::new(),
    }
}

pub async fn open(store: &dyn Store) -> Result<bool, Error> {
    let new = new_run(store, Opening::Freeze).await;
    store.open_run(&stamp(NOW), new).await
}

pub async fn frozen(store: &dyn Store, customers: u128) -> RunRow {
    firm(store, customers, Purpose::Care, 100).await;
    assert!(open(store).await.unwrap());
    store.freeze(&stamp(NOW), RUN, freezing(Purpose::Care)).await.unwrap()
}

pub async fn claim(store: &dyn Store, run: &RunRow, fence: i64, limit: u32) -> Result<Vec<Letter>, Error> {
    claim_at(store, run, fence, limit, NOW).await
}

/// Claims at this moment.
pub async fn claim_at(
    store: &dyn Store,
    run: &RunRow,
    fence: i64,
    limit: u32,
    at: Millis,
) -> Result<Vec<Letter>, Error> {
    claim_of(store, run, fence, (limit, at), ("sandbox", None)).await
}

/// Claims for another carrier than the run's, with its price.
pub async fn claim_for(
    store: &dyn Store,
    run: &RunRow,
    fence: i64,
    (carrier, price_millis): (&str, u64),
) -> Result<Vec<Letter>, Error> {
    claim_of(store, run, fence, (10, NOW), (carrier, Some(terms(price_millis)))).await
}

async fn claim_of(
    store: &dyn Store,
    run: &RunRow,
    fence: i64,
    (limit, at): (u32, Millis),
    (carrier, second): (&str, Option<Terms>),
) -> Result<Vec<Letter>, Error> {
    let claim = Claim {
        run: run.no,
        carrier: carrier.into(),
        second,
        fence,
        lease_until: NOW + 5_000,
        limit,
        parts: u32::MAX,
        answer_by: NOW + 60_000,
        needs_consent: false,
        caps: Vec::new(),
    };
    store.claim(&stamp(at), claim).await
}

pub fn said(letter: &Letter, what: SaidWhat) -> Said {
    Said {
        entry: letter.entry,
        attempt: letter.attempt,
        what,
    }
}

pub fn heard(reference: &str, key: Option<(i64, u32)>, status: Receipt) -> Heard {
    Heard {
        reference: reference.into(),
        key,
        status,
        code: Some("DELIVRD".into()),
        at: NOW,
        numbers: Vec::new(),
    }
}

pub async fn lease(store: &dyn Store) -> i64 {
    store.take_lease("one", NOW, NOW + 5_000).await.unwrap().unwrap()
}

pub async fn states(store: &dyn Store, run: &RunRow) -> Vec<EntryState> {
    let entries = store.entries(run.no, &EntryFilter::default(), 0, 100).await.unwrap();
    entries.into_iter().map(|entry| entry.state).collect()
}

pub async fn a_firing_opens_one_run(store: &dyn Store) {
    firm(store, 1, Purpose::Care, 10).await;
    let new = new_run(store, Opening::Freeze).await;
    assert!(store.open_run(&stamp(NOW), new.clone()).await.unwrap());
    let again = NewRun {
        id: RunId(Uuid::from_u128(0xe)),
        ..new
    };
    assert!(!store.open_run(&stamp(NOW), again).await.unwrap());
    assert!(store.due(NOW + DAY, 10).await.unwrap().is_empty());
    let record = store.run(RUN).await.unwrap();
    assert_eq!((record.author.as_str(), record.approver.as_str()), ("小安", "老李"));
    assert_eq!(record.digest, content(Purpose::Care, 10).digest());
    assert_eq!(store.open_runs().await.unwrap().runs, [record.row]);
}

pub async fn a_frozen_roll_has_everybody_once(store: &dyn Store) {
    let run = frozen(store, 6).await;
    assert_eq!((run.state, run.audience), (RunState::Running, 6));
    let excluded = EntryState::Excluded;
    let expected = [
        EntryState::Queued,
        excluded(Exclusion::Landline),
        excluded(Exclusion::NoPhone),
        EntryState::Queued,
        excluded(Exclusion::Duplicate),
        EntryState::Queued,
    ];
    assert_eq!(states(store, &run).await, expected);
    assert_eq!((run.tally.of(Outcome::Queued), run.tally.of(Outcome::Excluded)), (3, 3));
    let entries = store.entries(run.no, &EntryFilter::default(), 0, 100).await.unwrap();
    let customers: std::collections::BTreeSet<_> = entries.iter().map(|entry| entry.customer).collect();
    assert_eq!(customers.len(), 6);
    assert_eq!(entries[4].detail.as_deref(), Some("entry:3"));
    assert!(entries[0].text.as_ref().unwrap().starts_with("【安居装饰】"));
    assert_eq!(store.cells(run.no, 0, 100).await.unwrap(), [1, 0, 0, 1, 0, 1]);
    assert_eq!(store.cells(run.no, 3, 2).await.unwrap(), [1, 0]);
    let twice = store.freeze(&stamp(NOW), RUN, freezing(Purpose::Care)).await;
    assert!(matches!(twice, Err(Error::WrongState(_))));
    for (search, found) in [("客户4", 1), ("0004", 2), ("客户", 6), ("%", 0)] {
        let filter = EntryFilter {
            search: Some(search.into()),
            ..EntryFilter::default()
        };
        assert_eq!(
            store.entries(run.no, &filter, 0, 100).await.unwrap().len(),
            found,
            "{search}"
        );
    }
}

pub async fn wordings_go_round_on_the_roll(store: &dyn Store) {
    let mut content = content(Purpose::Care, 100);
    content.others = vec!["今日有雨，{姓名}请留意。".into(), "下雨了，{姓名}。".into()];
    firm_with(store, 12, content.clone()).await;
    assert!(open(store).await.unwrap());
    let run = store.freeze(&stamp(NOW), RUN, freezing_of(&content)).await.unwrap();
    let entries = store.entries(run.no, &EntryFilter::default(), 0, 100).await.unwrap();
    let written: Vec<_> = entries.iter().filter(|entry| entry.text.is_some()).collect();
    assert_eq!((entries.len(), written.len()), (12, 9));
    let wordings: Vec<u16> = written.iter().map(|entry| entry.wording.unwrap()).collect();
    assert!(wordings.windows(2).all(|pair| pair[0] != pair[1]), "{wordings:?}");
    for wording in 0..3 {
        assert_eq!(wordings.iter().filter(|one| **one == wording).count(), 3);
    }
    for entry in written {
        let template = content.wording(usize::from(entry.wording.unwrap()));
        let begins = template.split("{姓名}").next().unwrap();
        assert!(entry.text.as_ref().unwrap().contains(begins));
    }
    assert!(
        entries
            .iter()
            .all(|entry| entry.text.is_some() == entry.wording.is_some())
    );
}

pub async fn limits_hold_a_run(store: &dyn Store) {
    firm(store, 6, Purpose::Care, 2).await;
    open(store).await.unwrap();
    let run = store.freeze(&stamp(NOW), RUN, freezing(Purpose::Care)).await.unwrap();
    assert_eq!((run.state, run.held_why), (RunState::Held, Some(RunHold::People)));
    let fence = lease(store).await;
    assert!(claim(store, &run, fence, 10).await.unwrap().is_empty());
    let run = store.steer(&by(APPROVER), RUN, Steering::Release(None)).await.unwrap();
    assert_eq!((run.state, run.held_why), (RunState::Running, None));
    assert_eq!(claim(store, &run, fence, 10).await.unwrap().len(), 3);
}

pub async fn nobody_is_not_sent_to(store: &dyn Store) {
    let run = frozen(store, 0).await;
    assert_eq!(
        (run.state, run.held_why, run.audience),
        (RunState::Held, Some(RunHold::Nobody), 0)
    );
    let run = store
        .steer(&by(APPROVER), RUN, Steering::Cancel("无人".into()))
        .await
        .unwrap();
    assert_eq!(run.state, RunState::Cancelling);
    assert!(store.close_run(&stamp(NOW), RUN).await.unwrap());
}

/// A run all of whose entries are accounted for, not closed yet.
pub async fn ready_to_close(store: &dyn Store) -> RunId {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    let answers: Vec<Said> = letters
        .iter()
        .map(|letter| said(letter, SaidWhat::taken(format!("R{}", letter.entry))))
        .collect();
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, NOW + HOUR)
        .await
        .unwrap();
    let receipts: Vec<Heard> = letters
        .iter()
        .map(|letter| heard(&format!("R{}", letter.entry), None, Receipt::Delivered))
        .collect();
    store
        .heard(&stamp(NOW), "sandbox", &receipts, NOW + HOUR)
        .await
        .unwrap();
    RUN
}

pub async fn a_run_that_adds_up_closes_once(store: &dyn Store) {
    let run = ready_to_close(store).await;
    assert!(store.close_run(&stamp(NOW), run).await.unwrap());
    assert!(!store.close_run(&stamp(NOW), run).await.unwrap());
    assert_eq!(store.broken_rolls().await.unwrap(), [], "it is closed already");
    let row = store.run(run).await.unwrap().row;
    assert!(row.tally.adds_up(row.audience) && row.audience == 6);
}
