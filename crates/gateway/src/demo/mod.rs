//! The demo firm: a decoration firm with five thousand customers, made from a fixed seed around a given day.
//!
//! It is loaded as a firm's own files would be, by imports, so that everything in it has the history that real data has.

mod customers;
mod firm;
mod happenings;
pub mod history;
mod names;
mod replies;

use domain::id::ImportId;
use domain::segment::Today;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use store::Stamp;
use store::contract::customers::CustomerFilter;
use store::contract::imports::{ImportCounts, ImportPass, ImportRecord, PassPlan, Verdict};
use wire::Code;

use crate::app::App;
use crate::error::{Answer, Failure};

/// How many customers the firm has.
pub const CUSTOMERS: usize = 5_000;
const SEED: u64 = 20_260_507;

/// Loads the demo firm. Refused where there are customers already. All its users get the one password: one that somebody
/// has chosen or was told, never a published one, because they can sign in like anybody else.
pub async fn load(app: &App, stamp: &Stamp, password_hash: &str) -> Answer<()> {
    let any = CustomerFilter {
        limit: 1,
        ..CustomerFilter::default()
    };
    if !app.store.customers(&any).await?.is_empty() {
        return Err(Failure::new(Code::WrongState).detail((
            "已有客户资料，不能再载入示范公司。",
            "There are customers already; the demo firm is only for an empty database.",
        )));
    }
    let now = app.now();
    let today = Today::at(now, app.offset_minutes(now));
    let agents = firm::set_up(app, stamp, password_hash).await?;
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let made = customers::make(&mut rng, today.date, CUSTOMERS, &agents);

    let mut pass = begin(app, stamp, "customers", "客户档案.xlsx", made.len()).await?;
    let lines: Vec<_> = made.iter().map(|one| one.line.clone()).collect();
    let verdicts = pass.1.customers(lines).await?;
    finish(pass.1, &verdicts).await?;

    let purchases = happenings::purchases(&mut rng, &made, today.date);
    let mut pass = begin(app, stamp, "purchases", "销售单.csv", purchases.len()).await?;
    let verdicts = pass.1.purchases(purchases).await?;
    finish(pass.1, &verdicts).await?;

    let events = happenings::events(&mut rng, &made, &today);
    let mut pass = begin(app, stamp, "events", "工单.csv", events.len()).await?;
    let verdicts = pass.1.events(events).await?;
    finish(pass.1, &verdicts).await?;

    happenings::contacts_and_notes(app, &mut rng, &made, &today, stamp).await?;
    happenings::weather(app, &today, stamp).await?;
    history::load(app, stamp).await
}

/// Keeps the record of an import that is being applied, and begins its pass.
async fn begin(
    app: &App,
    stamp: &Stamp,
    kind: &str,
    file: &str,
    rows: usize,
) -> Answer<(ImportId, Box<dyn ImportPass>)> {
    let id = ImportId(app.new_id());
    let record = ImportRecord {
        id,
        version: 1,
        kind: kind.to_owned(),
        file: file.to_owned(),
        path: id.to_string(),
        bytes: rows as u64 * 120,
        format: String::new(),
        state: "applying".to_owned(),
        done: 0,
        total: Some(rows as u64),
        permille: 0,
        counts: ImportCounts::default(),
        layout: "null".to_owned(),
        columns: "[]".to_owned(),
        sample: "[]".to_owned(),
        understood: "[]".to_owned(),
        problem: None,
        by: String::new(),
        created_at: stamp.at,
        ended_at: None,
        with_erased: false,
    };
    app.store.create_import(&record, stamp).await?;
    let plan = PassPlan {
        id,
        file: file.to_owned(),
        expected: rows as u64,
        write: true,
        with_erased: false,
    };
    Ok((id, app.store.begin_pass(plan, stamp).await?))
}

async fn finish(pass: Box<dyn ImportPass>, verdicts: &[Verdict]) -> Answer<()> {
    let mut counts = ImportCounts::default();
    for verdict in verdicts {
        match verdict {
            Verdict::New => counts.new += 1,
            Verdict::Changed => counts.changed += 1,
            Verdict::Unchanged => counts.unchanged += 1,
            _ => counts.refused += 1,
        }
    }
    pass.commit(counts).await?;
    Ok(())
}
