//! Runs and their rolls.

use domain::campaign::{Content, Limits};
use domain::consent::{Consent, Purpose};
use domain::id::{CampaignId, RunId, UserId};
use domain::phone::{Phone, PhoneState};
use domain::plan::{Plan, Policy, Terms};
use domain::role::Role;
use domain::roll::{EntryState, Exclusion, Failure, Outcome, Receipt, Settlement};
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::{Rule, Today};
use domain::time::{DAY, HOUR, Millis};
use store::contract::customers::{Card, CardPhone, ConsentRecord};
use store::contract::runs::{
    Claim, EntryFilter, Freezing, Heard, Letter, NewRun, Opening, RunHold, RunRow, RunState, Said, SaidWhat, Steering,
    Sweep, Unanswered,
};
use store::contract::{EventRecord, LogFilter, NewStaff};
use store::{Actor, Error, Stamp, Store};
use uuid::Uuid;

use super::customers::{id, stamp};

/// 2026-05-07 10:00 in Shanghai.
pub const NOW: Millis = 1_778_119_200_000;
const AUTHOR: UserId = UserId(Uuid::from_u128(0xa));
const APPROVER: UserId = UserId(Uuid::from_u128(0xb));
const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(0xc));
pub const RUN: RunId = RunId(Uuid::from_u128(0xd));

fn by(user: UserId) -> Stamp {
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
async fn firm(store: &dyn Store, customers: u128, purpose: Purpose, people: u64) {
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

fn freezing(purpose: Purpose) -> Freezing {
    freezing_of(&content(purpose, 10))
}

fn freezing_of(content: &Content) -> Freezing {
    let terms = Terms {
        price_millis: 4_500,
        rule: sms::Rule::ChineseBilling,
        refuses: Vec::new(),
    };
    let today = Today::at(NOW, 480);
    Freezing {
        plan: Plan::new(content, today.date, terms, Policy::default()).unwrap(),
        today,
        caps: Vec::new(),
    }
}

async fn open(store: &dyn Store) -> Result<bool, Error> {
    let new = new_run(store, Opening::Freeze).await;
    store.open_run(&stamp(NOW), new).await
}

pub async fn frozen(store: &dyn Store, customers: u128) -> RunRow {
    firm(store, customers, Purpose::Care, 100).await;
    assert!(open(store).await.unwrap());
    store.freeze(&stamp(NOW), RUN, freezing(Purpose::Care)).await.unwrap()
}

pub async fn claim(store: &dyn Store, run: &RunRow, fence: i64, limit: u32) -> Result<Vec<Letter>, Error> {
    claim_of(store, run, fence, limit, ("sandbox", None)).await
}

/// Claims for another carrier than the run's, with its price.
pub async fn claim_for(
    store: &dyn Store,
    run: &RunRow,
    fence: i64,
    second: (&str, Option<u64>),
) -> Result<Vec<Letter>, Error> {
    claim_of(store, run, fence, 10, second).await
}

async fn claim_of(
    store: &dyn Store,
    run: &RunRow,
    fence: i64,
    limit: u32,
    (carrier, price_millis): (&str, Option<u64>),
) -> Result<Vec<Letter>, Error> {
    let claim = Claim {
        run: run.no,
        carrier: carrier.into(),
        price_millis,
        fence,
        lease_until: NOW + 5_000,
        limit,
        parts: u32::MAX,
        answer_by: NOW + 60_000,
        needs_consent: false,
        caps: Vec::new(),
    };
    store.claim(&stamp(NOW), claim).await
}

pub fn said(letter: &Letter, what: SaidWhat) -> Said {
    Said {
        entry: letter.entry,
        attempt: letter.attempt,
        what,
    }
}

fn heard(reference: &str, key: Option<(i64, u32)>, status: Receipt) -> Heard {
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
    assert_eq!(store.open_runs().await.unwrap(), [record.row]);
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

pub async fn receipts_come_as_they_like(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    let until = NOW + 72 * HOUR;
    // One by reference before its answer, one by our key, one for nobody.
    let early = [
        heard("R0", None, Receipt::Delivered),
        heard("R1", Some((letters[1].entry, 1)), Receipt::Failed(Failure::Unreachable)),
        heard("R9", None, Receipt::Delivered),
    ];
    store.heard(&stamp(NOW), "sandbox", &early, until).await.unwrap();
    assert_eq!(store.orphans().await.unwrap(), 2);
    let answers: Vec<Said> = letters
        .iter()
        .enumerate()
        .map(|(n, letter)| said(letter, SaidWhat::taken(format!("R{n}"))))
        .collect();
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, until)
        .await
        .unwrap();
    assert_eq!(store.orphans().await.unwrap(), 1);
    let orphans = store.orphan_receipts(None, 9).await.unwrap();
    let [orphan] = orphans.as_slice() else {
        panic!("{orphans:?}")
    };
    assert_eq!((orphan.carrier.as_str(), orphan.reference.as_str()), ("sandbox", "R9"));
    assert_eq!((orphan.status, orphan.received_at), (Receipt::Delivered, NOW));
    assert_eq!(store.orphan_receipts(Some(orphan.id), 9).await.unwrap(), []);
    let states_now = states(store, &run).await;
    assert_eq!(states_now[0], EntryState::Delivered);
    assert_eq!(states_now[3], EntryState::Failed(Failure::Unreachable));
    assert_eq!(states_now[5], EntryState::Accepted);
    assert!(
        !store.close_run(&stamp(NOW), RUN).await.unwrap(),
        "one is still awaited"
    );
    // Twice and contradictory: up the lattice, never down.
    let more = [
        heard("R1", None, Receipt::Delivered),
        heard("R1", None, Receipt::Failed(Failure::Blocked)),
        heard("R0", None, Receipt::Enroute),
    ];
    store.heard(&stamp(NOW), "sandbox", &more, until).await.unwrap();
    assert_eq!(states(store, &run).await[3], EntryState::Delivered);
    assert_eq!(
        store
            .sweep(&stamp(NOW), run.no, Sweep::WindowPassed(until), 10)
            .await
            .unwrap(),
        1
    );
    assert!(store.close_run(&stamp(NOW), RUN).await.unwrap());
    // Late: kept, and changes nothing.
    let late = [heard("R2", None, Receipt::Delivered)];
    store.heard(&stamp(NOW), "sandbox", &late, until).await.unwrap();
    assert_eq!(states(store, &run).await[5], EntryState::NoReceipt);
    let (_, history) = store.entry(run.no, 5).await.unwrap();
    let what: Vec<&str> = history.iter().map(|happened| happened.what.as_str()).collect();
    assert_eq!(what, ["intent", "accepted", "late_receipt"]);
    let closed = store.run(RUN).await.unwrap().row;
    assert_eq!((closed.state, closed.closed_at), (RunState::Closed, Some(NOW)));
    assert_eq!((closed.parts, closed.cost_millis), (3, 13_500));
    let facts = store.facts(&[id(1), id(2)], &Today::at(NOW, 480)).await.unwrap();
    let contact = |n| facts.iter().find(|one| one.id == id(n)).unwrap().last_contact;
    assert_eq!((contact(1), contact(2)), (Some(NOW), None));
}

pub async fn a_crash_leaves_doubt_and_nothing_is_resent(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 2).await.unwrap();
    assert_eq!(letters.len(), 2);
    // Somebody else must wait for the lease to run out, and then the first may no longer claim.
    assert_eq!(store.take_lease("two", NOW + 4_999, NOW + 9_000).await.unwrap(), None);
    let next = store
        .take_lease("two", NOW + 5_000, NOW + 10_000)
        .await
        .unwrap()
        .unwrap();
    assert!(next > fence);
    assert!(matches!(claim(store, &run, fence, 2).await, Err(Error::WrongState(_))));
    assert_eq!(store.recover(&stamp(NOW), next).await.unwrap(), 2);
    assert_eq!(store.recover(&stamp(NOW), next).await.unwrap(), 0);
    let rest = claim(store, &run, next, 10).await.unwrap();
    assert_eq!(rest.len(), 1);
    assert!(letters.iter().all(|letter| letter.entry != rest[0].entry));
    store
        .said(
            &stamp(NOW),
            run.no,
            "sandbox",
            &[said(&rest[0], SaidWhat::taken("R"))],
            NOW + HOUR,
        )
        .await
        .unwrap();
    let doubts = store.doubts().await.unwrap();
    assert_eq!((doubts[0].run, doubts[0].entries), (RUN, 2));
    let first = store.in_doubt(None, None, 1).await.unwrap();
    let second = store.in_doubt(None, Some(first[0].place), 9).await.unwrap();
    let ids: Vec<i64> = first.iter().chain(&second).map(|one| one.place.1).collect();
    assert_eq!(ids, letters.iter().map(|letter| letter.entry).collect::<Vec<_>>());
    let one = &first[0];
    assert_eq!((one.run, one.carrier.as_str(), one.taken), (RUN, "sandbox", 0));
    assert_eq!((one.place.0, one.entry.attempts), (NOW, 1));
    let strangers = store.in_doubt(Some(APPROVER), None, 9).await.unwrap();
    assert_eq!(strangers.len(), 0, "they wrote none of it");
    // One resolved by an answer that arrives after all, one by a person.
    store
        .said(
            &stamp(NOW),
            run.no,
            "sandbox",
            &[said(&letters[0], SaidWhat::taken("Q"))],
            NOW + HOUR,
        )
        .await
        .unwrap();
    let settled = store
        .settle(&by(APPROVER), RUN, None, Settlement::NotSent, "已电话确认")
        .await
        .unwrap();
    assert_eq!(settled, 1);
    let all = [
        EntryState::Accepted,
        EntryState::Failed(Failure::SettledNotSent),
        EntryState::Accepted,
    ];
    let states = states(store, &run).await;
    assert_eq!([states[0], states[3], states[5]], all);
    assert_eq!(
        store
            .sweep(&stamp(NOW), run.no, Sweep::WindowPassed(NOW + HOUR), 10)
            .await
            .unwrap(),
        2
    );
    assert!(store.close_run(&stamp(NOW), RUN).await.unwrap());
}

pub async fn who_withdrew_since_the_freeze_is_left_out(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let withdrawn = ConsentRecord {
        purpose: Purpose::Care,
        is: Consent::Withdrawn,
        source: "reply".into(),
        evidence: Some("R".into()),
        given_at: NOW,
    };
    store.add_consent(id(1), &withdrawn, &stamp(NOW)).await.unwrap();
    store.erase_customer(id(4), "本人要求", &stamp(NOW)).await.unwrap();
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    assert_eq!(letters.len(), 1);
    let states = states(store, &run).await;
    assert_eq!(states[0], EntryState::Excluded(Exclusion::OptedOut));
    assert_eq!(states[3], EntryState::Excluded(Exclusion::Erased));
    let entries = store.entries(run.no, &EntryFilter::default(), 3, 1).await.unwrap();
    assert_eq!(
        (entries[0].name.as_str(), &entries[0].phone, &entries[0].text),
        ("", &None, &None)
    );
}

pub async fn an_opt_out_goes_by_the_number(store: &dyn Store) {
    firm(store, 6, Purpose::Care, 100).await;
    let withdrawn = |source: &str| ConsentRecord {
        purpose: Purpose::Care,
        is: Consent::Withdrawn,
        source: source.into(),
        evidence: None,
        given_at: NOW,
    };
    // The fifth has the phone of the fourth. What the fifth says on paper is noted for the fifth alone, and bars the phone.
    store.add_consent(id(5), &withdrawn("form"), &stamp(NOW)).await.unwrap();
    let care = async |n| store.customer(id(n)).await.unwrap().facts.consents.care;
    assert_eq!((care(4).await, care(5).await), (Consent::Unknown, Consent::Withdrawn));
    assert!(open(store).await.unwrap());
    let run = store.freeze(&stamp(NOW), RUN, freezing(Purpose::Care)).await.unwrap();
    let opted_out = EntryState::Excluded(Exclusion::OptedOut);
    let at_freeze = states(store, &run).await;
    assert_eq!((&at_freeze[3], &at_freeze[4]), (&opted_out, &opted_out));
    // After the freeze somebody new comes with the phone of the sixth and writes back: both withdraw, and nobody with that
    // phone is written to.
    let twin = Card {
        name: "同号".into(),
        phone: card(6).phone,
        ..Card::default()
    };
    store.create_customer(id(7), &twin, &stamp(NOW)).await.unwrap();
    store
        .add_consent(id(7), &withdrawn("reply"), &stamp(NOW))
        .await
        .unwrap();
    assert_eq!(care(6).await, Consent::Withdrawn);
    assert_eq!(store.consents(id(6)).await.unwrap().len(), 1);
    let phones = store.opted_out(Purpose::Care).await.unwrap();
    assert_eq!(phones.len(), 2, "{phones:?}");
    assert!(store.opted_out(Purpose::Marketing).await.unwrap().is_empty());
    // On paper, too, after the freeze: the first's phone is another's who withdrew.
    let first = Card {
        name: "同号二".into(),
        phone: card(1).phone,
        ..Card::default()
    };
    store.create_customer(id(8), &first, &stamp(NOW)).await.unwrap();
    store.add_consent(id(8), &withdrawn("form"), &stamp(NOW)).await.unwrap();
    let fence = lease(store).await;
    assert!(claim(store, &run, fence, 10).await.unwrap().is_empty());
    let after = states(store, &run).await;
    assert_eq!((&after[0], &after[5]), (&opted_out, &opted_out));
}

pub async fn a_definite_refusal_goes_back(store: &dyn Store) {
    let run = frozen(store, 1).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    let deferred = said(&letters[0], SaidWhat::Deferred(NOW + 500, "THROTTLED".into()));
    store
        .said(&stamp(NOW), run.no, "sandbox", &[deferred], NOW + HOUR)
        .await
        .unwrap();
    let row = store.run(RUN).await.unwrap().row;
    assert_eq!((row.tally.of(Outcome::Held), row.parts, row.cost_millis), (1, 0, 0));
    assert_eq!(
        store
            .sweep(&stamp(NOW), run.no, Sweep::Release(NOW + 499), 10)
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        store
            .sweep(&stamp(NOW), run.no, Sweep::Release(NOW + 500), 10)
            .await
            .unwrap(),
        1
    );
    let again = claim(store, &run, fence, 10).await.unwrap();
    assert_eq!((again[0].entry, again[0].attempt), (letters[0].entry, 2));
    let refused = said(&again[0], SaidWhat::Refused(Failure::Rejected, "NO".into()));
    store
        .said(&stamp(NOW), run.no, "sandbox", &[refused], NOW + HOUR)
        .await
        .unwrap();
    assert_eq!(states(store, &run).await, [EntryState::Failed(Failure::Rejected)]);
    assert!(store.close_run(&stamp(NOW), RUN).await.unwrap());
}

pub async fn steering_follows_the_order_of_things(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let (pause, resume) = (Steering::Pause(None), Steering::Resume(None));
    for _ in 0..3 {
        store.steer(&by(APPROVER), RUN, pause.clone()).await.unwrap();
        assert!(claim(store, &run, fence, 1).await.unwrap().is_empty());
        let twice = store.steer(&by(APPROVER), RUN, pause.clone()).await;
        assert!(matches!(twice, Err(Error::WrongState(_))));
        store.steer(&by(APPROVER), RUN, resume.clone()).await.unwrap();
    }
    let letters = claim(store, &run, fence, 1).await.unwrap();
    let cancel = Steering::Cancel("活动改期".into());
    store.steer(&by(APPROVER), RUN, cancel.clone()).await.unwrap();
    assert!(matches!(
        store.steer(&by(APPROVER), RUN, cancel).await,
        Err(Error::WrongState(_))
    ));
    assert_eq!(store.sweep(&stamp(NOW), run.no, Sweep::Cancel, 10).await.unwrap(), 2);
    assert!(!store.close_run(&stamp(NOW), RUN).await.unwrap(), "one is handed over");
    assert_eq!(store.broken_rolls().await.unwrap(), [], "it only waits");
    store
        .said(
            &stamp(NOW),
            run.no,
            "sandbox",
            &[said(&letters[0], SaidWhat::taken("R"))],
            NOW,
        )
        .await
        .unwrap();
    store
        .sweep(&stamp(NOW), run.no, Sweep::WindowPassed(NOW), 10)
        .await
        .unwrap();
    assert!(store.close_run(&stamp(NOW), RUN).await.unwrap());
    let tally = store.run(RUN).await.unwrap().row.tally;
    assert_eq!((tally.of(Outcome::Cancelled), tally.of(Outcome::NoReceipt)), (2, 1));
}

pub async fn a_run_begins_with_the_rate_that_was_approved_and_may_get_another(store: &dyn Store) {
    let run = frozen(store, 2).await;
    assert_eq!(run.rate, Some(120));
    let slower = store.set_rate(&by(APPROVER), RUN, Some(6)).await.unwrap();
    assert_eq!((slower.rate, slower.state), (Some(6), RunState::Running));
    assert!(slower.revision > run.revision, "who looks on is told");
    store.steer(&by(APPROVER), RUN, Steering::Pause(None)).await.unwrap();
    store.set_rate(&by(APPROVER), RUN, None).await.unwrap();
    assert_eq!(store.run(RUN).await.unwrap().row.rate, None);
    let filter = LogFilter {
        action: Some("run.rate_changed".into()),
        ..LogFilter::default()
    };
    let events = store.events(&filter, None, 10).await.unwrap();
    let told = |event: &EventRecord| {
        event
            .details
            .iter()
            .map(|(key, value)| format!("{key} {value}"))
            .collect()
    };
    let told: Vec<Vec<String>> = events.iter().map(told).collect();
    assert_eq!(told, [["from 6", "to 0"], ["from 120", "to 6"]]);
    let cancel = Steering::Cancel("活动改期".into());
    store.steer(&by(APPROVER), RUN, cancel).await.unwrap();
    let late = store.set_rate(&by(APPROVER), RUN, Some(60)).await;
    assert!(
        matches!(late, Err(Error::WrongState(_))),
        "nothing is to be handed over"
    );
}

pub async fn what_changed_is_told_by_revision(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let before = store.run(RUN).await.unwrap().row.revision;
    assert_eq!(store.cells_since(run.no, before, 10).await.unwrap(), Some(Vec::new()));
    let fence = lease(store).await;
    claim(store, &run, fence, 2).await.unwrap();
    assert_eq!(
        store.cells_since(run.no, before, 10).await.unwrap(),
        Some(vec![(0, 3), (3, 3)])
    );
    assert_eq!(store.cells_since(run.no, before, 1).await.unwrap(), None);
    assert_eq!(store.handed_since(run.no, NOW).await.unwrap(), 2);
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

/// What a person called not sent and a receipt proves sent costs what it costs.
pub async fn a_receipt_after_it_was_called_not_sent_counts_its_parts_again(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    let until = NOW + 72 * HOUR;
    let silent = [said(&letters[0], SaidWhat::NoAnswer(Unanswered::default()))];
    store
        .said(&stamp(NOW), run.no, "sandbox", &silent, until)
        .await
        .unwrap();
    let come_to = async || {
        let run = store.run(RUN).await.unwrap().row;
        (run.parts, run.cost_millis)
    };
    assert_eq!(come_to().await, (3, 13_500));
    store
        .settle(&by(APPROVER), RUN, None, Settlement::NotSent, "通道查无此条")
        .await
        .unwrap();
    assert_eq!(come_to().await, (2, 9_000));
    let delivered = || heard("R0", Some((letters[0].entry, 1)), Receipt::Delivered);
    for _ in 0..2 {
        store
            .heard(&stamp(NOW), "sandbox", &[delivered()], until)
            .await
            .unwrap();
        assert_eq!(states(store, &run).await[0], EntryState::Delivered);
        assert_eq!(come_to().await, (3, 13_500));
    }
}
