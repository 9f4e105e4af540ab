//! One message to one's own number, by which a carrier is tried out. It is on no roll.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use carrier::{Carrier, Key, Live, Message, Receipt};
use domain::phone::Phone;
use domain::roll;
use domain::time::{HOUR, Millis};
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

/// Every spelling of these references.
fn spelled(carrier: &dyn Carrier, references: &[String]) -> Vec<String> {
    let others = references.iter().flat_map(|reference| carrier.spellings(reference));
    references.iter().cloned().chain(others).collect()
}

/// The final receipt of a message that was taken under `references`, if it comes in time, from a carrier that nobody else
/// listens to. Receipts of other messages are left for who does.
pub async fn receipt(carrier: &Arc<dyn Carrier>, references: &[String], within: Duration) -> Option<Receipt> {
    let names = spelled(&**carrier, references);
    let until = Instant::now() + within;
    while Instant::now() < until {
        let mut receipts = carrier.receipts(Clock::system().now(), usize::MAX).await;
        receipts.retain(|receipt| names.contains(&receipt.reference));
        carrier.acknowledge(&receipts).await;
        if let Some(last) = receipts.into_iter().find(is_final) {
            return Some(last);
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
    /// As it may spell them: each may be the very name of another message.
    spelled: Vec<String>,
    /// The digits of the number that it went to.
    to: String,
    heard: Option<Receipt>,
}

impl Trial {
    /// A name in another spelling counts only with the number.
    fn is_of(&self, receipt: &Receipt) -> bool {
        let ours = |number: &String| {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            digits.len() >= SHORTEST && (self.to.ends_with(&digits) || digits.ends_with(&self.to))
        };
        self.told.contains(&receipt.reference)
            || self.spelled.contains(&receipt.reference)
                && (receipt.numbers.is_empty() || receipt.numbers.iter().any(ours))
    }
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

    /// Looks out for receipts of what `carrier`, called `name`, has just taken for the number `to` under these references.
    pub fn expect(&self, name: &str, carrier: &dyn Carrier, references: &[String], to: &str) {
        let mut trials = self.lock();
        if trials.len() == AWAITED {
            trials.pop_front();
        }
        trials.push_back(Trial {
            carrier: name.to_owned(),
            told: references.to_vec(),
            spelled: spelled(carrier, references),
            to: to.chars().filter(char::is_ascii_digit).collect(),
            heard: None,
        });
    }

    /// Whether the receipt is of such a message; it is kept for [`Trials::heard`].
    pub fn hear(&self, name: &str, receipt: &Receipt) -> bool {
        let mut trials = self.lock();
        let trial = trials
            .iter_mut()
            .find(|trial| trial.carrier == name && trial.is_of(receipt));
        let Some(trial) = trial else { return false };
        if is_final(receipt) {
            trial.heard = Some(receipt.clone());
        }
        true
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

    #[test]
    fn another_spelling_is_the_trials_only_with_its_number() {
        let trial = Trial {
            carrier: "direct".into(),
            told: vec!["16".into()],
            spelled: vec!["16".into(), "22".into()],
            to: "8613800138000".into(),
            heard: None,
        };
        let is_of = |reference: &str, numbers: &[&str]| {
            trial.is_of(&Receipt {
                reference: reference.into(),
                key: None,
                status: roll::Receipt::Delivered,
                code: None,
                at: 0,
                numbers: numbers.iter().map(|&number| number.to_owned()).collect(),
                token: 1,
            })
        };
        for (reference, numbers, want) in [
            ("16", &["13900000001"][..], true),
            ("22", &["13800138000", "10690001"], true),
            ("22", &["+8613800138000"], true),
            ("22", &["13900000001", "10690001"], false),
            ("22", &[], true),
            ("34", &["13800138000"], false),
        ] {
            assert_eq!(is_of(reference, numbers), want, "{reference} {numbers:?}");
        }
    }
}
