//! What customers write back, and what becomes of it.

use carrier::Live;
use domain::consent::{Consent, Purpose};
use domain::id::CustomerId;
use domain::role::Role;
use domain::roll::Outcome;
use domain::schedule::LatePolicy;
use domain::time::{DAY, HOUR, MINUTE};
use gateway::jobs::engine::Engine;
use serde_json::{Value, json};
use wire::Code;
use wire::Page;
use wire::customers::{TimelineItem, TimelineWhat};
use wire::replies::{Conversation, ConversationRow, ConversationState, Waiting};
use wire::today::{Need, Today};

use super::common::{Fixture, START};
use super::house::CAMPAIGN;
use super::scene::{
    CUSTOMERS, REACHABLE, another_campaign, engine, firm, for_seconds, phone, run, runs, set_carrier, settle_down,
};
use super::script::{Fate, Script};

fn customer(n: u128) -> CustomerId {
    CustomerId(uuid::Uuid::from_u128(n))
}

async fn inbox(fixture: &Fixture, role: Role, query: &str) -> Page<ConversationRow> {
    fixture.as_role(role).get(&format!("/api/replies{query}")).await.ok(200)
}

#[tokio::test]
async fn a_reply_waits_until_somebody_has_dealt_with_it() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    script.reply_at("10690001", "广告", 1, START + 1_000);
    script.reply_at(&phone(1), "几点到？", 2, START + 2_000);
    script.reply_at(&phone(2), "TD", 3, START + 3_000);
    let stepped = engine.step(fixture.clock.now()).await.unwrap();
    assert!(stepped.replied, "the browsers are told");

    let page = inbox(&fixture, Role::Agent, "?limit=1").await;
    assert_eq!((page.total, page.rows.len()), (Some(2), 1), "an opt-out does not wait");
    assert_eq!(
        (page.rows[0].text.as_str(), page.rows[0].name.as_deref()),
        ("广告", None)
    );
    let next = format!("?limit=1&cursor={}", page.next.unwrap());
    let row = inbox(&fixture, Role::Agent, &next).await.rows.remove(0);
    assert!(
        !row.phone.contains("3800000") && row.phone.contains("****"),
        "{}",
        row.phone
    );
    let answers = row.answers.clone().unwrap();
    assert!(answers.entry.is_some(), "the agent wrote the campaign");
    let of = format!("?campaign={}", answers.campaign);
    assert_eq!(inbox(&fixture, Role::Manager, &of).await.total, Some(1));
    let waiting: Waiting = fixture.as_role(Role::Manager).get("/api/replies/waiting").await.ok(200);
    assert_eq!((waiting.new, waiting.since), (2, Some(START + 1_000)));
    let needs = async |role| fixture.as_role(role).get("/api/today").await.ok::<Today>(200).needs;
    let waits = |need: &Need| matches!(need, Need::Replies { conversations: 2, since } if *since == START + 1_000);
    assert!(needs(Role::Agent).await.iter().any(waits));
    assert!(!needs(Role::Manager).await.iter().any(waits), "a manager reads only");

    let path = format!("/api/replies/{}", row.id);
    let go = async |role, verb: &str, body: Value| fixture.as_role(role).post(&format!("{path}/{verb}"), &body).await;
    let mut live = fixture.app.live.listen();
    let taken: Conversation = go(Role::Supervisor, "take", json!({"version": 1})).await.ok(200);
    assert_eq!(live.try_recv().unwrap().event, wire::live::Live::Replies {});
    assert_eq!(taken.row.state, ConversationState::Taken);
    assert_eq!(
        (taken.items.len(), taken.customer.unwrap().id),
        (2, row.customer.unwrap())
    );
    let theirs: Conversation = fixture.as_role(Role::Agent).get(&path).await.ok(200);
    assert!(!theirs.row.may_move, "it is a colleague's");
    for (verb, body) in [
        ("give-back", json!({"version": 2})),
        ("done", json!({"version": 2, "note": null})),
    ] {
        go(Role::Agent, verb, body).await.problem(Code::Forbidden);
    }
    let late = go(Role::Agent, "take", json!({"version": 1}))
        .await
        .problem(Code::Conflict);
    assert_eq!(late.current.unwrap()["row"]["version"], 2, "what is there now");
    go(Role::Supervisor, "take", json!({"version": 2}))
        .await
        .problem(Code::WrongState);
    let long = json!({"version": 2, "note": "好".repeat(501)});
    go(Role::Supervisor, "done", long).await.problem(Code::Invalid);
    let done: Conversation = go(Role::Supervisor, "done", json!({"version": 2, "note": " 周六上午去 "}))
        .await
        .ok(200);
    assert_eq!(
        (done.row.state, done.note.as_deref()),
        (ConversationState::Done, Some("周六上午去"))
    );
    let log = fixture
        .as_role(Role::Admin)
        .get("/api/log?action=conversation.")
        .await
        .text();
    assert_eq!(log.matches("\"conversation.").count(), 4, "{log}");
    let again: Conversation = go(Role::Agent, "reopen", json!({"version": 3})).await.ok(200);
    assert_eq!((again.row.state, again.row.staff), (ConversationState::New, None));
}

async fn confirm_opt_outs(fixture: &Fixture) {
    let admin = fixture.as_role(Role::Admin);
    let mut settings: Value = admin.get("/api/settings").await.ok(200);
    for (text, field) in [("", "zh"), ("{姓名}已退订", "zh"), ("【别家】已退订", "zh"), ("", "en")] {
        let mut wrong = settings.clone();
        wrong["confirmation"][field] = json!(text);
        let problem = admin.put("/api/settings", &wrong).await.problem(Code::Invalid);
        assert_eq!(problem.fields[0].field, format!("confirmation.{field}"), "{text}");
    }
    settings["confirmation"]["on"] = json!(true);
    settings["confirmation"]["zh"] = json!("已退订，不再打扰。");
    admin.put("/api/settings", &settings).await.ok::<Value>(200);
}

/// Steps until what was handed over beside the roll is answered and written down.
async fn beside(engine: &mut Engine, fixture: &Fixture) {
    for _ in 0..20 {
        engine.step(fixture.clock.now()).await.unwrap();
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_opt_out_is_confirmed_once_at_any_hour_and_counts_for_no_roll() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    confirm_opt_outs(&fixture).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    // At 23:00, long after the allowed hours, and the carrier takes nothing at first.
    fixture.clock.advance(13 * HOUR);
    let night = fixture.clock.now();
    script.says(|_| Fate::Throttled);
    script.reply_at(&phone(1), "TD", 1, night);
    script.reply_at("+8613900000009", "TD", 2, night);
    beside(&mut engine, &fixture).await;
    let sent = || -> Vec<String> {
        let seen = script.seen.lock().unwrap();
        let beside = seen.iter().filter(|message| message.key.entry < 0);
        beside
            .map(|message| format!("{} {}", message.phone, message.text))
            .collect()
    };
    assert_eq!(sent().len(), 1, "tried once, and none to a stranger");
    script.says(|_| Fate::Taken);
    beside(&mut engine, &fixture).await;
    assert_eq!(sent().len(), 1, "the carrier is left alone for a minute");
    fixture.clock.advance(MINUTE);
    beside(&mut engine, &fixture).await;
    script.reply_at(&phone(1), "退订", 3, night + 2 * MINUTE);
    fixture.clock.advance(20 * MINUTE);
    beside(&mut engine, &fixture).await;
    let text = format!("{} 【安居装饰】已退订，不再打扰。", phone(1));
    assert_eq!(
        sent(),
        [text.clone(), text],
        "refused once, taken once, and never again"
    );
    // The carrier tells nothing of what it refused.
    let refused = script
        .seen
        .lock()
        .unwrap()
        .iter()
        .position(|message| message.key.entry < 0);
    script.seen.lock().unwrap().remove(refused.unwrap());
    // Its receipt is nobody's orphan, and the roll does not know of it.
    script.deliver_all(fixture.clock.now());
    for_seconds(&mut engine, &fixture, 2).await;
    assert_eq!(fixture.app.store.orphans().await.unwrap(), 0);
    assert_eq!(run(&fixture).await.tally.of(Outcome::Delivered), REACHABLE);
}

#[tokio::test]
async fn an_opt_out_names_the_campaign_that_it_answers() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    // Who had nothing from us answers nothing.
    script.reply_at(&phone(2), "TD", 1, fixture.clock.now() - DAY);
    settle_down(&mut engine, &fixture).await;
    script.reply_at(&phone(1), "TD", 2, fixture.clock.now());
    settle_down(&mut engine, &fixture).await;
    let run = run(&fixture).await;
    let admin = fixture.as_role(Role::Admin);
    for (n, answers) in [(1, Some(run.name.clone())), (2, None)] {
        let path = format!("/api/customers/{}/timeline", customer(n));
        let page: Page<TimelineItem> = admin.get(&path).await.ok(200);
        let told: Vec<_> = page
            .rows
            .into_iter()
            .filter_map(|item| match item.what {
                TimelineWhat::Consent { source, answers, .. } if source == "reply" => Some(answers),
                _ => None,
            })
            .collect();
        assert_eq!(told, vec![answers; Purpose::ALL.len()], "{n}");
    }
    let log = admin.get("/api/log?action=customer.consent").await.text();
    for named in [run.id.to_string(), CAMPAIGN.to_string()] {
        assert_eq!(log.matches(&named).count(), Purpose::ALL.len(), "{log}");
    }
}

#[tokio::test]
async fn a_confirmation_that_nobody_answers_is_not_sent_again() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    confirm_opt_outs(&fixture).await;
    let mut first = engine(&fixture, "one", 100);
    settle_down(&mut first, &fixture).await;
    script.fall_silent();
    script.reply_at(&phone(1), "TD", 1, fixture.clock.now());
    beside(&mut first, &fixture).await;
    assert_eq!(
        script.times(&phone(1)),
        2,
        "the campaign's message, and the confirmation"
    );
    // The engine dies before the answer; the next one finds what was handed over.
    drop(first);
    script.speak();
    fixture.clock.advance(MINUTE);
    let mut second = engine(&fixture, "two", 100);
    beside(&mut second, &fixture).await;
    assert_eq!(script.times(&phone(1)), 2);
}

#[tokio::test]
async fn a_carrier_that_is_switched_off_is_heard_and_sends_no_confirmation() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    confirm_opt_outs(&fixture).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    set_carrier(&fixture, |record| record.enabled = false).await;
    script.reply_at(&phone(1), "TD", 1, fixture.clock.now());
    beside(&mut engine, &fixture).await;
    let consents = fixture.app.store.consents(customer(1)).await.unwrap();
    assert_eq!(consents[0].1.is, Consent::Withdrawn);
    assert_eq!(script.times(&phone(1)), 1, "the campaign's message alone");
    set_carrier(&fixture, |record| record.enabled = true).await;
    beside(&mut engine, &fixture).await;
    assert_eq!(script.times(&phone(1)), 2, "it is in time still");
}

#[tokio::test]
async fn a_carrier_that_stopped_or_rests_is_handed_no_confirmation() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    confirm_opt_outs(&fixture).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    let beside_the_roll = || -> usize {
        let seen = script.seen.lock().unwrap();
        seen.iter().filter(|message| message.key.entry < 0).count()
    };
    let up = Live {
        wanted: 1,
        bound: 1,
        sending: 1,
        window: 100,
        ..Live::default()
    };
    for away in [
        Live {
            stopped: Some("turned away: 0x0E".into()),
            ..up.clone()
        },
        Live {
            sending: 0,
            ..up.clone()
        },
    ] {
        script.stands(away);
        script.reply_at(&phone(1), "TD", 1, fixture.clock.now());
        beside(&mut engine, &fixture).await;
        assert_eq!(beside_the_roll(), 0);
    }
    script.stands(up);
    // What it answers to confirmations counts: it takes none, and rests for longer than it is left alone after each.
    script.says(|_| Fate::Throttled);
    let rests = || {
        let trouble = fixture.app.carriers.troubles().of("sandbox");
        trouble.is_some_and(|trouble| trouble.until - fixture.clock.now() > MINUTE)
    };
    for _ in 0..30 {
        if !rests() {
            fixture.clock.advance(MINUTE);
            beside(&mut engine, &fixture).await;
        }
    }
    let before = beside_the_roll();
    script.reply_at(&phone(2), "TD", 2, fixture.clock.now());
    fixture.clock.advance(MINUTE);
    beside(&mut engine, &fixture).await;
    assert_eq!(beside_the_roll(), before, "it rests");
    script.says(|_| Fate::Taken);
    for _ in 0..3 {
        fixture.clock.advance(MINUTE);
        beside(&mut engine, &fixture).await;
    }
    assert!(fixture.app.carriers.troubles().of("sandbox").is_none());
    assert_eq!((script.times(&phone(1)), script.times(&phone(2))), (2, 2));
}

#[tokio::test]
async fn nobody_answers_what_was_not_taken() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    for (nth, fate) in [(1, Fate::Refused), (2, Fate::Throttled)] {
        script.says(move |_| fate);
        fixture.clock.advance(MINUTE);
        another_campaign(&fixture, nth, Purpose::Care).await;
        settle_down(&mut engine, &fixture).await;
    }
    assert_eq!(script.seen.lock().unwrap().len() as u64, 3 * REACHABLE);
    script.reply_at(&phone(1), "几点到？", 1, fixture.clock.now());
    settle_down(&mut engine, &fixture).await;
    let row = inbox(&fixture, Role::Agent, "").await.rows.remove(0);
    assert_eq!(row.answers.unwrap().campaign, CAMPAIGN);
}

#[tokio::test]
async fn those_who_opted_out_since_the_freeze_are_passed_over_without_a_rest() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    while runs(&fixture)
        .await
        .iter()
        .all(|run| run.tally.of(Outcome::Queued) == 0)
    {
        engine.step(fixture.clock.now()).await.unwrap();
    }
    for n in 1..=CUSTOMERS {
        script.reply_at(&phone(n), "TD", n as u64, fixture.clock.now());
    }
    let stepped = engine.step(fixture.clock.now()).await.unwrap();
    let after = run(&fixture).await;
    assert_eq!(after.tally.of(Outcome::Queued), 0);
    assert!(stepped.runs.contains(&after.no), "the next step reads on at once");
    assert_eq!(script.all_taken(), 0);
}
