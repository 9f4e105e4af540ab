//! Names that a carrier gives more than once.

use domain::roll::{EntryState, Failure, Receipt};
use domain::time::HOUR;
use store::Store;
use store::contract::runs::{Heard, Letter, Reference, SaidWhat, Sweep};

use super::customers::stamp;
use super::runs::{NOW, claim, claim_at, frozen, heard, lease, said, states};

const UNTIL: i64 = NOW + 72 * HOUR;

pub async fn of_those_with_one_name_a_receipt_is_that_of_its_number(store: &dyn Store) {
    use EntryState::{Accepted, Delivered, Failed};
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    let both = SaidWhat::Taken(vec!["8".into(), "9".into()]);
    // The carrier begins to count anew: the first two have one name, and a part of the third has it as well.
    for (letter, what) in letters.iter().zip([SaidWhat::taken("7"), SaidWhat::taken("7"), both]) {
        store
            .said(&stamp(NOW), run.no, "sandbox", &[said(letter, what)], UNTIL)
            .await
            .unwrap();
    }
    let hear = async |name: &str, status, numbers: &[&str]| {
        let heard = Heard {
            reference: name.into(),
            key: None,
            status,
            code: None,
            at: NOW,
            numbers: numbers.iter().map(|&number| number.to_owned()).collect(),
        };
        store.heard(&stamp(NOW), "sandbox", &[heard], UNTIL).await.unwrap();
        let states = states(store, &run).await;
        ([states[0], states[3], states[5]], store.orphans().await.unwrap())
    };
    let off = Receipt::Failed(Failure::Unreachable);
    let failed = Failed(Failure::Unreachable);
    let number = |n: usize| letters[n].phone.trim_start_matches("+86");
    assert_eq!(
        hear("7", off, &[number(0), "10690099"]).await,
        ([failed, Accepted, Accepted], 0)
    );
    // That of a customer who has no message of this name is nobody's, and is kept.
    assert_eq!(
        hear("7", Receipt::Delivered, &["13800000006"]).await,
        ([failed, Accepted, Accepted], 1)
    );
    assert_eq!(hear("8", off, &[number(0)]).await, ([failed, Accepted, Accepted], 2));
    // A number that is nobody's tells nothing: it may be masked, or the carrier's own.
    assert_eq!(
        hear("7", Receipt::Delivered, &["10690099"]).await,
        ([failed, Delivered, Accepted], 2)
    );
    assert_eq!(hear("8", off, &[number(2)]).await, ([failed, Delivered, failed], 2));
    // Without a number, the latest message with the name counts.
    assert_eq!(
        hear("7", Receipt::Delivered, &[]).await,
        ([failed, Delivered, failed], 2)
    );
}

/// Of messages with one name, whole or in parts, the one counts that was handed over last: not the one of the latest run, which
/// may have gone on before an older one that was paused.
pub async fn a_receipt_is_that_of_the_latest_hand_over_whole_or_in_parts(store: &dyn Store) {
    use EntryState::{Accepted, Delivered, Failed};
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let next = async |at| claim_at(store, &run, fence, 1, at).await.unwrap().remove(0);
    let tell = async |letter: &Letter, what| {
        let said = [said(letter, what)];
        store.said(&stamp(NOW), run.no, "sandbox", &said, UNTIL).await.unwrap();
    };
    let hear = async |name: &str, status| {
        let heard = [heard(name, None, status)];
        store.heard(&stamp(NOW), "sandbox", &heard, UNTIL).await.unwrap();
        let states = states(store, &run).await;
        [states[0], states[3], states[5]]
    };
    let parts = |names: [&str; 2]| SaidWhat::Taken(names.map(Reference::from).to_vec());
    let first = next(NOW).await;
    tell(&first, SaidWhat::Deferred(NOW + 3, "throttled".into())).await;
    tell(&next(NOW + 1).await, SaidWhat::taken("7")).await;
    tell(&next(NOW + 2).await, parts(["7", "8"])).await;
    hear("7", Receipt::Delivered).await;
    let states = hear("8", Receipt::Delivered).await;
    assert_eq!(states[1..], [Accepted, Delivered]);
    store
        .sweep(&stamp(NOW), run.no, Sweep::Release(NOW + 3), 10)
        .await
        .unwrap();
    let again = next(NOW + 4).await;
    assert_eq!(again.entry, first.entry);
    tell(&again, parts(["8", "9"])).await;
    let unreachable = Failure::Unreachable;
    let states = hear("8", Receipt::Failed(unreachable)).await;
    assert_eq!(states, [Failed(unreachable), Accepted, Delivered]);
}

/// A carrier may know its names only as it told them, and spell them otherwise in receipts.
pub async fn names_are_kept_as_they_were_told(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    let told = |name: &str| Reference {
        name: name.into(),
        others: vec![name.trim_start_matches('0').to_lowercase()],
    };
    let answers = [
        said(&letters[0], SaidWhat::taken(told("0000ABC1"))),
        said(&letters[1], SaidWhat::Taken(vec![told("0000ABC2"), told("0000ABC3")])),
        said(&letters[2], SaidWhat::taken("00")),
    ];
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, UNTIL)
        .await
        .unwrap();
    let awaited = store.awaited(run.no, (0, 0), UNTIL, 10).await.unwrap();
    let names: Vec<_> = awaited.into_iter().flat_map(|one| one.references).collect();
    assert_eq!(names, ["0000ABC1", "0000ABC2", "0000ABC3", "00"]);
    // In small letters, in decimal, as told, and with other zeros.
    for (name, others) in [("abc1", &[][..]), ("43970", &["abc2"]), ("0000ABC3", &[]), ("0", &[])] {
        let heard = Heard {
            reference: Reference {
                name: name.into(),
                others: others.iter().map(|&other: &&str| other.to_owned()).collect(),
            },
            key: None,
            status: Receipt::Delivered,
            code: None,
            at: NOW,
            numbers: Vec::new(),
        };
        store.heard(&stamp(NOW), "sandbox", &[heard], UNTIL).await.unwrap();
    }
    let states = states(store, &run).await;
    assert_eq!([states[0], states[3], states[5]], [EntryState::Delivered; 3]);
}
