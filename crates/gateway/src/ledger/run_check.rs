//! What a run's row says, held against the log's events.

use audit::roll::events::{CLOSED, FROZEN};
use audit::{Event, Value};
use store::Store;
use store::contract::LogFilter;
use store::contract::runs::{RunRow, RunState};

use super::recompute::Found;

/// Rows read at a time.
const BATCH: u32 = 2_000;

/// Holds a run's row against how the log says it was opened, frozen and closed.
pub(super) async fn row(store: &dyn Store, run: &RunRow, found: &mut Found) -> store::Result<()> {
    let opened = event(store, run, "run.opened").await?;
    let (frozen, closed) = (event(store, run, FROZEN).await?, event(store, run, CLOSED).await?);
    let record = match store.run(run.id).await {
        Ok(record) => record,
        Err(store::Error::Unreadable(what)) => {
            found.differs.push(format!("run {}: {what} is unreadable", run.id));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let content = frozen.as_ref().and_then(|event| text(event, "content"));
    let says = |event: &Option<Event>, key: &str, value: String| {
        event
            .as_ref()
            .and_then(|event| text(event, key))
            .is_none_or(|said| said == value)
    };
    let stands = [
        ("campaign", says(&opened, "campaign", run.campaign.to_string())),
        ("due time", says(&opened, "due_at", run.due_at.to_string())),
        (
            "commitment",
            run.committed == frozen.as_ref().is_some_and(|event| text(event, "roll").is_some()),
        ),
        (
            "time of the freeze",
            run.frozen_at == frozen.as_ref().map(|event| event.at),
        ),
        (
            "time of the close",
            run.closed_at == closed.as_ref().map(|event| event.at),
        ),
        ("state", (run.state == RunState::Closed) == closed.is_some()),
        (
            "content",
            record.content.digest() == record.digest && content.is_none_or(|said| said == record.digest),
        ),
        ("purpose", run.purpose == record.content.purpose),
        ("carrier", run.carrier == record.content.carrier),
        ("audience", says(&frozen, "audience", run.audience.to_string())),
        ("parts", says(&closed, "parts", run.parts.to_string())),
        ("cost", says(&closed, "cost_millis", run.cost_millis.to_string())),
    ];
    for (what, _) in stands.into_iter().filter(|(_, stands)| !stands) {
        found
            .differs
            .push(format!("run {}: its {what} is not what the log says", run.id));
    }
    Ok(())
}

/// Runs that the log knows and that are no longer there.
pub(super) async fn gone(store: &dyn Store, found: &mut Found) -> store::Result<()> {
    let filter = LogFilter {
        action: Some("run.opened".to_owned()),
        ..LogFilter::default()
    };
    let mut before = None;
    loop {
        let page = store.events(&filter, before, BATCH).await?;
        let Some(last) = page.last() else { return Ok(()) };
        before = Some(last.seq);
        for event in &page {
            let id = event.subject.parse().map(domain::id::RunId);
            let there = match id {
                Ok(id) => !matches!(store.run(id).await, Err(store::Error::NotFound)),
                Err(_) => false,
            };
            if !there {
                found
                    .differs
                    .push(format!("run {}: it is in the log, and gone", event.subject));
            }
        }
    }
}

async fn event(store: &dyn Store, run: &RunRow, action: &str) -> store::Result<Option<Event>> {
    let placed = store.run_event(run.id, action).await?;
    Ok(placed.and_then(|placed| Event::decode(&placed.leaf).ok()))
}

fn text(event: &Event, key: &str) -> Option<String> {
    match event.details.get(key) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    }
}
