//! `rollcall carrier`

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use carrier::Answer;
use clap::Subcommand;
use domain::roll::Receipt;
use domain::time::DAY;
use store::contract::Settings;
use store::{Actor, Stamp};

use super::{Present, folder};
use crate::clock::Clock;
use crate::handlers::trial::{MOST, own};
use crate::jobs::carriers::{Carriers, trial};

/// How long a receipt is awaited.
const RECEIPT: Duration = Duration::from_secs(30);

/// What `rollcall carrier` does.
#[derive(Debug, Subcommand)]
pub enum Carrier {
    /// Bind, send one message to one's own number, and print what the carrier says. Fails if it does not take it, or says
    /// that it did not arrive. The log says that it was sent.
    Test {
        /// The carrier's name.
        name: String,
        /// Whom to send to: a mobile number of one's own, and no customer's.
        #[arg(long)]
        to: String,
        /// How long binding may take, in seconds.
        #[arg(long, default_value_t = 30)]
        wait: u64,
        #[command(flatten)]
        data: Present,
    },
}

/// Runs the command.
pub async fn run(carrier: Carrier) -> Result<()> {
    let Carrier::Test { name, to, wait, data } = carrier;
    let folder = folder::open_present(&data.data).await?;
    let own = own(&*folder.store, &to).await?;
    let phone = own.map_err(|(_, why)| anyhow!(why))?;
    let mut record = match folder.store.carrier(&name).await {
        Err(store::Error::NotFound) => bail!("there is no carrier of this name"),
        other => other?,
    };
    // It can be tried before it is switched on.
    record.enabled = true;
    let (_, firm) = folder.store.organisation().await?;
    let stamp = Stamp {
        actor: Actor::System("command"),
        at: Clock::system().now(),
    };
    let noted = folder
        .store
        .note_carrier_test(&stamp, &name, &phone, MOST, stamp.at - DAY);
    if !noted.await? {
        bail!("at most {MOST} test messages within a day");
    }
    let carriers = Carriers::in_folder(data.data);
    let outside = carriers.get(&record).context("the carrier can't be opened")?;
    let live = trial::bound(&outside, Duration::from_secs(wait)).await?;
    println!("bound: {} of {}", live.bound, live.wanted);
    let now = stamp.at;
    let message = trial::message(&firm.signature, &phone, now);
    let answer = outside.hand_over(now, &[message]).await.pop();
    let references = match answer {
        Some(Answer::Taken { references }) => references,
        Some(Answer::Deferred { code, .. }) => bail!("not taken for now ({code})"),
        Some(Answer::Refused { failure, code }) => bail!("refused: {} ({code})", failure.code()),
        Some(Answer::NoAnswer(doubt)) => bail!("no answer ({}): it may arrive or not", doubt.why.code()),
        None => bail!("no answer: it may arrive or not"),
    };
    println!("taken: {}", references.join(", "));
    let Some(receipt) = trial::receipt(&outside, &references, phone.e164(), RECEIPT).await else {
        println!("receipt: none within 30 s");
        return Ok(());
    };
    let code = receipt.code.unwrap_or_default();
    match receipt.status {
        Receipt::Failed(why) => bail!("receipt: failed, {} ({code})", why.code()),
        Receipt::Expired => bail!("receipt: expired ({code})"),
        Receipt::Delivered | Receipt::Enroute => println!("receipt: delivered ({code})"),
    }
    Ok(())
}
