//! A run over a direct carrier on loopback, its server on the same processors: the bare protocol first, without our ledger, then
//! the whole product. What both take is the price of knowing.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use carrier::{Answer, Carrier, Key, Message};
use domain::roll::Outcome;
use gateway::app::App;
use gateway::jobs::carriers::Carriers;
use gateway::jobs::carriers::direct::{self, Config};
use gateway::jobs::engine::Engine;
use gateway::secrets::Secrets;
use store::contract::CarrierRecord;
use store::contract::runs::RunState;
use wire::carriers::{Cmpp, CmppVersion, Coding, Direct, Line, Smpp};

use super::peer::{Peer, Speaks};
use super::run::{only, prepare};
use super::{alone, cost, customers, figure};

/// Entries at most; the whole million would only take longer.
const MOST: u64 = 100_000;
const NAME: &str = "direct";
const SECRET: &str = "secret";
/// Messages under way on each connection.
const WINDOW: u16 = 1_000;
const BINDS: u16 = 2;

pub(super) async fn run(work: &Path, rows: u64, speaks: Speaks) -> Result<()> {
    let rows = rows.min(MOST);
    let name = format!("{speaks:?}").to_uppercase();
    let rate = bare(speaks, rows).await?;
    figure(
        &format!("bare {name} on loopback, {rows} messages answered"),
        rate,
        "messages/s",
        None,
    );

    let mut peer = Peer::start(speaks)?;
    let record = record(work, speaks, peer.port)?;
    alone::run(work, rows, record.clone()).await?;

    let file = work.join("customers.csv");
    customers::write(&file, rows)?;
    let (app, _) = customers::import(work, &file, rows).await?;
    prepare(&app, rows, record).await?;
    let carriers = Arc::new(Carriers::in_folder(work.to_owned()));
    let mut engine = Engine::new(app.store.clone(), carriers.clone(), "bench".to_owned());
    engine.step(app.now()).await?;
    while carriers.live(NAME).is_none_or(|live| live.sending < BINDS) {
        engine.step(app.now()).await?;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }

    cost::forget_peak();
    let begun = cost::worked();
    let handed = until(&mut engine, &app, |run| run.tally.of(Outcome::Accepted) == rows);
    let handed = rows as f64 / handed.await?;
    figure(
        &format!("hand {rows} entries over {name} durably"),
        handed,
        "entries/s",
        Some((20_000.0, true)),
    );
    let worked = begun.zip(cost::worked());
    peer.release()?;
    let heard = until(&mut engine, &app, |run| run.state == RunState::Closed).await?;
    figure(
        &format!("{rows} receipts over {name} written down and matched, run closed"),
        rows as f64 / heard,
        "receipts/s",
        None,
    );
    if let Some((begun, done)) = worked {
        figure(
            &format!("processor time of a hand-over over {name}, without the server's"),
            (done - begun) * 1e6 / rows as f64,
            "us/entry",
            None,
        );
    }
    if let Some(peak) = cost::peak() {
        let metric = format!("peak memory of the gateway over {name}, without the server's");
        figure(&metric, peak / 1e6, "MB", Some((150.0, false)));
    }
    let run = only(&app).await?;
    ensure!(run.tally.of(Outcome::Delivered) == rows, "{:?}", run.tally);
    carriers.shut().await;
    app.store.shut().await;
    Ok(())
}

/// Steps until `done`; answers the seconds.
async fn until(engine: &mut Engine, app: &App, done: impl Fn(&store::contract::runs::RunRow) -> bool) -> Result<f64> {
    let begun = Instant::now();
    loop {
        let stepped = engine.step(app.now()).await?;
        ensure!(stepped.faults == 0, "a step failed");
        let run = only(app).await?;
        if done(&run) {
            return Ok(begun.elapsed().as_secs_f64());
        }
        ensure!(run.tally.of(Outcome::InDoubt) == 0, "{:?}", run.tally);
        if !stepped.busy {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

/// The same messages through the same session, and nothing written down.
async fn bare(speaks: Speaks, rows: u64) -> Result<f64> {
    let peer = Peer::start(speaks)?;
    let carrier: Arc<dyn Carrier> = direct::connect(&form(speaks, peer.port), SECRET)?;
    while carrier.live().sending < BINDS {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let messages: Vec<Message> = (0..rows)
        .map(|n| Message {
            key: Key {
                entry: n as i64,
                attempt: 1,
            },
            phone: format!("+86138{n:08}"),
            text: "【安居装饰】王女士您好，气象台预报明天有暴雨，工地门窗已关好、材料已垫高，请放心。".to_owned(),
            parts: 1,
            valid_until: i64::MAX,
        })
        .collect();
    let begun = Instant::now();
    for chunk in messages.chunks(usize::from(BINDS * WINDOW) * 4) {
        let answers = carrier.hand_over(0, chunk).await;
        let taken = answers.iter().all(|answer| matches!(answer, Answer::Taken { .. }));
        ensure!(taken, "a message was not taken");
    }
    Ok(rows as f64 / begun.elapsed().as_secs_f64())
}

fn record(work: &Path, speaks: Speaks, port: u16) -> Result<CarrierRecord> {
    let config = Config {
        direct: form(speaks, port),
        sealed: Secrets::in_folder(work).seal(NAME, SECRET)?,
    };
    Ok(CarrierRecord {
        name: NAME.to_owned(),
        kind: config.direct.kind().to_owned(),
        enabled: true,
        price_millis: 3_000,
        rate: 0,
        policy: None,
        hours: None,
        fallback: None,
        config: serde_json::to_string(&config)?,
    })
}

fn form(speaks: Speaks, port: u16) -> Direct {
    let line = Line {
        host: "127.0.0.1".to_owned(),
        port,
        account: "900001".to_owned(),
        secret: None,
        secret_set: true,
        from: "10690001".to_owned(),
        binds: BINDS,
        window: WINDOW,
        legs: wire::carriers::Legs::Both,
        offset_minutes: 480,
    };
    match speaks {
        Speaks::Smpp => Direct::Smpp(Smpp {
            line,
            system_type: String::new(),
            from_ton: 0,
            from_npi: 0,
            to_ton: 1,
            to_npi: 1,
            long: wire::carriers::Long::Header,
            tls: None,
        }),
        Speaks::Cmpp => Direct::Cmpp(Cmpp {
            line,
            version: CmppVersion::V20,
            coding: Coding::Ucs2,
            service: String::new(),
        }),
    }
}
