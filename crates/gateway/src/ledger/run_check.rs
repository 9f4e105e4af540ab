//! What a run's row repeats of what was approved, and what it counts.

use audit::roll::{Kind, Moved};
use domain::roll::Outcome;
use domain::time::{HOUR, Millis};
use store::contract::runs::{RunRow, RunState};
use store::{Store, Summed};

use super::recompute::Found;
use super::told::Told;

/// Holds a run's row against the content that it carries, and that against its digest.
pub(super) async fn row(store: &dyn Store, run: &RunRow, found: &mut Found) -> store::Result<()> {
    let record = store.run(run.id).await?;
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
    // Events of before do not tell how many receipts there are, and parts were added up as they went.
    let Some(told) = moved.receipts() else { return Ok(()) };
    let handed = store.handed_over(run.no).await?;
    if run.state == RunState::Closed && (handed.parts, handed.cost_millis) != (run.parts, run.cost_millis) {
        found.differs.push(format!(
            "run {}: its parts and cost are not those of its entries",
            run.id
        ));
    }
    if handed.receipts as i64 != told {
        let (run, receipts) = (run.id, handed.receipts);
        found.differs.push(format!(
            "run {run}: it has {receipts} receipts, and the log tells of {told}"
        ));
    }
    Ok(())
}

/// Holds what is kept of a run against the sums of its events: which entries moved, which were handed over, what was answered,
/// and which receipts came.
pub(super) async fn sums(store: &dyn Store, run: &RunRow, told: &Told, found: &mut Found) -> store::Result<()> {
    for (of, what) in [
        (Summed::Entries, "its entries do not stand where its events led them"),
        (Summed::Attempts, "its attempts are not those that its events tell of"),
        (Summed::Answers, "its answers are not those that its events tell of"),
        (Summed::Receipts, "its receipts are not those that its events tell of"),
    ] {
        let kept = store.kept_sum(run.no, of).await?;
        if kept.is_some_and(|kept| !told.fits(run.id, of, &kept)) {
            found.differs.push(format!("run {}: {what}", run.id));
        }
    }
    Ok(())
}
