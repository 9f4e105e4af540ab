//! Freezes a run: plans everybody whom its rule selects, and writes the roll.

use domain::plan::{Plan, Terms};
use domain::segment::Today;
use store::contract::runs::{Freezing, RunRow, Steering};
use store::{Error, Result};

use super::engine::{Engine, Moment, Stepped};
use crate::{firing, planning};

/// What is asked by a carrier that is not there.
const NOBODYS: Terms = Terms {
    price_millis: 0,
    rule: sms::Rule::ChineseBilling,
    refuses: Vec::new(),
};

pub(super) async fn freeze(engine: &mut Engine, moment: &Moment, run: &RunRow, stepped: &mut Stepped) -> Result<()> {
    let terms = match moment.carriers.get(&run.carrier) {
        Some(carrier) => planning::terms(carrier),
        // Nothing of it goes out any more: its roll shows whom it misses.
        None if run.doomed || moment.now >= run.valid_until => NOBODYS,
        None => return Err(Error::Unreadable("run.carrier")),
    };
    let record = engine.store.run(run.id).await?;
    // A birthday is that of the day for which the run fires, however late it is; what the text says is said today.
    let of = match record.content.birthdays() {
        Some(_) => run.due_at,
        None => moment.now,
    };
    let today = Today::at(moment.now, moment.offset());
    let (settings, caps) = (&moment.settings, moment.caps(run.purpose));
    let Ok(plan) = Plan::new(&record.content, today.date, terms, planning::policy(settings, &caps)) else {
        // What was approved could be read when it was approved: only a change of the product gets here.
        if run.doomed {
            return Err(Error::Unreadable("content"));
        }
        tracing::error!(run = %run.id, "the run's text can't be read: it is cancelled");
        let why = Steering::Cancel("text can't be read".to_owned());
        engine.store.steer(&moment.stamp("freeze"), run.id, why).await?;
        stepped.moved(run.no);
        return Ok(());
    };
    let freezing = Freezing {
        plan,
        today: Today::at(of, firing::offset_minutes(moment.zone, of)),
        caps,
    };
    engine.store.freeze(&moment.stamp("freeze"), run.id, freezing).await?;
    engine.stood.insert(run.no);
    stepped.moved(run.no);
    Ok(())
}
