//! Messages that are taken in parts.

use domain::roll::{EntryState, Failure, Receipt};
use domain::time::{DAY, HOUR, MINUTE};
use store::Store;
use store::contract::runs::{Heard, Letter, Reference, RunRow, SaidWhat, Unanswered};

use super::customers::stamp;
use super::runs::{NOW, claim, frozen, lease, said, states};

const UNTIL: i64 = NOW + 72 * HOUR;

fn heard(name: &str, status: Receipt) -> Heard {
    Heard {
        reference: name.into(),
        key: None,
        status,
        code: Some(format!("code of {name}")),
        at: NOW,
        numbers: Vec::new(),
    }
}

fn taken(names: [&str; 2]) -> SaidWhat {
    SaidWhat::Taken(names.map(Reference::from).to_vec())
}

async fn hear(store: &dyn Store, words: &[(&str, Receipt)]) {
    let heard: Vec<Heard> = words.iter().map(|(name, status)| heard(name, *status)).collect();
    store.heard(&stamp(NOW), "sandbox", &heard, UNTIL).await.unwrap();
}

async fn start(store: &dyn Store) -> (RunRow, Vec<Letter>) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    assert_eq!(letters.len(), 3);
    (run, letters)
}

/// Where the three who can be written to stand.
async fn three(store: &dyn Store, run: &RunRow) -> [EntryState; 3] {
    let states = states(store, run).await;
    [states[0], states[3], states[5]]
}

pub async fn delivered_means_every_part(store: &dyn Store) {
    use EntryState::{Accepted, Delivered, Failed};
    let (run, letters) = start(store).await;
    // Before the answer, twice, and the second part first.
    hear(store, &[("b2", Receipt::Delivered), ("b2", Receipt::Delivered)]).await;
    let answers = [
        said(&letters[0], taken(["a1", "a2"])),
        said(&letters[1], taken(["b1", "b2"])),
        said(&letters[2], SaidWhat::taken("c")),
    ];
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, UNTIL)
        .await
        .unwrap();
    assert_eq!(store.orphans().await.unwrap(), 0);
    assert_eq!(three(store, &run).await, [Accepted; 3]);
    hear(store, &[("a2", Receipt::Delivered), ("c", Receipt::Delivered)]).await;
    assert_eq!(three(store, &run).await, [Accepted, Accepted, Delivered]);
    hear(store, &[("a2", Receipt::Delivered), ("a1", Receipt::Enroute)]).await;
    assert_eq!(three(store, &run).await[0], Accepted, "one part said twice is not both");
    let off = Receipt::Failed(Failure::Unreachable);
    hear(store, &[("a1", off), ("b1", Receipt::Delivered)]).await;
    assert_eq!(
        three(store, &run).await,
        [Failed(Failure::Unreachable), Delivered, Delivered]
    );
    let (entry, history) = store.entry(run.no, 0).await.unwrap();
    assert_eq!(entry.detail.as_deref(), Some("code of a1"));
    let accepted = history.iter().find(|happened| happened.what == "accepted").unwrap();
    assert_eq!(accepted.detail.as_deref(), Some("a1, a2"));
    // A part that failed and reached the handset after all.
    hear(store, &[("a1", Receipt::Delivered)]).await;
    assert_eq!(three(store, &run).await, [Delivered; 3]);
    assert!(store.close_run(&stamp(NOW), run.id).await.unwrap());
}

pub async fn a_doubt_knows_what_was_taken(store: &dyn Store) {
    use EntryState::{Failed, InDoubt};
    let (run, letters) = start(store).await;
    let doubt = |names: &[&str]| {
        SaidWhat::NoAnswer(Unanswered {
            evidence: Some("partly, 2/2 written".into()),
            taken: names.iter().copied().map(Reference::from).collect(),
            parts: 2,
        })
    };
    let answers = [
        said(&letters[0], doubt(&["a1"])),
        said(&letters[1], doubt(&["b1"])),
        said(&letters[2], doubt(&[])),
    ];
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, UNTIL)
        .await
        .unwrap();
    let named = async |after| {
        let parts = store.named_parts(run.no, after, 10).await.unwrap();
        let names: Vec<String> = parts.iter().map(|part| part.reference.clone()).collect();
        (names, parts.last().map(|part| part.place))
    };
    let (names, last) = named((0, 0)).await;
    assert_eq!(names, ["a1", "b1"]);
    assert_eq!(named(last.unwrap()).await.0, [""; 0]);
    hear(store, &[("a1", Receipt::Enroute)]).await;
    assert_eq!(named((0, 0)).await.0, ["a1", "b1"], "its end is not told");
    hear(store, &[("a1", Receipt::Delivered)]).await;
    assert_eq!(three(store, &run).await, [InDoubt; 3], "nobody knows of the other part");
    assert_eq!(named((0, 0)).await.0, ["b1"]);
    let blocked = Failure::Blocked;
    hear(store, &[("b1", Receipt::Failed(blocked))]).await;
    assert_eq!(three(store, &run).await, [InDoubt, Failed(blocked), InDoubt]);
    let (entry, history) = store.entry(run.no, 0).await.unwrap();
    assert_eq!(entry.detail.as_deref(), Some("partly, 2/2 written"));
    let unanswered = history.iter().find(|happened| happened.what == "no_answer").unwrap();
    assert_eq!(unanswered.detail.as_deref(), Some("partly, 2/2 written: a1"));
    // The carrier is asked, and has both parts: what was heard of the first counts still.
    let asked = store.doubtful(run.no, "sandbox", 0, 10).await.unwrap()[0];
    hear(store, &[("a2", Receipt::Delivered)]).await;
    let found = [(asked, Some(vec!["a1".into(), "a2".into()]))];
    store
        .looked_up(&stamp(NOW), run.no, "sandbox", &found, UNTIL)
        .await
        .unwrap();
    assert_eq!(three(store, &run).await[0], EntryState::Delivered);
}

pub async fn names_are_found_in_other_spellings(store: &dyn Store) {
    let (run, letters) = start(store).await;
    let spelled = |name: &str, other: &str| Reference {
        name: name.into(),
        others: vec![other.into()],
    };
    let receipt = |name: &str, other: &str| Heard {
        reference: spelled(name, other),
        ..heard(name, Receipt::Delivered)
    };
    // Before the answer, in the other spelling.
    hear(store, &[("2587", Receipt::Delivered)]).await;
    let answers = [
        said(&letters[0], SaidWhat::taken(spelled("a1b", "2587"))),
        said(&letters[1], SaidWhat::taken(spelled("a1c", "2588"))),
        said(
            &letters[2],
            SaidWhat::Taken(vec![spelled("a1d", "2589"), spelled("a1e", "2590")]),
        ),
    ];
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, UNTIL)
        .await
        .unwrap();
    let later = [receipt("2588", "a1c"), receipt("2589", "a1d"), receipt("2590", "a1e")];
    store.heard(&stamp(NOW), "sandbox", &later, UNTIL).await.unwrap();
    assert_eq!(three(store, &run).await, [EntryState::Delivered; 3]);
    assert_eq!(store.orphans().await.unwrap(), 0);
}

/// A carrier that counts: the hexadecimal name of one message read as decimal is the very name of another.
pub async fn another_spelling_counts_for_the_customer_alone(store: &dyn Store) {
    let (run, letters) = start(store).await;
    let counted = |name: &str, other: &str| {
        SaidWhat::taken(Reference {
            name: name.into(),
            others: vec![other.into()],
        })
    };
    let receipt = |name: &str, other: &str, letter: usize| Heard {
        reference: Reference {
            name: name.into(),
            others: vec![other.into()],
        },
        numbers: vec![
            letters[letter].phone.trim_start_matches("+86").into(),
            "10690001".into(),
        ],
        ..heard(name, Receipt::Delivered)
    };
    let answer = async |letter: usize, what| {
        let said = [said(&letters[letter], what)];
        store.said(&stamp(NOW), run.no, "sandbox", &said, UNTIL).await.unwrap();
    };
    let hear = async |receipt| store.heard(&stamp(NOW), "sandbox", &[receipt], UNTIL).await.unwrap();
    // The second message's receipt comes before its name is known, and its name is the first's in another spelling.
    answer(0, counted("16", "22")).await;
    hear(receipt("22", "34", 1)).await;
    assert_eq!(three(store, &run).await[0], EntryState::Accepted);
    // The third is told first, and the second's name is not its spelling.
    answer(2, counted("34", "22")).await;
    answer(1, counted("22", "34")).await;
    let (taken, delivered) = (EntryState::Accepted, EntryState::Delivered);
    assert_eq!(three(store, &run).await, [taken, delivered, taken]);
    // A receipt in the other spelling that names the customer is the customer's, though another was told by that very name.
    hear(Heard {
        status: Receipt::Failed(Failure::Unreachable),
        ..receipt("22", "16", 0)
    })
    .await;
    let failed = EntryState::Failed(Failure::Unreachable);
    assert_eq!(three(store, &run).await, [failed, delivered, taken]);
    // One that names a number which is nobody's is still that of the name.
    hear(Heard {
        numbers: vec!["00000000000".into()],
        ..receipt("34", "52", 2)
    })
    .await;
    assert_eq!(three(store, &run).await, [failed, delivered, delivered]);
}

/// Carriers begin to count anew: a receipt of days ago under the name of today's message was another's.
pub async fn an_old_receipt_is_not_that_of_a_new_message(store: &dyn Store) {
    let (run, letters) = start(store).await;
    for (at, name) in [(NOW - 2 * DAY, "a"), (NOW - MINUTE, "b")] {
        let receipt = [heard(name, Receipt::Delivered)];
        store.heard(&stamp(at), "sandbox", &receipt, UNTIL).await.unwrap();
    }
    let answers = [
        said(&letters[0], SaidWhat::taken("a")),
        said(&letters[1], SaidWhat::taken("b")),
    ];
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, UNTIL)
        .await
        .unwrap();
    let states = three(store, &run).await;
    assert_eq!(states[..2], [EntryState::Accepted, EntryState::Delivered]);
}

pub async fn who_awaits_a_receipt_is_told_with_the_names_of_each_part(store: &dyn Store) {
    let (run, letters) = start(store).await;
    let answers = [
        said(&letters[0], taken(["a2", "a1"])),
        said(&letters[1], SaidWhat::taken("b")),
        said(&letters[2], SaidWhat::taken("c")),
    ];
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, UNTIL)
        .await
        .unwrap();
    hear(store, &[("c", Receipt::Delivered)]).await;
    let awaited = async |after, until, limit| store.awaited(run.no, after, until, limit).await.unwrap();
    assert_eq!(awaited((0, 0), UNTIL - 1, 10).await, []);
    let all = awaited((0, 0), UNTIL, 10).await;
    let names: Vec<_> = all
        .iter()
        .map(|one| (one.carrier.as_str(), &one.references[..]))
        .collect();
    assert_eq!(
        names,
        [
            ("sandbox", &["a2".to_owned(), "a1".to_owned()][..]),
            ("sandbox", &["b".to_owned()])
        ]
    );
    assert_eq!(awaited((0, 0), UNTIL, 1).await, all[..1]);
    assert_eq!(awaited((all[0].until, all[0].entry), UNTIL, 10).await, all[1..]);
}
