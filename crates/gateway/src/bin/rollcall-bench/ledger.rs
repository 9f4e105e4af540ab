//! The proof of a closed run, and the log that it stands in.

use std::time::Instant;

use anyhow::{Context, Result, anyhow, ensure};
use audit::check::{Options, verify_with};
use audit::pack::{RunHeader, RunPack};
use audit::roll::entry::freeze_hash;
use audit::{Hash, Tree};
use gateway::app::App;
use gateway::ledger::{check, helpers, pack, proofs};
use store::contract::SideTree;
use store::contract::inbox::Replied;
use store::contract::runs::RunRow;
use store::{Actor, Change, Stamp};
use uuid::Uuid;
use wire::runs::PhonesShown;

use super::figure;

/// Entries read at a time.
const BATCH: u32 = 2_000;
/// Entries of which a proof is asked.
const PROOFS: u64 = 1_000;
/// Events of one commit, and commits, a checkpoint signed after each.
const EVENTS: (u64, u64) = (1_000, 50);
/// Replies of one batch, and batches: each reply that withdraws is a consent and an event for every purpose.
const REPLIES: (u64, u64) = (1_000, 10);

/// Measures what the log costs and gives for this closed run.
pub(super) async fn run(app: &App, run: &RunRow) -> Result<()> {
    let rows = run.audience;
    app.sequencer.catch_up(app.now()).await?;
    let (pack, leaves) = packed(app, run).await?;
    let begun = Instant::now();
    let root = leaves.iter().map(freeze_hash).collect::<Tree>().root();
    let took = begun.elapsed().as_secs_f64();
    ensure!(root != Hash::EMPTY, "no root");
    figure(&format!("root over {rows} entries"), took, "s", Some((1.0, false)));

    let trusted = app.sequencer.verifiers().into_iter().map(Into::into).collect();
    let begun = Instant::now();
    let verdict = verify_with(helpers(), pack.as_slice(), &Options { trusted });
    let took = begun.elapsed().as_secs_f64();
    ensure!(verdict.status() == 0, "{verdict:?}");
    figure(
        &format!("verify the pack of a run of {rows}"),
        took,
        "s",
        Some((1.5, false)),
    );
    figure("that pack", pack.len() as f64 / 1e6, "MB", None);

    let begun = Instant::now();
    for n in 0..PROOFS {
        let place = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) % rows;
        for tree in [SideTree::Frozen(run.no), SideTree::Closed(run.no)] {
            proofs::beside(&*app.store, tree, place, rows).await?;
        }
    }
    let each = begun.elapsed().as_secs_f64() * 1e3 / (2 * PROOFS) as f64;
    figure(
        "proof of one entry, of its roll in the database",
        each,
        "ms",
        Some((1.0, false)),
    );
    appended(app).await?;
    withdrawn(app, rows).await
}

/// The run pack, phones masked, and the leaves at the freeze.
async fn packed(app: &App, run: &RunRow) -> Result<(Vec<u8>, Vec<Hash>)> {
    let (under, frozen, closed) = pack::of_run(app, run)
        .await
        .map_err(|_| anyhow!("the run is not proved"))?;
    let mut pack = RunPack::begin(Vec::new(), &RunHeader::new(under.signing, frozen, closed))?;
    let (mut from, mut leaves) = (0, Vec::new());
    loop {
        let page = app.store.sealed_entries(run.no, from, BATCH).await?;
        for entry in &page {
            leaves.push(entry.leaf);
            pack::line(entry, PhonesShown::Masked, |line| pack.entry(line)).context("an outcome in no form")??;
        }
        from += page.len() as u32;
        if page.len() < BATCH as usize {
            return Ok((pack.finish()?, leaves));
        }
    }
}

/// Appends events that change nothing else, signs a checkpoint after each commit.
async fn appended(app: &App) -> Result<()> {
    let stamp = Stamp {
        actor: Actor::System("receipts"),
        at: app.now(),
    };
    let (each, commits) = EVENTS;
    let before = app.sequencer.catch_up(app.now()).await?.size;
    let begun = Instant::now();
    for commit in 0..commits {
        let change = |n: u64| {
            let customer = Uuid::from_u128(u128::from(n).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835));
            Change::new("bench.happened", "customer", customer)
                .with("n", n)
                .with("source", "bench")
        };
        let changes = (commit * each..(commit + 1) * each).map(change).collect();
        app.store.note(&stamp, changes).await?;
        app.sequencer.catch_up(app.now()).await?;
    }
    let took = begun.elapsed().as_secs_f64();
    let logged = app.sequencer.catch_up(app.now()).await?.size - before;
    ensure!(logged == each * commits, "{logged} events");
    figure(
        &format!("events logged, {each} a commit, each commit signed"),
        logged as f64 / took,
        "events/s",
        Some((50_000.0, true)),
    );
    Ok(())
}

/// Opts customers out by replies, signs a checkpoint after each batch, and checks the whole log as a start does.
async fn withdrawn(app: &App, rows: u64) -> Result<()> {
    let stamp = Stamp {
        actor: Actor::System("receipts"),
        at: app.now(),
    };
    let (each, batches) = REPLIES;
    let before = app.sequencer.catch_up(app.now()).await?.size;
    let begun = Instant::now();
    for batch in 0..batches {
        let reply = |n: u64| Replied {
            phone: format!("+86138{:08}", n % rows),
            text: "R".to_owned(),
            opt_out: true,
            or: None,
            confirm: None,
            part: None,
            at: app.now(),
        };
        let replies: Vec<Replied> = (batch * each..(batch + 1) * each).map(reply).collect();
        app.store.replied(&stamp, "sandbox", &replies).await?;
        app.sequencer.catch_up(app.now()).await?;
    }
    let took = begun.elapsed().as_secs_f64();
    let after = app.sequencer.catch_up(app.now()).await?.size;
    ensure!(after > before, "nothing was logged");
    figure(
        "consents withdrawn by replies, each with its event, and signed",
        (after - before) as f64 / took,
        "consents/s",
        None,
    );
    let begun = Instant::now();
    let events = check(&*app.store, &app.sequencer.verifiers()).await?;
    let took = begun.elapsed().as_secs_f64();
    figure("check the log at the start", events as f64 / took, "events/s", None);
    Ok(())
}
