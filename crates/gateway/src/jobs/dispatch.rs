//! Hands a running run's entries over, a batch at a time: intents durable first, then the hand-over, then the answers.
//!
//! A claim takes only what is queued, and so nothing that any carrier may have; whom it is handed to is decided here.

use std::sync::Arc;

use carrier::{Answer, Key, Live, Message};
use domain::breaker::Leave;
use domain::consent::Purpose;
use domain::lint::CarrierPolicy;
use domain::roll::Outcome;
use domain::schedule::AllowedHours;
use domain::time::{HOUR, MINUTE, Millis, civil};
use store::contract::CarrierRecord;
use store::contract::runs::{Claim, Letter, RunRow, Said, Sweep};
use store::{Result, Store};

use super::answers;
use super::bucket::{Between, Load};
use super::carriers::Carriers;
use super::engine::{ANSWER, Engine, LEASE, Moment, Stepped, standing};
use super::portions::Whose;
use super::under_way::Answered;
use crate::firing;
use crate::planning::terms;

/// Fewer free places than one in so many are not worth a claim.
const FEW: u32 = 4;
/// The shortest validity that a carrier is told because of the allowed hours.
const SHORTEST: Millis = 5 * MINUTE;
/// Entries that are held in one go when the allowed hours end.
const HOLD: u32 = 50_000;

pub(super) async fn dispatch(engine: &mut Engine, moment: &Moment, run: &RunRow, stepped: &mut Stepped) -> Result<()> {
    if !stands(engine, moment, run, stepped).await? {
        return Ok(());
    }
    let Some(own) = moment.carriers.get(&run.carrier).filter(|record| record.enabled) else {
        return Ok(());
    };
    let Some(hours) = moment.hours_now(run.purpose, own) else {
        return hold(engine, moment, run, own, stepped).await;
    };
    hand_over(engine, moment, run, (own, hours), stepped).await?;
    if let Some(second) = second((&*engine.store, &engine.carriers), moment, run, own).await? {
        hand_over(engine, moment, run, second, stepped).await?;
    }
    Ok(())
}

/// Whether a run may be sent on: whoever exchanged two of its entries before this engine began would have one sent to twice and the
/// other never. It is held then.
async fn stands(engine: &mut Engine, moment: &Moment, run: &RunRow, stepped: &mut Stepped) -> Result<bool> {
    if engine.stood.contains(&run.no) {
        return Ok(true);
    }
    tracing::info!(run = %run.id, entries = run.audience, "the run is held against its events before it goes on");
    let stamp = moment.stamp("reconcile");
    let stands = engine.store.held_unless_it_stands(&stamp, run.no).await?;
    if stands {
        engine.stood.insert(run.no);
    } else {
        stepped.moved(run.no);
    }
    Ok(stands)
}

/// Holds what waits until the hours begin.
async fn hold(
    engine: &Engine,
    moment: &Moment,
    run: &RunRow,
    own: &CarrierRecord,
    stepped: &mut Stepped,
) -> Result<()> {
    let until = match moment.settings.allowed(run.purpose, own.hours) {
        Some(hours) => firing::moment(moment.zone, hours.next(civil(moment.now, moment.offset()))),
        // There are no hours that all allow. Until somebody sees to it, or the run's validity ends.
        None => moment.now + HOUR,
    };
    let stamp = moment.stamp("dispatch");
    if engine.store.sweep(&stamp, run.no, Sweep::hours(until), HOLD).await? > 0 {
        stepped.moved(run.no);
    }
    Ok(())
}

/// The carrier that takes over what waits for `own`, with its hours, if `own` sends nothing and the other may have it: it is
/// switched on, its hours have begun, it takes the text, and is not dearer.
pub(crate) async fn second<'m>(
    (store, carriers): (&dyn Store, &Carriers),
    moment: &'m Moment,
    run: &RunRow,
    own: &CarrierRecord,
) -> Result<Option<(&'m CarrierRecord, AllowedHours)>> {
    let named = own.fallback.as_ref().filter(|name| **name != own.name);
    let second = named.and_then(|name| moment.carriers.get(name));
    let Some(second) = second.filter(|record| record.enabled) else {
        return Ok(None);
    };
    let Some(hours) = moment.hours_now(run.purpose, second) else {
        return Ok(None);
    };
    if standing(carriers, second).keeps_back(run.purpose, moment.now) {
        return Ok(None);
    }
    let own = standing(carriers, own);
    let waits = own.is_out(moment.now) || own.keeps_back(run.purpose, moment.now);
    if run.tally.of(Outcome::Queued) == 0 || !waits {
        return Ok(None);
    }
    if let Some(policy) = second.policy.as_deref().and_then(CarrierPolicy::built_in)
        && policy.refuses(&store.run(run.id).await?.content)
    {
        return Ok(None);
    }
    let is_dearer = store.is_dearer(run.no, &terms(second)).await?;
    Ok((!is_dearer).then_some((second, hours)))
}

/// Hands what a carrier has room for over to it.
async fn hand_over(
    engine: &mut Engine,
    moment: &Moment,
    run: &RunRow,
    (record, hours): (&CarrierRecord, AllowedHours),
    stepped: &mut Stepped,
) -> Result<()> {
    let Some(carrier) = engine.carriers.get(record) else {
        return Ok(());
    };
    if standing(&engine.carriers, record).keeps_back(run.purpose, moment.now) {
        return Ok(());
    }
    let live = carrier.live();
    let wanted = Load {
        messages: leave(engine, moment, &record.name, &live),
        parts: room(&live, engine.under_way.on(&record.name).parts),
    };
    let between = Between {
        carrier: &record.name,
        carrier_rate: record.rate,
        run: run.no,
        run_rate: run.rate,
    };
    let granted = engine.buckets.may(moment.now, between, wanted);
    if granted.is_empty() {
        return Ok(());
    }
    let claim = Claim {
        run: run.no,
        carrier: record.name.clone(),
        second: (record.name != run.carrier).then(|| terms(record)),
        fence: moment.fence,
        lease_until: moment.now + LEASE,
        limit: granted.messages,
        parts: granted.parts,
        answer_by: moment.now + ANSWER,
        needs_consent: needs_consent(run.purpose, moment.settings.care_needs_consent),
        caps: moment.caps(run.purpose),
    };
    let letters = engine.store.claim(&moment.stamp("dispatch"), claim).await?;
    if letters.is_empty() {
        // All that were read may no longer be written to: the next step goes on behind them at once.
        let queued = run.tally.of(Outcome::Queued);
        if queued > 0 && engine.store.run(run.id).await?.row.tally.of(Outcome::Queued) < queued {
            stepped.moved(run.no);
        }
        return Ok(());
    }
    let load = Load::of(letters.iter().map(|letter| letter.parts));
    engine.buckets.took(&record.name, run.no, load);
    engine.turns.took(run.no);
    stepped.moved(run.no);
    let valid_until = valid_until(moment, hours, run.valid_until);
    let messages = letters.into_iter().map(|letter| message(letter, valid_until)).collect();
    let name = Arc::from(record.name.as_str());
    engine.under_way.begin(run.no, &name, &carrier, moment.now, messages);
    Ok(())
}

/// How many messages a carrier may be handed now, whatever they are: none while it is not up, and what its breaker lets through.
pub(super) fn leave(engine: &Engine, moment: &Moment, carrier: &str, live: &Live) -> u32 {
    if !is_up(live) {
        return 0;
    }
    let under_way = engine.under_way.on(carrier).messages + engine.confirming.on(carrier);
    match engine.breakers.leave(carrier, moment.now, under_way) {
        Leave::All => engine.batch,
        Leave::AtMost(few) => engine.batch.min(few),
        Leave::NoneBefore(_) => 0,
    }
}

/// Whether it has not turned us away and, where it has connections, one sends.
const fn is_up(live: &Live) -> bool {
    live.stopped.is_none() && (live.wanted == 0 || live.sending > 0)
}

/// Writes down what carriers answered. What cannot be written down now is kept for the next step.
pub(super) async fn record(engine: &mut Engine, moment: &Moment, stepped: &mut Stepped) -> Result<()> {
    let (stamp, receipts_until) = (moment.stamp("dispatch"), moment.receipts_until());
    let mut fault = None;
    for ((run, name), answered) in engine.under_way.answered() {
        let whose = Whose::Answers(run);
        if engine.resting.rests(&whose, moment.now) {
            engine.under_way.keep(answered);
            continue;
        }
        let said: Vec<Said> = answered.iter().flat_map(|one| said(stamp.at, one)).collect();
        match engine.store.said(&stamp, run, &name, &said, receipts_until).await {
            Ok(()) => {
                for one in &answered {
                    let answers = one.answers.iter().map(|(_, answer)| answer);
                    engine.breakers.hear(&name, stamp.at, answers);
                }
                engine.under_way.done(&answered);
                stepped.runs.insert(run);
            }
            Err(error) => {
                engine.under_way.keep(answered);
                if error.is_of_a_row() {
                    let fault = ("answers can't be written down", &error);
                    engine.resting.note(whose, fault, moment.now, stepped);
                } else {
                    fault = Some(error);
                }
            }
        }
    }
    fault.map_or(Ok(()), Err)
}

fn said(now: Millis, answered: &Answered) -> impl Iterator<Item = Said> {
    let carrier = &*answered.carrier;
    let said = move |(key, answer): &((Key, u16), Answer)| answers::said(carrier, now, *key, answer.clone());
    answered.answers.iter().map(said)
}

/// How many parts more a carrier can be handed without keeping them waiting for its window: what is under way when we
/// die is in doubt. None while it has no connection that sends: what is queued stays queued, and no attempt is lost on it.
/// And none while few places are free: each claim is a durable commit.
fn room(live: &Live, under_way: u32) -> u32 {
    match live {
        _ if !is_up(live) => 0,
        Live { wanted: 0, .. } if under_way == 0 => u32::MAX,
        Live { window, .. } => {
            let free = window.saturating_sub(under_way);
            if free >= window.div_ceil(FEW) { free } else { 0 }
        }
    }
}

/// Until when the carrier may deliver: while the run is valid, and not into the night, should it hold messages back. A few
/// minutes are always left.
fn valid_until(moment: &Moment, hours: AllowedHours, run: Millis) -> Millis {
    let local = civil(moment.now, moment.offset());
    let Some(end) = hours.end(local) else {
        return run;
    };
    let evening = firing::moment(moment.zone, end).max(moment.now + SHORTEST);
    run.min(evening)
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

fn message(letter: Letter, valid_until: Millis) -> Message {
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
    use super::super::under_way::PATIENCE;
    use super::*;
    use carrier::session::Pace;

    #[test]
    fn a_direct_carrier_answers_a_batch_within_our_patience() {
        let pace = Pace::default();
        assert!(2 * pace.place + pace.answer < PATIENCE);
    }

    #[test]
    fn no_more_is_claimed_than_the_window_holds() {
        let live = |wanted, sending| Live {
            wanted,
            sending,
            window: 16,
            ..Live::default()
        };
        assert_eq!(room(&Live::default(), 0), u32::MAX);
        assert_eq!(room(&Live::default(), 1), 0, "a batch at a time");
        assert_eq!(room(&live(1, 0), 0), 0);
        for (under_way, free) in [(0, 16), (9, 7), (12, 4), (13, 0), (16, 0), (99, 0)] {
            assert_eq!(room(&live(2, 2), under_way), free, "{under_way}");
        }
        let stopped = Live {
            stopped: Some("wrong password".into()),
            ..live(2, 1)
        };
        assert_eq!(room(&stopped, 0), 0);
        let single = Live {
            window: 1,
            ..live(1, 1)
        };
        assert_eq!(room(&single, 0), 1);
    }
}
