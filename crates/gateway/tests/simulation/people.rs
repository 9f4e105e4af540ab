//! What people do in a world, at any moment: steer a run, change its rate, settle a doubt, withdraw.

use domain::consent::{Consent, Purpose};
use domain::roll::Settlement;
use domain::time::Millis;
use rand::Rng;
use store::contract::customers::ConsentRecord;
use store::contract::runs::Steering;

use super::super::house::{CUSTOMERS, card, customer, stamp};
use super::{Pace, World};

impl World {
    pub(super) async fn steer(&mut self, steering: Steering) {
        if let Some(run) = self.run().await {
            // Where it cannot be, nothing happens.
            let _ = self.gateway.store.steer(&stamp(self.now), run.id, steering).await;
        }
    }

    /// Another rate for the run; where nothing is to be handed over any more, nothing happens.
    pub(super) async fn set_rate(&mut self, rate: Option<u32>) {
        let Some(run) = self.run().await else { return };
        let store = &self.gateway.store;
        if store.set_rate(&stamp(self.now), run.id, rate).await.is_err() {
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
