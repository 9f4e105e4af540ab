//! What a run's row repeats of what was approved, and what it counts.

use audit::roll::{Kind, Moved};
use domain::roll::Outcome;
use domain::time::{HOUR, Millis};
use store::Store;
use store::contract::runs::{RunRow, RunState};

use super::recompute::Found;

/// Holds a run's row against the content that it carries, and that against its digest.
pub(super) async fn row(store: &dyn Store, run: &RunRow, found: &mut Found) -> store::Result<()> {
    let record = match store.run(run.id).await {
        Ok(record) => record,
        Err(store::Error::Unreadable(what)) => {
            found.differs.push(format!("run {}: {what} is unreadable", run.id));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let content = &record.content;
    let changed = store.run_event(run.id, "run.rate_changed").await?.is_some();
    let valid_until = run.due_at + Millis::from(content.valid_hours) * HOUR;
    let stands = [
        ("content", content.digest() == record.digest),
        ("purpose", run.purpose == content.purpose),
        ("carrier", run.carrier == content.carrier),
        ("end", run.valid_until == valid_until),
        ("rate", changed || run.rate == content.rate),
    ];
    for (what, _) in stands.into_iter().filter(|(_, stands)| !stands) {
        found
            .differs
            .push(format!("run {}: its {what} is not what was approved", run.id));
    }
    Ok(())
}

/// Holds a run's counts against what its events add up to, and its entries against the attempts to hand them over.
pub(super) async fn handed(store: &dyn Store, run: &RunRow, moved: &Moved, found: &mut Found) -> store::Result<()> {
    for (outcome, kind) in Outcome::ALL.into_iter().zip(Kind::ALL) {
        let (says, told) = (run.tally.of(outcome) as i64, moved.of(kind));
        if let Some(told) = told.filter(|told| *told != says) {
            let (run, code) = (run.id, kind.code());
            found
                .differs
                .push(format!("run {run}: it says {says} {code}, and the log tells of {told}"));
        }
    }
    for entry in store.unfounded(run.no).await? {
        found.differs.push(format!("run {}: {entry}", run.id));
    }
    // What closed before events told from where entries went added its parts up as they went.
    let told = moved.of(Kind::Delivered).is_some();
    if told && run.state == RunState::Closed && store.handed_over(run.no).await? != (run.parts, run.cost_millis) {
        found.differs.push(format!(
            "run {}: its parts and cost are not those of its entries",
            run.id
        ));
    }
    Ok(())
}
