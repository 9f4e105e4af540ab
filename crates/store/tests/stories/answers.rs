//! Hand-overs that were never answered, and those that were refused for now.

use domain::roll::{EntryState, Failure, Outcome, Settlement};
use domain::time::HOUR;
use store::contract::runs::{SaidWhat, Sweep};
use store::{Error, Store};

use super::customers::stamp;
use super::runs::{APPROVER, NOW, RUN, by, claim, frozen, lease, said, states};

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
