//! What a run's row repeats of what was approved.

use domain::time::{HOUR, Millis};
use store::Store;
use store::contract::runs::RunRow;

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
