//! A carrier that takes over part of a run.

use domain::roll::{EntryState, Outcome, Receipt, Settlement};
use domain::schedule::AllowedHours;
use domain::time::HOUR;
use store::contract::CarrierRecord;
use store::contract::runs::{EntryFilter, Heard, SaidWhat, Sweep, Unanswered};
use store::{Error, Store};

use super::customers::stamp;
use super::runs::{NOW, RUN, claim, claim_for, frozen, heard, lease, said, states};

const UNTIL: i64 = NOW + 72 * HOUR;

fn carrier(name: &str, fallback: Option<&str>) -> CarrierRecord {
    CarrierRecord {
        name: name.into(),
        kind: "sandbox".into(),
        enabled: true,
        price_millis: 4_500,
        rate: 0,
        policy: None,
        hours: Some(AllowedHours {
            from: 540,
            until: 1_200,
        }),
        fallback: fallback.map(str::to_owned),
        config: "{}".into(),
    }
}

pub async fn a_second_carrier_has_what_the_first_refused_and_its_own_receipts(store: &dyn Store) {
    let run = frozen(store, 6).await;
    for record in [carrier("sandbox", Some("second")), carrier("second", None)] {
        store.put_carrier(&stamp(NOW), record.clone()).await.unwrap();
        assert_eq!(store.carrier(&record.name).await.unwrap(), record);
    }
    let fence = lease(store).await;
    let first = claim(store, &run, fence, 2).await.unwrap();
    let refused = SaidWhat::Deferred(NOW, "0x58".into());
    let doubt = SaidWhat::NoAnswer(Unanswered::default());
    let answers = [said(&first[0], refused), said(&first[1], doubt)];
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, UNTIL)
        .await
        .unwrap();
    store.sweep(&stamp(NOW), run.no, Sweep::Release(NOW), 10).await.unwrap();

    // Dearer than the roll was frozen with, it gets nothing.
    let dearer = claim_for(store, &run, fence, ("second", 4_501)).await.unwrap();
    assert_eq!(dearer, []);
    let second = claim_for(store, &run, fence, ("second", 4_500)).await.unwrap();
    let ours: Vec<(i64, u32)> = second.iter().map(|letter| (letter.entry, letter.attempt)).collect();
    assert_eq!(ours.len(), 2, "what is in doubt is nobody else's");
    assert_eq!(ours[0], (first[0].entry, 2));
    assert!(ours.iter().all(|(entry, _)| *entry != first[1].entry));
    let row = store.run(RUN).await.unwrap().row;
    assert_eq!(row.seconds, ["second"]);
    let gone = store.remove_carrier(&stamp(NOW), "second").await;
    assert!(matches!(gone, Err(Error::WrongState(_))));

    // Both carriers use the same names: a receipt belongs to whoever tells it.
    let answers = [
        said(&second[0], SaidWhat::taken("1")),
        said(&second[1], SaidWhat::NoAnswer(Unanswered::default())),
    ];
    store
        .said(&stamp(NOW), run.no, "second", &answers, UNTIL)
        .await
        .unwrap();
    let told = |carrier| {
        let heard = Heard {
            reference: "1".into(),
            key: None,
            status: Receipt::Delivered,
            code: None,
            at: NOW,
            numbers: Vec::new(),
        };
        async move { store.heard(&stamp(NOW), carrier, &[heard], UNTIL).await.unwrap() }
    };
    assert!(told("sandbox").await.is_empty());
    assert_eq!(store.orphans().await.unwrap(), 1);
    assert_eq!(told("second").await, [run.no]);
    assert_eq!(states(store, &run).await[0], EntryState::Delivered);

    // Each is asked about what it was handed last.
    let doubts = async |carrier| store.doubtful(run.no, carrier, 0, 10).await.unwrap();
    let (of_first, of_second) = (doubts("sandbox").await, doubts("second").await);
    let behind = store.doubtful(run.no, "sandbox", of_first[0].entry, 10).await.unwrap();
    assert_eq!(behind, []);
    assert_eq!((of_first.len(), of_first[0].entry), (1, first[1].entry));
    assert_eq!((of_second.len(), of_second[0].entry), (1, second[1].entry));
    let found = [(of_second[0], Some(vec!["2".into()]))];
    store
        .looked_up(&stamp(NOW), run.no, "second", &found, UNTIL)
        .await
        .unwrap();
    let row = store.run(RUN).await.unwrap().row;
    assert_eq!(
        (row.tally.of(Outcome::Accepted), row.tally.of(Outcome::InDoubt)),
        (1, 1)
    );
    let (_, history) = store.entry(run.no, 0).await.unwrap();
    let intents = history.iter().filter(|happened| happened.what == "intent");
    let carriers: Vec<_> = intents.filter_map(|happened| happened.detail.as_deref()).collect();
    assert_eq!(carriers, ["sandbox", "second"]);
}

pub async fn what_was_spent_is_what_the_carrier_asks_that_was_handed_it(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let spent = async || {
        let row = store.run(RUN).await.unwrap().row;
        (row.parts, row.cost_millis)
    };
    let fence = lease(store).await;
    let second = claim_for(store, &run, fence, ("second", 1_000)).await.unwrap();
    assert_eq!((second.len(), spent().await), (3, (3, 3_000)));
    let answers = [
        said(&second[0], SaidWhat::Deferred(NOW, "0x58".into())),
        said(&second[1], SaidWhat::taken("1")),
        said(&second[2], SaidWhat::NoAnswer(Unanswered::default())),
    ];
    store
        .said(&stamp(NOW), run.no, "second", &answers, UNTIL)
        .await
        .unwrap();
    assert_eq!(spent().await, (2, 2_000), "what was put off costs nothing");
    store.sweep(&stamp(NOW), run.no, Sweep::Release(NOW), 10).await.unwrap();
    let first = claim(store, &run, fence, 10).await.unwrap();
    let taken = [said(&first[0], SaidWhat::taken("2"))];
    store.said(&stamp(NOW), run.no, "sandbox", &taken, UNTIL).await.unwrap();
    assert_eq!((first.len(), spent().await), (1, (3, 6_500)));
    let entries = store.entries(run.no, &EntryFilter::default(), 0, 10).await.unwrap();
    let costs = [&second[0], &second[1]].map(|letter| entries[(letter.entry & 0xff) as usize].cost_millis);
    assert_eq!(costs, [4_500, 1_000]);
    // Settled as not sent it costs nothing; when its receipt comes all the same, what the second asks.
    let settled = store
        .settle(&stamp(NOW), RUN, None, Settlement::NotSent, "已核实")
        .await;
    assert_eq!((settled.unwrap(), spent().await), (1, (2, 5_500)));
    let of_third = (second[2].entry, second[2].attempt);
    let receipts = [
        ("1", "second", None),
        ("2", "sandbox", None),
        ("3", "second", Some(of_third)),
    ];
    for (reference, carrier, key) in receipts {
        let receipt = heard(reference, key, Receipt::Delivered);
        store.heard(&stamp(NOW), carrier, &[receipt], UNTIL).await.unwrap();
    }
    assert_eq!(spent().await, (3, 6_500));
    assert!(store.close_run(&stamp(NOW), RUN).await.unwrap());
    assert_eq!(spent().await, (3, 6_500));
}
