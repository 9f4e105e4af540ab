//! What the ledger alone takes: intents, answers and receipts of a run written as durably as ever, and no carrier that is spoken
//! to. No run over a real one can be quicker.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use domain::consent::Purpose;
use domain::roll::{Outcome, Receipt};
use domain::time::{HOUR, MINUTE, Millis};
use gateway::app::App;
use gateway::jobs::carriers::Carriers;
use gateway::jobs::engine::Engine;
use store::contract::CarrierRecord;
use store::contract::runs::{Claim, Heard, Reference, RunRow, Said, SaidWhat};
use store::{Actor, Stamp};

use super::run::{only, prepare};
use super::{customers, figure};

/// Entries of one claim: half of the window over which the carriers are measured.
const CLAIMED: u32 = 1_000;
/// Receipts of one batch, as the engine takes them.
const HEARD: usize = 4_096;

pub(super) async fn run(work: &Path, rows: u64, carrier: CarrierRecord) -> Result<()> {
    let folder = work.join("alone");
    std::fs::create_dir(&folder)?;
    let file = folder.join("customers.csv");
    customers::write(&file, rows)?;
    let (app, _) = customers::import(&folder, &file, rows).await?;
    let name = carrier.name.clone();
    prepare(&app, rows, carrier).await?;
    // The first step opens the run and freezes it.
    let carriers = Arc::new(Carriers::in_folder(work.to_owned()));
    let mut engine = Engine::new(app.store.clone(), carriers.clone(), "bench".to_owned());
    engine.step(app.now()).await?;
    engine.finish(|| app.now()).await?;
    carriers.shut().await;
    let run = only(&app).await?;

    let begun = Instant::now();
    hand_over(&app, &run, &name).await?;
    let handed = rows as f64 / begun.elapsed().as_secs_f64();
    figure(
        &format!("the ledger alone, {rows} intents and answers"),
        handed,
        "entries/s",
        None,
    );
    let begun = Instant::now();
    hear(&app, &run, &name).await?;
    let heard = rows as f64 / begun.elapsed().as_secs_f64();
    figure(&format!("the ledger alone, {rows} receipts"), heard, "receipts/s", None);
    ensure!(
        only(&app).await?.tally.of(Outcome::Delivered) == rows,
        "not every receipt counted"
    );
    app.store.shut().await;
    Ok(())
}

fn stamp(at: Millis) -> Stamp {
    Stamp {
        actor: Actor::System("bench"),
        at,
    }
}

fn reference(entry: i64) -> Reference {
    Reference {
        name: format!("{:x}", 0x00AB_CDEF_0000_0000 | entry & 0xffff_ffff),
        others: Vec::new(),
    }
}

async fn hand_over(app: &App, run: &RunRow, carrier: &str) -> Result<()> {
    let now = app.now();
    let fence = app.store.take_lease("alone", now, now + HOUR).await?;
    let fence = fence.context("the engine gave its lease back")?;
    let (_, settings) = app.store.organisation().await?;
    loop {
        let claim = Claim {
            run: run.no,
            carrier: carrier.to_owned(),
            second: None,
            fence,
            lease_until: now + HOUR,
            limit: CLAIMED,
            parts: u32::MAX,
            answer_by: now + MINUTE,
            needs_consent: settings.care_needs_consent,
            caps: settings.caps(Purpose::Care, now, now),
        };
        let letters = app.store.claim(&stamp(now), claim).await?;
        if letters.is_empty() {
            return Ok(());
        }
        let said: Vec<Said> = letters
            .iter()
            .map(|letter| Said {
                entry: letter.entry,
                attempt: letter.attempt,
                what: SaidWhat::Taken(vec![reference(letter.entry)]),
            })
            .collect();
        app.store.said(&stamp(now), run.no, carrier, &said, now + HOUR).await?;
    }
}

async fn hear(app: &App, run: &RunRow, carrier: &str) -> Result<()> {
    let now = app.now();
    let entries: Vec<i64> = (run.no << 32..).take(run.audience as usize).collect();
    for batch in entries.chunks(HEARD) {
        let heard: Vec<Heard> = batch
            .iter()
            .map(|&entry| Heard {
                reference: reference(entry),
                key: None,
                status: Receipt::Delivered,
                code: Some("000".to_owned()),
                at: now,
                numbers: Vec::new(),
            })
            .collect();
        app.store.heard(&stamp(now), carrier, &heard, now + HOUR).await?;
    }
    Ok(())
}
