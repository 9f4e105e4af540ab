//! What people do in a world, at any moment: steer a run, change its rate, settle a doubt, withdraw.

use domain::consent::{Consent, Purpose};
use domain::roll::{Outcome, Settlement};
use domain::time::Millis;
use rand::Rng;
use store::Error;
use store::contract::customers::ConsentRecord;
use store::contract::runs::{RunRow, RunState, Steering};

use super::super::house::{CUSTOMERS, card, customer, stamp};
use super::{Pace, World};

/// Whether messages of this run go to a carrier without anybody's doing.
fn may_go_out(run: &RunRow) -> bool {
    let open = [Outcome::Queued, Outcome::Held, Outcome::HandedOver];
    let goes = matches!(run.state, RunState::Running | RunState::Awaiting);
    goes && open.iter().any(|&outcome| run.tally.of(outcome) > 0)
}

impl World {
    pub(super) async fn steer(&mut self, steering: Steering) {
        let Some(run) = self.run().await else { return };
        let stops = matches!(steering, Steering::Pause(_) | Steering::Cancel(_));
        let Err(error) = self.gateway.store.steer(&stamp(self.now), run.id, steering).await else {
            return;
        };
        // Where it cannot be, nothing happens; but what goes out can be stopped for as long as something may.
        assert!(matches!(error, Error::WrongState(_)), "{error}");
        assert!(
            !(stops && may_go_out(&run)),
            "{:?} can't be stopped: {error}",
            run.tally
        );
    }

    /// Another rate for the run; where nothing is to be handed over any more, nothing happens.
    pub(super) async fn set_rate(&mut self, rate: Option<u32>) {
        let Some(run) = self.run().await else { return };
        let store = &self.gateway.store;
        if let Err(error) = store.set_rate(&stamp(self.now), run.id, rate).await {
            assert!(matches!(error, Error::WrongState(_)), "{error}");
            assert!(!may_go_out(&run), "{:?} keeps its rate: {error}", run.tally);
            return;
        }
        let before = self.handed(run.no).await;
        self.pace = rate.map(|rate| {
            let mut pace = Pace {
                rate,
                before,
                allowed: 0,
            };
            pace.fill();
            pace
        });
    }

    pub(super) async fn withdraw(&mut self) {
        let n = self.luck.random_range(1..=CUSTOMERS);
        self.consent(n, Consent::Withdrawn, self.now).await;
        self.withdrawn.push(n);
        if let Some(phone) = card(n).phone.and_then(|phone| phone.phone) {
            let taken = self.taken(phone.e164());
            self.barred.entry(phone.e164().to_owned()).or_insert(taken);
        }
    }

    pub(super) async fn consent(&self, n: u128, is: Consent, given_at: Millis) {
        let record = ConsentRecord {
            purpose: Purpose::Care,
            is,
            source: "reply".into(),
            evidence: None,
            given_at,
        };
        let store = &self.gateway.store;
        store.add_consent(customer(n), &record, &stamp(self.now)).await.unwrap();
    }

    pub(super) async fn settle(&mut self) {
        let Some(run) = self.run().await else { return };
        let how = if self.luck.random_bool(0.5) {
            Settlement::Sent
        } else {
            Settlement::NotSent
        };
        let store = &self.gateway.store;
        if store
            .settle(&stamp(self.now), run.id, None, how, "已核实")
            .await
            .unwrap()
            > 0
        {
            self.settled = true;
        }
    }
}
