//! Opens the runs of campaigns whose moment has come.

use chrono_tz::Tz;
use domain::id::RunId;
use domain::schedule::LatePolicy;
use domain::time::{HOUR, MINUTE, Millis};
use store::contract::runs::{Due, NewRun, Opening};
use store::{Result, Stamp, Store};
use uuid::Uuid;

use super::engine::{Engine, Moment, Stepped};
use crate::firing;

/// A firing later than this is late.
const GRACE: Millis = 15 * MINUTE;
/// Firings of one step.
const LIMIT: u32 = 20;

pub(super) async fn open_due(engine: &mut Engine, moment: &Moment, stepped: &mut Stepped) -> Result<()> {
    for due in engine.store.due(moment.now, LIMIT).await? {
        let new = new_run(&due, moment.zone, moment.now);
        match engine.store.open_run(&moment.stamp("scheduler"), new).await {
            Ok(opened) => stepped.busy |= opened,
            Err(error) => {
                tracing::error!(campaign = %due.campaign, %error, "the run of a campaign can't be opened");
                stepped.fault(&error);
            }
        }
    }
    Ok(())
}

/// Opens the runs of all firings that have passed in an older copy of the database, and holds those that would go out: they may have
/// gone out since the copy was made.
///
/// # Errors
/// Those of the store.
pub async fn open_taken_back(store: &dyn Store, stamp: &Stamp, zone: Tz) -> Result<()> {
    loop {
        let mut opened = false;
        for due in store.due(stamp.at, LIMIT).await? {
            let mut new = new_run(&due, zone, stamp.at);
            if matches!(new.opening, Opening::Freeze | Opening::Hold) {
                new.opening = Opening::TakenBack;
            }
            opened |= store.open_run(stamp, new).await?;
        }
        if !opened {
            return Ok(());
        }
    }
}

fn new_run(due: &Due, zone: Tz, now: Millis) -> NewRun {
    let content = &due.content;
    let next_at = firing::next(&content.schedule, zone, due.due_at);
    NewRun {
        id: RunId(Uuid::now_v7()),
        campaign: due.campaign,
        version: due.version,
        due_at: due.due_at,
        next_at,
        valid_until: due.due_at + Millis::from(content.valid_hours) * HOUR,
        opening: match next_at {
            // Each birthday has people of its own.
            Some(next_at) if next_at <= now && content.birthdays().is_none() => Opening::Overtaken,
            _ => opening(content.late, now - due.due_at),
        },
    }
}

/// How a run begins that is `late` milliseconds late, and is the last one due: of several firings that were missed, only that
/// one may go out, for they are for the same people.
fn opening(policy: LatePolicy, late: Millis) -> Opening {
    match policy {
        _ if late <= GRACE => Opening::Freeze,
        LatePolicy::Send => Opening::Freeze,
        LatePolicy::Hold => Opening::Hold,
        LatePolicy::Cancel => Opening::Doom,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_is_judged_by_the_policy() {
        for (policy, late, expected) in [
            (LatePolicy::Hold, 0, Opening::Freeze),
            (LatePolicy::Hold, GRACE, Opening::Freeze),
            (LatePolicy::Hold, GRACE + 1, Opening::Hold),
            (LatePolicy::Send, 30 * HOUR, Opening::Freeze),
            (LatePolicy::Cancel, GRACE + 1, Opening::Doom),
        ] {
            assert_eq!(opening(policy, late), expected, "{policy:?} {late}");
        }
    }
}
