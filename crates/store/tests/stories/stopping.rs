//! Stopping a run whose messages may still come back.

use domain::roll::Outcome;
use domain::time::HOUR;
use store::contract::runs::{Letter, RunRow, RunState, SaidWhat, Steering, Sweep};
use store::{Error, Store};

use super::customers::stamp;
use super::runs::{NOW, RUN, claim, frozen, lease, said};

const UNTIL: i64 = NOW + 72 * HOUR;

async fn state(store: &dyn Store) -> RunState {
    store.run(RUN).await.unwrap().row.state
}

async fn refused_for_now(store: &dyn Store, run: &RunRow, letters: &[Letter]) {
    let refused = |letter| said(letter, SaidWhat::Deferred(NOW, "0x58".into()));
    let answers: Vec<_> = letters.iter().map(refused).collect();
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, UNTIL)
        .await
        .unwrap();
}

pub async fn what_may_come_back_can_be_stopped(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let steer = async |steering: Steering| store.steer(&stamp(NOW), RUN, steering).await.map(|row| row.state);
    let release = async || store.sweep(&stamp(NOW), run.no, Sweep::Release(NOW), 10).await.unwrap();

    let letters = claim(store, &run, fence, 10).await.unwrap();
    assert_eq!((letters.len(), state(store).await), (3, RunState::Awaiting));
    assert_eq!(steer(Steering::Pause(None)).await.unwrap(), RunState::Paused);
    refused_for_now(store, &run, &letters).await;
    assert_eq!(release().await, 3);
    assert!(claim(store, &run, fence, 10).await.unwrap().is_empty(), "it is paused");
    assert_eq!(steer(Steering::Resume(None)).await.unwrap(), RunState::Running);

    let letters = claim(store, &run, fence, 10).await.unwrap();
    assert_eq!((letters.len(), state(store).await), (3, RunState::Awaiting));
    assert_eq!(store.set_rate(&stamp(NOW), RUN, Some(60)).await.unwrap().rate, Some(60));
    assert_eq!(
        steer(Steering::Cancel("改期".into())).await.unwrap(),
        RunState::Cancelling
    );
    let taken = [said(&letters[0], SaidWhat::taken("R"))];
    store.said(&stamp(NOW), run.no, "sandbox", &taken, UNTIL).await.unwrap();
    refused_for_now(store, &run, &letters[1..]).await;
    assert_eq!(store.sweep(&stamp(NOW), run.no, Sweep::Cancel, 10).await.unwrap(), 2);
    let passed = store
        .sweep(&stamp(UNTIL), run.no, Sweep::WindowPassed(UNTIL), 10)
        .await
        .unwrap();
    assert_eq!((passed, store.close_run(&stamp(UNTIL), RUN).await.unwrap()), (1, true));
    let tally = store.run(RUN).await.unwrap().row.tally;
    assert_eq!((tally.of(Outcome::NoReceipt), tally.of(Outcome::Cancelled)), (1, 2));
}

pub async fn what_was_taken_can_no_longer_be_stopped(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    let taken: Vec<_> = letters
        .iter()
        .map(|letter| said(letter, SaidWhat::taken(letter.entry.to_string())))
        .collect();
    store.said(&stamp(NOW), run.no, "sandbox", &taken, UNTIL).await.unwrap();
    assert_eq!(state(store).await, RunState::Awaiting);
    for steering in [Steering::Pause(None), Steering::Cancel("改期".into())] {
        let answer = store.steer(&stamp(NOW), RUN, steering).await;
        assert!(matches!(answer, Err(Error::WrongState(_))));
    }
    let rate = store.set_rate(&stamp(NOW), RUN, None).await;
    assert!(matches!(rate, Err(Error::WrongState(_))));
}
