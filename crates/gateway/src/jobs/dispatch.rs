//! Hands a running run's entries over, a batch at a time: intents durable first, then the hand-over, then the answers.

use std::time::Duration;

use carrier::{Answer, Doubt, Key, Live, Message};
use domain::consent::Purpose;
use domain::time::civil;
use store::Result;
use store::contract::runs::{Claim, Letter, RunRow, Said, Sweep};

use super::answers;
use super::bucket::Bucket;
use super::engine::{ANSWER, Engine, LEASE, Moment, Stepped};
use crate::firing;

/// When we give up waiting for a carrier's answers to a batch: well before the entries' own deadline.
const PATIENCE: Duration = Duration::from_mins(1);
/// A batch for a carrier with a window is as large as what it answers in so many seconds, and so many windows at least.
const SECONDS: u32 = 5;
const WINDOWS: u32 = 4;
/// Entries that are held in one go when the allowed hours end.
const HOLD: u32 = 50_000;

pub(super) async fn dispatch(engine: &mut Engine, moment: &Moment, run: &RunRow, stepped: &mut Stepped) -> Result<()> {
    let stamp = moment.stamp("dispatch");
    let Some(record) = moment.carriers.get(&run.carrier).filter(|record| record.enabled) else {
        return Ok(());
    };
    let Some(carrier) = engine.carriers.get(record) else {
        return Ok(());
    };
    let (local, hours) = (civil(moment.now, moment.offset()), moment.settings.hours);
    if !hours.contain(local) {
        let until = firing::moment(moment.zone, hours.next(local));
        if engine.store.sweep(&stamp, run.no, Sweep::hours(until), HOLD).await? > 0 {
            stepped.moved(run.no);
        }
        return Ok(());
    }
    let Some(room) = room(&carrier.live()) else {
        return Ok(());
    };
    let limit = allowance(engine, moment, &record.name, record.rate).min(room);
    if limit == 0 {
        return Ok(());
    }
    let claim = Claim {
        run: run.no,
        fence: moment.fence,
        lease_until: moment.now + LEASE,
        limit,
        answer_by: moment.now + ANSWER,
        needs_consent: needs_consent(run.purpose, moment.settings.care_needs_consent),
    };
    let letters = engine.store.claim(&stamp, claim).await?;
    if letters.is_empty() {
        return Ok(());
    }
    if let Some(bucket) = engine.buckets.get_mut(&record.name) {
        bucket.took(letters.len() as u32);
    }
    stepped.moved(run.no);
    let keys: Vec<(Key, u16)> = letters.iter().map(|letter| (key(letter), letter.parts)).collect();
    let messages: Vec<Message> = letters
        .into_iter()
        .map(|letter| message(letter, run.valid_until))
        .collect();
    let answers = tokio::time::timeout(PATIENCE, carrier.hand_over(moment.now, &messages)).await;
    // A carrier that answers fewer than it was given leaves the others unanswered.
    let mut answers = answers.unwrap_or_default().into_iter();
    let said: Vec<Said> = keys
        .into_iter()
        .map(|(key, parts)| {
            let answer = answers.next().unwrap_or(Answer::NoAnswer(Doubt::UNKNOWN));
            answers::said(&*carrier, moment.now, (key, parts), answer)
        })
        .collect();
    engine.store.said(&stamp, run.no, &said, moment.receipts_until()).await
}

/// How many messages may go to this carrier now.
fn allowance(engine: &mut Engine, moment: &Moment, carrier: &str, rate: u32) -> u32 {
    if rate == 0 {
        engine.buckets.remove(carrier);
        return engine.batch;
    }
    let bucket = engine
        .buckets
        .entry(carrier.to_owned())
        .or_insert_with(|| Bucket::new(moment.now, rate));
    bucket.may(moment.now, rate, engine.batch)
}

/// How many messages a carrier can be handed at once without keeping them waiting for its window; `None` while it has no
/// connection that sends: what is queued stays queued, and no attempt is lost on it.
fn room(live: &Live) -> Option<u32> {
    match live {
        Live { wanted: 0, .. } => Some(u32::MAX),
        Live { stopped: Some(_), .. } | Live { sending: 0, .. } => None,
        Live { window, rate, .. } => Some((window * WINDOWS).max(rate.saturating_mul(SECONDS)).max(1)),
    }
}

const fn needs_consent(purpose: Purpose, care_needs_consent: bool) -> bool {
    match purpose {
        Purpose::Service => false,
        Purpose::Care => care_needs_consent,
        Purpose::Marketing => true,
    }
}

const fn key(letter: &Letter) -> Key {
    Key {
        entry: letter.entry,
        attempt: letter.attempt,
    }
}

fn message(letter: Letter, valid_until: domain::time::Millis) -> Message {
    Message {
        key: key(&letter),
        phone: letter.phone,
        text: letter.text,
        parts: letter.parts,
        valid_until,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use carrier::session::Pace;

    #[test]
    fn a_direct_carrier_answers_a_batch_within_our_patience() {
        let pace = Pace::default();
        assert!(2 * pace.place + pace.answer < PATIENCE);
    }

    #[test]
    fn a_batch_fits_what_the_carrier_can_take() {
        let live = |wanted, sending, rate| Live {
            wanted,
            sending,
            rate,
            window: 16,
            ..Live::default()
        };
        assert_eq!(room(&Live::default()), Some(u32::MAX));
        assert_eq!(room(&live(1, 0, 900)), None);
        assert_eq!(room(&live(1, 1, 0)), Some(64));
        assert_eq!(room(&live(2, 2, 900)), Some(4_500));
        let stopped = Live {
            stopped: Some("wrong password".into()),
            ..live(2, 1, 9)
        };
        assert_eq!(room(&stopped), None);
    }
}
