//! A file of customers as a firm would have it, and importing it.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use domain::id::ImportId;
use gateway::app::App;
use gateway::clock::Clock;
use gateway::jobs::import::{self, NewFile, Unprepared};
use store::{Actor, Sqlite, Stamp};

const SURNAMES: [&str; 8] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄"];
const STAGES: [&str; 6] = ["未开工", "已开工", "中期", "收尾", "已交付", "维保"];
const TIERS: [&str; 4] = ["VIP", "金卡", "银卡", ""];
const CITIES: [&str; 6] = ["杭州", "宁波", "绍兴", "嘉兴", "湖州", "金华"];

/// Writes a file of `rows` customers.
pub(crate) fn write(path: &Path, rows: u64) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(
        out,
        "客户编号,姓名,手机,工地状态,开工日期,交工日期,会员等级,生日,最近购买,购买金额,城市,备注"
    )?;
    for n in 0..rows {
        // Mixed by a multiplier, so that the columns do not go in step.
        let mix = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16;
        let at = |count: u64, shift: u32| ((mix >> shift) % count) as usize;
        let (phone, month, day) = (n % 100_000_000, at(12, 3) + 1, at(28, 7) + 1);
        write!(out, "C{n:07},{}{},138{phone:08},", SURNAMES[at(8, 1)], n % 9973)?;
        write!(
            out,
            "{},2025-{month:02}-{day:02},2026-{month:02}-{day:02},",
            STAGES[at(6, 11)]
        )?;
        write!(out, "{},19{}-{month:02}-{day:02},", TIERS[at(4, 5)], 60 + at(40, 13))?;
        writeln!(
            out,
            "2026-0{}-{day:02},{}.50,{},请先打电话",
            at(4, 17) + 1,
            at(90_000, 9),
            CITIES[at(6, 19)]
        )?;
    }
    out.flush()?;
    Ok(())
}

/// How long an import took.
pub(crate) struct Took {
    /// From looking at the file to the end of the dry run: what a person waits for before deciding.
    pub(crate) dry_run: Duration,
    /// From looking at the file to the durable commit, without a dry run, as the command line does it.
    pub(crate) application: Duration,
}

/// Imports the file into a new database in `folder`; answers the gateway and how long it took.
pub(crate) async fn import(folder: &Path, file: &Path, rows: u64) -> Result<(App, Took)> {
    let store = Arc::new(Sqlite::open(&folder.join("rollcall.sqlite")).await?);
    // 2026-05-07 10:00 in Shanghai.
    let app = App::new(store, Clock::manual(1_778_119_200_000)).await?;
    app.imports.keep_in(&folder.join("imports"));
    let dry_run = pass(&app, file, rows, "checking").await?;
    let application = pass(&app, file, rows, "applying").await?;
    Ok((app, Took { dry_run, application }))
}

/// Looks at the file and runs one pass over it.
async fn pass(app: &App, file: &Path, rows: u64, state: &str) -> Result<Duration> {
    let stamp = Stamp {
        actor: Actor::System("command"),
        at: app.now(),
    };
    let id = ImportId(app.new_id());
    let begun = Instant::now();
    let new = NewFile {
        id,
        stored: file.to_string_lossy().into_owned(),
        bytes: std::fs::metadata(file)?.len(),
        name: "customers.csv".to_owned(),
        kind: Some(intake::FileKind::Customers),
        sheet: None,
    };
    let record = match import::prepare(app, file, new, state).await {
        Ok(record) => record,
        Err(Unprepared::File(error)) => return Err(error.into()),
        Err(Unprepared::Store(error)) => return Err(error.into()),
    };
    app.store.create_import(&record, &stamp).await?;
    let record = import::run_now(app, record, &stamp).await?;
    let took = begun.elapsed();
    if !["applied", "checked"].contains(&record.state.as_str()) || record.counts.new != rows {
        bail!("the import came to {record:?}");
    }
    Ok(took)
}
