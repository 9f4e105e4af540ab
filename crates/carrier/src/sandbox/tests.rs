#![allow(clippy::unwrap_used)]
use super::*;

fn messages(count: i64) -> Vec<Message> {
    (0..count)
        .map(|n| Message {
            key: Key { entry: n, attempt: 1 },
            phone: format!("+86138{n:08}"),
            text: "您好".into(),
            parts: 1,
            valid_until: Millis::MAX,
        })
        .collect()
}

fn shares() -> Shares {
    Shares {
        seed: 7,
        refused: 100,
        failed: 100,
        silent: 100,
        twice: 100,
        late: 100,
        throttled: 100,
        dropped: 100,
        receipt_ms: 1000,
        lookups: false,
    }
}

async fn drain(sandbox: &Sandbox, now: Millis) -> Vec<Receipt> {
    let receipts = sandbox.receipts(now, usize::MAX).await;
    sandbox.acknowledge(&receipts).await;
    receipts
}

#[tokio::test]
async fn the_same_seed_gives_the_same_fates_and_each_share_is_kept() {
    let (one, two) = (Sandbox::in_memory(shares()), Sandbox::in_memory(shares()));
    let messages = messages(10_000);
    let answers = one.hand_over(0, &messages).await;
    assert_eq!(answers, two.hand_over(0, &messages).await);
    let share = |test: fn(&Answer) -> bool| answers.iter().filter(|answer| test(answer)).count();
    for (name, count) in [
        ("deferred", share(|a| matches!(a, Answer::Deferred { .. }))),
        ("refused", share(|a| matches!(a, Answer::Refused { .. }))),
        ("no answer", share(|a| matches!(a, Answer::NoAnswer(_)))),
    ] {
        assert!((850..1150).contains(&count), "{name}: {count}");
    }
    let receipts = drain(&one, Millis::MAX).await;
    assert_eq!(receipts, drain(&two, Millis::MAX).await);
    let failed = receipts
        .iter()
        .filter(|r| matches!(r.status, domain::roll::Receipt::Failed(_)))
        .count();
    assert!((850..1150).contains(&failed), "{failed}");
    assert!(receipts.len() > 6_500, "{}", receipts.len());
}

#[tokio::test]
async fn it_remembers_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.journal");
    let before = Sandbox::open(shares(), &path).unwrap();
    before.hand_over(5, &messages(500)).await;
    let early = before.receipts(Millis::MAX, 100).await;
    before.acknowledge(&early).await;
    let (due, handed) = (before.receipts(Millis::MAX, 1000).await, before.handed());
    drop(before);
    // Shares may change meanwhile: what was taken keeps its fate.
    let after = Sandbox::open(Shares::default(), &path).unwrap();
    assert_eq!(after.receipts(Millis::MAX, 1000).await, due);
    assert_eq!(after.handed(), handed);
    assert!(handed.values().all(|&times| times == 1));
    let more = after
        .hand_over(
            6,
            &[Message {
                key: Key { entry: 900, attempt: 1 },
                ..messages(1).remove(0)
            }],
        )
        .await;
    let Answer::Taken { references } = &more[0] else {
        panic!("{more:?}")
    };
    assert!(due.iter().all(|receipt| receipt.reference != references[0]));
}

#[tokio::test]
async fn it_remembers_no_phone_and_forgets_those_of_an_older_journal() {
    let folder = tempfile::tempdir().unwrap();
    let (path, older) = (
        folder.path().join("sandbox.journal"),
        folder.path().join("older.journal"),
    );
    let messages = messages(500);
    let now = Sandbox::open(shares(), &path).unwrap();
    now.hand_over(5, &messages).await;
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.lines().count() > 300 && !text.contains("+86"), "{text}");
    // The same messages as they were written before: the numbers of those that were taken, in their order.
    let phone = |entry: usize| messages[entry].phone.as_str();
    let before = text.lines().map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["M", number, at, entry, attempt, ..] => {
                format!("T {number} {at} {entry} {attempt} {}\n", phone(entry.parse().unwrap()))
            }
            _ => format!("{line}\n"),
        }
    });
    std::fs::write(&older, before.collect::<String>()).unwrap();
    let then = Sandbox::open(Shares::default(), &older).unwrap();
    let due = now.receipts(Millis::MAX, 1000).await;
    assert!(due.len() > 300);
    assert_eq!(then.receipts(Millis::MAX, 1000).await, due);
    assert!(!std::fs::read_to_string(&older).unwrap().contains("+86"));
    drop(then);
    let again = Sandbox::open(Shares::default(), &older).unwrap();
    assert_eq!(again.receipts(Millis::MAX, 1000).await, due);
    assert_eq!(again.handed(), now.handed());
}

#[tokio::test]
async fn what_is_old_and_done_with_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.journal");
    let lookups = Shares {
        lookups: true,
        ..Shares::default()
    };
    let sandbox = Sandbox::open(lookups, &path).unwrap();
    sandbox.lock().remembered = 100;
    let messages = messages(2_000);
    for (turn, batch) in messages.chunks(50).enumerate() {
        sandbox.hand_over(turn as Millis, batch).await;
        // The receipts of the very first batch stay open.
        let receipts: Vec<Receipt> = sandbox.receipts(Millis::MAX, usize::MAX).await;
        let done: Vec<Receipt> = receipts
            .into_iter()
            .filter(|r| r.key.is_some_and(|key| key.entry >= 50))
            .collect();
        sandbox.acknowledge(&done).await;
    }
    let lines = std::fs::read_to_string(&path).unwrap().lines().count();
    assert!(lines < 1_000, "{lines}");
    let last = messages[1_999].key;
    let check = async |sandbox: &Sandbox| {
        let open = sandbox.receipts(Millis::MAX, usize::MAX).await;
        assert_eq!(open.len(), 50, "an open receipt is never forgotten");
        let told = sandbox
            .look_up(&[
                messages[700].key,
                last,
                Key {
                    entry: 9_999,
                    attempt: 1,
                },
            ])
            .await;
        assert!(
            matches!(&told[..], [Lookup::Unknown, Lookup::Has { .. }, Lookup::Unknown]),
            "{told:?}"
        );
    };
    check(&sandbox).await;
    drop(sandbox);
    let again = Sandbox::open(lookups, &path).unwrap();
    check(&again).await;
    let answers = again.hand_over(9_000, &messages[..1]).await;
    let Answer::Taken { references } = &answers[0] else {
        panic!("{answers:?}")
    };
    assert!(references[0].ends_with(&format!("{:07X}", 2_000)), "{references:?}");
}

#[tokio::test]
async fn a_lookup_knows_what_was_taken() {
    let sandbox = Sandbox::in_memory(Shares {
        lookups: true,
        dropped: 1000,
        ..Shares::default()
    });
    let messages = messages(90);
    let answers = sandbox.hand_over(0, &messages).await;
    assert!(answers.iter().all(|answer| *answer == broken()));
    let keys: Vec<Key> = messages.iter().map(|message| message.key).collect();
    let found = sandbox.look_up(&keys).await;
    let has = found
        .iter()
        .filter(|lookup| matches!(lookup, Lookup::Has { .. }))
        .count();
    assert_eq!(has, sandbox.handed().len());
    assert!(has > 30 && has < 85, "{has}");
    assert!(!found.contains(&Lookup::Unknown));
}
