//! Sends checkpoints out to be kept elsewhere: whoever keeps them can show that the log was rewritten, if it ever is.

mod folder;

use std::path::Path;
use std::time::Duration;

use domain::time::{HOUR, MINUTE, Millis};
use store::contract::{Place, Sent, Witness};

use crate::app::App;

pub use folder::Looked;

/// How often it is looked whether something is due.
const APART: Duration = Duration::from_secs(2);
/// How long an answer is awaited.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it rests after the first failure, and at most.
const REST: (Millis, Millis) = (10_000, 30 * MINUTE);

/// Runs until the gateway stops.
pub async fn send(app: App) {
    let mut stop = app.jobs.stop();
    loop {
        if let Err(error) = step(&app).await {
            tracing::error!(%error, "it is not known where checkpoints go");
        }
        tokio::select! {
            () = stop.wait() => return,
            () = tokio::time::sleep(APART) => {}
        }
    }
}

/// Sends what is due now, and notes what came of it.
///
/// # Errors
/// Those of the store; what fails on the way is noted.
pub async fn step(app: &App) -> store::Result<()> {
    let hours = app.store.witness().await?.1.hours;
    send_where(app, |sent, size| due(sent, size, hours, app.now())).await
}

/// Sends the last checkpoint to every place, whether it is due or not, and notes what came of it.
///
/// # Errors
/// Those of the store; what fails on the way is noted.
pub async fn send_now(app: &App) -> store::Result<()> {
    send_where(app, |_, size| size > 0).await
}

/// Whether checkpoints that lie in the folder contradict the log, as it was found when one was sent there last.
///
/// # Errors
/// Those of the store.
pub async fn contradicted(app: &App) -> store::Result<bool> {
    let sent = app.store.sent(Place::Folder).await?;
    Ok(folder::Amiss::standing(&sent).is_some())
}

async fn send_where(app: &App, wanted: impl Fn(&Sent, u64) -> bool) -> store::Result<()> {
    let (_, witness) = app.store.witness().await?;
    let head = app.store.signed_head().await?;
    for place in Place::ALL {
        let Some(address) = address(&witness, place) else {
            continue;
        };
        let sent = app.store.sent(place).await?;
        if !wanted(&sent, head.size) {
            continue;
        }
        let Some(note) = app.store.checkpoint(head.size).await? else {
            continue;
        };
        let amiss = match place {
            Place::Folder => folder::look(app, Path::new(&address), &sent).await?,
            Place::Url => None,
        };
        let size = head.size;
        let delivered = tokio::task::spawn_blocking(move || match place {
            Place::Folder => folder::keep(Path::new(&address), size, &note),
            Place::Url => post(&address, &note),
        });
        let delivered = delivered.await.unwrap_or_else(|_| Err("failed".to_owned()));
        let amiss = amiss.map(|amiss| amiss.code().to_owned());
        match (amiss, delivered) {
            (None, Ok(())) => app.store.note_sent(place, size, app.now()).await?,
            (Some(amiss), Ok(())) => {
                tracing::warn!(place = place.code(), %amiss, "a checkpoint was sent where others contradict the log");
                app.store.note_amiss(place, size, &amiss, app.now()).await?;
            }
            (amiss, Err(failure)) => {
                let failure = amiss.unwrap_or(failure);
                // The address may hold a secret, and is not told.
                tracing::warn!(place = place.code(), %failure, "a checkpoint was not sent");
                app.store.note_unsent(place, &failure, app.now()).await?;
            }
        }
    }
    Ok(())
}

fn address(witness: &Witness, place: Place) -> Option<String> {
    match place {
        Place::Folder => witness.folder.clone(),
        Place::Url => witness.url.clone(),
    }
}

/// Whether the checkpoint of `size` is to be sent at `now`. Where the last one failed it is, even one that lies there already: what was
/// amiss may be gone. A moment that is still to come was noted while the clock was ahead, and nothing is waited for by it.
fn due(sent: &Sent, size: u64, hours: u16, now: Millis) -> bool {
    if let (Some(failed), 1..) = (sent.failed_at, sent.tries) {
        let (first, most) = REST;
        let rest = first.saturating_mul(1 << (sent.tries - 1).min(20)).min(most);
        return now >= failed + rest || failed > now;
    }
    if sent.size.unwrap_or_default() >= size {
        return false;
    }
    sent.sent_at
        .is_none_or(|at| now >= at + Millis::from(hours) * HOUR || at > now)
}

/// Hands the note over as the body of a POST; any 2xx says that it is kept.
fn post(url: &str, note: &str) -> Result<(), String> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .build()
        .into();
    let answer = agent
        .post(url)
        .header("content-type", "text/plain; charset=utf-8")
        .send(note);
    match answer {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(format!("status_{}", answer.status().as_u16())),
        Err(ureq::Error::StatusCode(status)) => Err(format!("status_{status}")),
        Err(ureq::Error::Timeout(_)) => Err("no_answer".to_owned()),
        Err(_) => Err("not_reached".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_and_when_it_is_tried_again() {
        let fresh = Sent::default();
        assert!(due(&fresh, 1, 24, 0) && !due(&fresh, 0, 0, 0));
        let sent = Sent {
            size: Some(5),
            sent_at: Some(HOUR),
            ..Sent::default()
        };
        assert!(!due(&sent, 5, 0, 9 * HOUR), "it is there already");
        assert!(due(&sent, 6, 0, HOUR), "after each");
        assert!(!due(&sent, 6, 2, 3 * HOUR - 1) && due(&sent, 6, 2, 3 * HOUR));
        for hours in [0, 24] {
            assert!(due(&sent, 6, hours, HOUR - 1), "the clock was ahead");
        }
        let failed = Sent {
            failed_at: Some(9 * HOUR),
            tries: 3,
            ..sent.clone()
        };
        assert!(due(&failed, 6, 0, HOUR), "the clock was ahead");
        for (tries, rest) in [(1, 10_000), (2, 20_000), (3, 40_000), (60, 30 * MINUTE)] {
            let failed = Sent {
                failed_at: Some(HOUR),
                tries,
                ..sent.clone()
            };
            let (before, then) = (HOUR + rest - 1, HOUR + rest);
            for size in [5, 6] {
                assert!(!due(&failed, size, 0, before) && due(&failed, size, 0, then), "{tries}");
            }
        }
    }
}
