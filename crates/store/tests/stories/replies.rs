//! What customers write back.

use domain::consent::{Consent, Purpose};
use domain::id::UserId;
use domain::phone::{Phone, PhoneState};
use domain::role::Role;
use domain::roll::{EntryState, Exclusion, Outcome};
use domain::time::{DAY, MINUTE, Millis};
use store::contract::NewStaff;
use store::contract::customers::{Card, CardPhone, ConsentRecord, TimelineWhat};
use store::contract::inbox::{
    Confirmed, ConversationFilter, ConversationMove as Move, ConversationPlace, ConversationRecord,
    ConversationState as State, Replied,
};
use store::{Error, Store};
use uuid::Uuid;

use super::customers::{id, stamp};
use super::runs::{NOW, RUN, card, claim, frozen, lease, states};

pub(crate) const CARRIER: &str = "smpp";
const AGENT: UserId = UserId(Uuid::from_u128(0xa9));

pub(crate) fn reply(phone: &str, text: &str, at: Millis) -> Replied {
    Replied {
        phone: phone.into(),
        or: None,
        text: text.into(),
        opt_out: false,
        confirm: None,
        part: None,
        at,
    }
}

pub(crate) async fn customer(store: &dyn Store, n: u128, phone: &str) {
    let card = Card {
        name: format!("客户{n}"),
        phone: Some(CardPhone {
            phone: Phone::parse(phone).ok(),
            state: PhoneState::Mobile,
            raw: None,
        }),
        ..Card::default()
    };
    store.create_customer(id(n), &card, &stamp(0)).await.unwrap();
}

/// The customer has another number since the freeze, and whoever answers by the old one is nobody's.
pub async fn who_opts_out_by_a_number_that_is_nobodys_is_not_written_to(store: &dyn Store) {
    let run = frozen(store, 1).await;
    let old = card(1).phone.unwrap().phone.unwrap();
    let customer = store.customer(id(1)).await.unwrap();
    let moved = Card {
        name: "搬家了".into(),
        phone: Some(CardPhone {
            phone: Phone::parse("+8613899999999").ok(),
            state: PhoneState::Mobile,
            raw: None,
        }),
        ..Card::default()
    };
    store
        .edit_customer(id(1), customer.version, &moved, &stamp(NOW))
        .await
        .unwrap();
    let stop = Replied {
        opt_out: true,
        ..reply(old.e164(), "TD", NOW)
    };
    store.replied(&stamp(NOW), CARRIER, &[stop]).await.unwrap();
    let fence = lease(store).await;
    assert_eq!(claim(store, &run, fence, 10).await.unwrap(), []);
    assert_eq!(states(store, &run).await, [EntryState::Excluded(Exclusion::OptedOut)]);
}

pub(crate) async fn listed(store: &dyn Store, state: State) -> Vec<ConversationRecord> {
    let filter = ConversationFilter { state, campaign: None };
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = store.conversations(&filter, after, 1).await.unwrap();
        let Some(last) = page.last() else { break };
        let at = if state == State::Done {
            last.replied_at
        } else {
            last.waits_since
        };
        after = Some(ConversationPlace { at, id: last.id });
        all.extend(page);
    }
    assert_eq!(store.count_conversations(&filter).await.unwrap(), all.len() as u64);
    all
}

pub async fn a_reply_that_is_told_again_is_listed_once(store: &dyn Store) {
    const PHONE: &str = "+8613800000001";
    customer(store, 1, PHONE).await;
    for (carrier, told) in [
        // Written down, not acknowledged, and told again after a restart.
        ("smpp", vec![reply(PHONE, "好的", 0)]),
        (
            "smpp",
            vec![reply(PHONE, "好的", MINUTE), reply(PHONE, "几点到？", MINUTE)],
        ),
        // The next day the same word is another reply, and so it is over another carrier.
        ("smpp", vec![reply(PHONE, "好的", 30 * MINUTE)]),
        ("cmpp", vec![reply(PHONE, "好的", 0)]),
    ] {
        store.replied(&stamp(0), carrier, &told).await.unwrap();
    }
    let timeline = store.timeline(id(1), None, 100).await.unwrap();
    let replies = timeline
        .iter()
        .filter(|item| matches!(item.what, TimelineWhat::Reply { .. }))
        .count();
    assert_eq!(replies, 4, "{timeline:?}");
    let inbox = listed(store, State::New).await;
    assert_eq!(inbox.len(), 1, "one conversation a number");
    assert_eq!((inbox[0].waits_since, inbox[0].replied_at), (0, 30 * MINUTE));
}

/// What is no opt-out waits until a person has dealt with it, joined to whom and what it answers; a later reply makes it wait anew.
pub async fn a_conversation_is_worked_through(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    claim(store, &run, fence, 10).await.unwrap();
    let staff = NewStaff {
        id: AGENT,
        login: "wang".into(),
        name: "小王".into(),
        role: Role::Agent,
        password_hash: "!".into(),
    };
    store.add_staff(&stamp(NOW), staff).await.unwrap();
    let phone = "+8613800000001";
    let mut opt_out = reply("+8613800000006", "退订", NOW + 1);
    opt_out.opt_out = true;
    let said = [
        reply(phone, "几点到？", NOW + 5),
        reply("10690001", "广告", NOW + 3),
        opt_out,
    ];
    assert!(store.replied(&stamp(NOW), CARRIER, &said).await.unwrap());
    assert!(!store.replied(&stamp(NOW), CARRIER, &said).await.unwrap(), "told again");

    let inbox = listed(store, State::New).await;
    let seen: Vec<_> = inbox.iter().map(|one| (one.text.as_str(), one.customer)).collect();
    assert_eq!(
        seen,
        [("广告", None), ("几点到？", Some(id(1)))],
        "an opt-out is not there"
    );
    let answers = inbox[1].answers.clone().unwrap();
    assert_eq!((answers.run, answers.seq, answers.name.as_str()), (RUN, 0, "天气提醒"));
    let waiting = store.waiting().await.unwrap();
    assert_eq!((waiting.new, waiting.since, waiting.taken), (2, Some(NOW + 3), 0));
    assert_eq!(waiting.campaigns, [(answers.campaign, "天气提醒".to_owned())]);
    let of_campaign = ConversationFilter {
        state: State::New,
        campaign: Some(answers.campaign),
    };
    assert_eq!(store.count_conversations(&of_campaign).await.unwrap(), 1);

    let one = inbox[1].id;
    let go = async |version, what| store.move_conversation(&stamp(NOW + 9), one, version, what).await;
    for (version, what) in [(1, Move::GiveBack), (1, Move::Reopen)] {
        let refused = go(version, what).await;
        assert!(matches!(refused, Err(Error::WrongState(_))), "{refused:?}");
    }
    go(1, Move::Take(AGENT)).await.unwrap();
    let late = go(1, Move::Take(AGENT)).await;
    assert!(
        matches!(late, Err(Error::Conflict)),
        "of two the second is told: {late:?}"
    );
    let taken = store.conversation(one).await.unwrap();
    assert_eq!(
        (taken.state, taken.staff),
        (State::Taken, Some((AGENT, "小王".to_owned())))
    );
    go(2, Move::GiveBack).await.unwrap();
    go(3, Move::Take(AGENT)).await.unwrap();
    // While somebody is at it, it stays theirs, but what they saw is no longer all.
    store
        .replied(&stamp(NOW), CARRIER, &[reply(phone, "在吗", NOW + 20)])
        .await
        .unwrap();
    let stale = go(4, Move::Done(Some(AGENT), None)).await;
    assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
    go(5, Move::Done(Some(AGENT), Some("王先生要改到周六".into())))
        .await
        .unwrap();
    let done = listed(store, State::Done).await;
    assert_eq!((done.len(), done[0].note.as_deref()), (1, Some("王先生要改到周六")));
    let items = store.conversation_items(one, 10).await.unwrap();
    let told: Vec<_> = items
        .iter()
        .map(|item| match &item.what {
            TimelineWhat::Reply { text } => text.as_str(),
            TimelineWhat::Entry { .. } => "ours",
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, ["在吗", "几点到？", "ours"]);

    store
        .replied(&stamp(NOW), CARRIER, &[reply(phone, "谢谢", NOW + DAY)])
        .await
        .unwrap();
    let again = store.conversation(one).await.unwrap();
    assert_eq!((again.state, again.staff, again.note), (State::New, None, None));
    assert_eq!(again.waits_since, NOW + DAY);
    let log = store
        .events(
            &store::contract::LogFilter {
                subject: Some(one.to_string()),
                ..Default::default()
            },
            None,
            50,
        )
        .await
        .unwrap();
    assert_eq!(log.len(), 7, "one event each: {log:?}");
    assert!(!format!("{:?}", log.iter().map(|event| &event.details).collect::<Vec<_>>()).contains("周六"));

    store
        .erase_customer(id(1), "本人要求", &stamp(NOW + 2 * DAY))
        .await
        .unwrap();
    assert!(matches!(store.conversation(one).await, Err(Error::NotFound)));
    assert_eq!(
        listed(store, State::New).await.len(),
        1,
        "the stranger's is still there"
    );
}

/// An opt-out is confirmed once, whatever happens: not again within thirty days, not after a crash, not to strangers.
pub async fn an_opt_out_is_confirmed_once(store: &dyn Store) {
    const PHONE: &str = "+8613800000001";
    customer(store, 1, PHONE).await;
    let stop = |phone: &str, at| Replied {
        opt_out: true,
        confirm: Some("您已退订".into()),
        ..reply(phone, "R", at)
    };
    let told = [stop(PHONE, NOW), stop("+8613900000009", NOW)];
    assert!(!store.replied(&stamp(NOW), CARRIER, &told).await.unwrap());
    assert_eq!(
        store.customer(id(1)).await.unwrap().facts.consents.of(Purpose::Service),
        Consent::Withdrawn
    );
    let fence = lease(store).await;
    let claim = async |fence, at| {
        store
            .claim_confirmations(&stamp(at), fence, CARRIER, at - DAY, 10)
            .await
            .unwrap()
    };
    let first = claim(fence, NOW).await;
    assert_eq!(first.len(), 1, "strangers get none");
    assert_eq!((first[0].phone.as_str(), first[0].text.as_str()), (PHONE, "您已退订"));
    assert!(claim(fence, NOW).await.is_empty(), "it is handed over");
    // A definite refusal lets it be due again; a day later it would only puzzle.
    let later = [(first[0].id, Confirmed::Later)];
    store.answer_confirmations(&stamp(NOW), CARRIER, &later).await.unwrap();
    assert_eq!(claim(fence, NOW + MINUTE).await.len(), 1);
    // This engine dies without an answer: nobody hands it over again.
    let next = store
        .take_lease("two", NOW + DAY, NOW + 2 * DAY)
        .await
        .unwrap()
        .unwrap();
    assert!(claim(next, NOW + 2 * MINUTE).await.is_empty());
    store
        .replied(&stamp(NOW), CARRIER, &[stop(PHONE, NOW + 29 * DAY)])
        .await
        .unwrap();
    assert!(
        claim(next, NOW + 29 * DAY).await.is_empty(),
        "not twice within thirty days"
    );
    store
        .replied(&stamp(NOW), CARRIER, &[stop(PHONE, NOW + 31 * DAY)])
        .await
        .unwrap();
    assert_eq!(claim(next, NOW + 31 * DAY).await.len(), 1);
    store
        .replied(&stamp(NOW), CARRIER, &[stop(PHONE, NOW + 62 * DAY)])
        .await
        .unwrap();
    let before = store.claim_confirmations(&stamp(NOW), fence, CARRIER, 0, 10).await;
    assert!(
        matches!(before, Err(Error::WrongState(_))),
        "another engine holds the lease: {before:?}"
    );
    assert!(claim(next, NOW + 64 * DAY).await.is_empty(), "it lapsed");
    // The customer's time line tells of each, above the reply that it answers, and how far it came.
    let told = store.timeline(id(1), None, 50).await.unwrap();
    let told: Vec<(Millis, Option<Outcome>)> = told
        .into_iter()
        .filter_map(|item| match item.what {
            TimelineWhat::Confirmation { text, outcome } => {
                assert_eq!(text, "您已退订");
                Some((item.at - NOW, Some(outcome)))
            }
            TimelineWhat::Reply { .. } => Some((item.at - NOW, None)),
            _ => None,
        })
        .collect();
    assert_eq!(
        told,
        [
            (62 * DAY, Some(Outcome::Expired)),
            (62 * DAY, None),
            (31 * DAY, Some(Outcome::InDoubt)),
            (31 * DAY, None),
            (29 * DAY, None),
            (0, Some(Outcome::InDoubt)),
            (0, None),
        ]
    );
}

/// Who gave consent anew and says stop once more a minute later has said it twice.
pub async fn an_opt_out_after_a_new_consent_is_no_repetition(store: &dyn Store) {
    const PHONE: &str = "+8613800000001";
    customer(store, 1, PHONE).await;
    let stop = |at| Replied {
        opt_out: true,
        ..reply(PHONE, "TD", at)
    };
    let is = async || store.customer(id(1)).await.unwrap().facts.consents.of(Purpose::Care);
    store.replied(&stamp(NOW), CARRIER, &[stop(NOW)]).await.unwrap();
    assert_eq!(is().await, Consent::Withdrawn);
    let given = ConsentRecord {
        purpose: Purpose::Care,
        is: Consent::Given,
        source: "phone".into(),
        evidence: None,
        given_at: NOW + MINUTE,
    };
    store.add_consent(id(1), &given, &stamp(NOW + MINUTE)).await.unwrap();
    assert_eq!(is().await, Consent::Given);
    // What the carrier tells again was said before.
    store
        .replied(&stamp(NOW + MINUTE), CARRIER, &[stop(NOW)])
        .await
        .unwrap();
    store
        .replied(&stamp(NOW + 2 * MINUTE), CARRIER, &[stop(NOW + 2 * MINUTE)])
        .await
        .unwrap();
    assert_eq!(is().await, Consent::Withdrawn);
}
