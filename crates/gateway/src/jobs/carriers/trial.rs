//! One message to one's own number, by which a carrier is tried out. It is on no roll.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use carrier::{Carrier, Key, Live, Message, Receipt};
use domain::phone::Phone;
use domain::roll;
use domain::time::{DAY, HOUR, Millis};
use tokio::time::{Instant, sleep};

use crate::clock::Clock;

/// Between looks.
const LOOK: Duration = Duration::from_millis(100);
/// Digits by which a number is known.
const SHORTEST: usize = 7;
/// Messages whose receipts are looked out for; with more, the oldest is let go and its receipt counts as nobody's.
const AWAITED: usize = 256;

/// Why no connection sends.
#[derive(Debug, thiserror::Error)]
pub enum Unbound {
    /// The carrier refuses the account, and says why.
    #[error("the carrier turned us away: {0}")]
    TurnedAway(String),
    /// Not in time; the last error, if there was one.
    #[error("not bound in time: {0}")]
    Late(String),
}

/// Waits until a connection sends; a carrier without connections is ready at once.
///
/// # Errors
/// [`Unbound`]
pub async fn bound(carrier: &Arc<dyn Carrier>, within: Duration) -> Result<Live, Unbound> {
    let until = Instant::now() + within;
    loop {
        let live = carrier.live();
        if live.wanted == 0 || live.sending > 0 {
            return Ok(live);
        }
        if let Some(why) = live.stopped {
            return Err(Unbound::TurnedAway(why));
        }
        if Instant::now() >= until {
            return Err(Unbound::Late(live.last_error.unwrap_or_default()));
        }
        sleep(LOOK).await;
    }
}

/// The name of a message that is on no roll: its entry is negative.
pub fn key() -> Key {
    Key {
        entry: -1 - i64::from(rand::random::<u32>()),
        attempt: 1,
    }
}

/// What is sent, signed by the firm and valid for an hour.
pub fn message(signature: &str, to: &Phone, now: Millis) -> Message {
    Message {
        key: key(),
        phone: to.e164().to_owned(),
        text: format!("【{signature}】这是一条测试短信。"),
        parts: 1,
        valid_until: now + HOUR,
    }
}

/// The final receipt of a message to `to` that was taken under `references`, if it comes in time, from a carrier that nobody
/// else listens to. Receipts of other messages are left for who does.
pub async fn receipt(carrier: &Arc<dyn Carrier>, references: &[String], to: &str, within: Duration) -> Option<Receipt> {
    let mut trial = Trial::new("", &**carrier, references, to, Clock::system().now());
    let until = Instant::now() + within;
    while Instant::now() < until {
        let mut receipts = carrier.receipts(Clock::system().now(), usize::MAX).await;
        receipts.retain(|receipt| trial.hear(receipt));
        carrier.acknowledge(&receipts).await;
        if trial.heard.is_some() {
            return trial.heard;
        }
        sleep(LOOK).await;
    }
    None
}

fn is_final(receipt: &Receipt) -> bool {
    receipt.status != roll::Receipt::Enroute
}

/// The messages on no roll that open carriers have taken, so that their receipts are not taken for somebody's.
#[derive(Default)]
pub struct Trials {
    trials: Mutex<VecDeque<Trial>>,
    /// Carriers to which one is being handed over, once for each.
    handing_over: Mutex<Vec<String>>,
}

/// One is being handed over, until this is dropped.
pub struct HandingOver<'a> {
    trials: &'a Trials,
    carrier: String,
}

impl Drop for HandingOver<'_> {
    fn drop(&mut self) {
        let mut all = self.trials.handing_over();
        if let Some(at) = all.iter().position(|one| *one == self.carrier) {
            all.swap_remove(at);
        }
    }
}

struct Trial {
    carrier: String,
    /// As the carrier told them.
    told: Vec<String>,
    /// Of those with no final receipt yet, every spelling, that which was told first. Each may be the very name of another
    /// message.
    awaited: Vec<Vec<String>>,
    /// The digits of the number that it went to.
    to: String,
    since: Millis,
    heard: Option<Receipt>,
}

impl Trial {
    fn new(name: &str, carrier: &dyn Carrier, references: &[String], to: &str, since: Millis) -> Trial {
        let spelled = |reference: &String| {
            let others = carrier.spellings(reference);
            std::iter::once(reference.clone()).chain(others).collect()
        };
        Trial {
            carrier: name.to_owned(),
            told: references.to_vec(),
            awaited: references.iter().map(spelled).collect(),
            to: digits(to),
            since,
            heard: None,
        }
    }

    /// Whether the receipt is of this message; a final one is kept, and its name forgotten. A name never counts without the
    /// number: carriers begin to count anew, and then it is a customer's.
    fn hear(&mut self, receipt: &Receipt) -> bool {
        let ours = |number: &String| {
            let digits = digits(number);
            digits.len() >= SHORTEST && (self.to.ends_with(&digits) || digits.ends_with(&self.to))
        };
        if !receipt.numbers.iter().any(ours) {
            return false;
        }
        let name = &receipt.reference;
        let told = self.awaited.iter().position(|names| names.first() == Some(name));
        let Some(place) = told.or_else(|| self.awaited.iter().position(|names| names.contains(name))) else {
            return false;
        };
        if is_final(receipt) {
            self.awaited.swap_remove(place);
            self.heard = Some(receipt.clone());
        }
        true
    }
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

impl Trials {
    /// Begins to hand one over to the carrier called `name`. Until [`Trials::expect`] knows its references its receipt could not
    /// be told from others: so all receipts wait with the carrier while this is held.
    pub fn hand_over(&self, name: &str) -> HandingOver<'_> {
        self.handing_over().push(name.to_owned());
        HandingOver {
            trials: self,
            carrier: name.to_owned(),
        }
    }

    /// Whether one is being handed over to the carrier called `name`.
    pub fn is_handing_over(&self, name: &str) -> bool {
        self.handing_over().iter().any(|one| one == name)
    }

    fn handing_over(&self) -> MutexGuard<'_, Vec<String>> {
        self.handing_over.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks out for a day for receipts of what `carrier`, called `name`, has just taken for the number `to` under these
    /// references.
    pub fn expect(&self, name: &str, carrier: &dyn Carrier, references: &[String], to: &str, now: Millis) {
        let mut trials = self.lock();
        if trials.len() == AWAITED {
            trials.pop_front();
        }
        trials.push_back(Trial::new(name, carrier, references, to, now));
    }

    /// Whether the receipt is of such a message; it is kept for [`Trials::heard`].
    pub fn hear(&self, name: &str, receipt: &Receipt, now: Millis) -> bool {
        let mut trials = self.lock();
        trials.retain(|trial| now - trial.since < DAY);
        let mut latest = trials.iter_mut().rev().filter(|trial| trial.carrier == name);
        latest.any(|trial| trial.hear(receipt))
    }

    /// The final receipt of the message that `name` took under `reference`, if it comes in time.
    pub async fn heard(&self, name: &str, reference: &str, within: Duration) -> Option<Receipt> {
        let until = Instant::now() + within;
        while Instant::now() < until {
            let heard = self
                .lock()
                .iter()
                .find(|trial| trial.carrier == name && trial.told.iter().any(|one| one == reference))
                .and_then(|trial| trial.heard.clone());
            if heard.is_some() {
                return heard;
            }
            sleep(LOOK).await;
        }
        None
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Trial>> {
        self.trials.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TO: &str = "+8613800138000";

    fn receipt(reference: &str, numbers: &[&str], status: roll::Receipt) -> Receipt {
        Receipt {
            reference: reference.into(),
            key: None,
            status,
            code: None,
            at: 0,
            numbers: numbers.iter().map(|&number| number.to_owned()).collect(),
            token: 1,
        }
    }

    /// A carrier that spells no name in another way.
    fn plain() -> carrier::Sandbox {
        carrier::Sandbox::in_memory(carrier::Shares::default())
    }

    #[test]
    fn a_name_is_the_trials_only_with_its_number() {
        for (reference, numbers, want) in [
            ("16", &["13800138000", "10690001"][..], true),
            ("16", &["13900000001", "10690001"], false),
            ("16", &[], false),
            ("22", &["13800138000", "10690001"], true),
            ("22", &["+8613800138000"], true),
            ("22", &["13900000001", "10690001"], false),
            ("22", &[], false),
            ("34", &["13800138000"], false),
        ] {
            let mut trial = Trial {
                awaited: vec![vec!["16".into(), "22".into()]],
                ..Trial::new("direct", &plain(), &["16".into()], TO, 0)
            };
            let heard = trial.hear(&receipt(reference, numbers, roll::Receipt::Delivered));
            assert_eq!(heard, want, "{reference} {numbers:?}");
        }
    }

    #[tokio::test]
    async fn a_trial_is_forgotten_once_each_part_came_to_its_end_and_after_a_day() {
        let (trials, carrier) = (Trials::default(), plain());
        let names = ["1".to_owned(), "2".to_owned()];
        trials.expect("direct", &carrier, &names, TO, 0);
        let hear = |name: &str, status, now| trials.hear("direct", &receipt(name, &[TO], status), now);
        for (name, status, want) in [
            ("1", roll::Receipt::Enroute, true),
            ("1", roll::Receipt::Delivered, true),
            ("1", roll::Receipt::Delivered, false),
            ("2", roll::Receipt::Delivered, true),
            ("2", roll::Receipt::Delivered, false),
        ] {
            assert_eq!(hear(name, status, 0), want, "{name} {status:?}");
        }
        let heard = trials.heard("direct", "1", Duration::from_secs(1)).await;
        assert_eq!(heard.map(|receipt| receipt.reference), Some("2".to_owned()));
        trials.expect("direct", &carrier, &names, TO, 0);
        assert!(hear("1", roll::Receipt::Delivered, DAY - 1));
        assert!(!hear("2", roll::Receipt::Delivered, DAY));
    }
}
