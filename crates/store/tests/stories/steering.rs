//! People who steer a run, and whoever watches it.

use domain::roll::Outcome;
use store::contract::runs::{RunState, SaidWhat, Steering, Sweep};
use store::contract::{EventRecord, LogFilter};
use store::{Error, Store};

use super::customers::stamp;
use super::runs::{APPROVER, NOW, RUN, by, claim, frozen, lease, said};

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
