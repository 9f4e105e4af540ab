//! `rollcall carrier`

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use carrier::{Answer, Carrier as Outside, Key, Live, Message};
use clap::Subcommand;
use domain::phone::PhoneState;
use domain::roll::Receipt;
use domain::time::HOUR;
use store::contract::Settings;
use tokio::time::{Instant, sleep};

use super::{Data, folder};
use crate::clock::Clock;
use crate::handlers::customers::card::phone_of;
use crate::jobs::carriers::Carriers;

/// How long binding may take.
const BIND: Duration = Duration::from_secs(30);
/// How long a receipt is awaited.
const RECEIPT: Duration = Duration::from_secs(30);
/// Between looks.
const LOOK: Duration = Duration::from_millis(100);

/// What `rollcall carrier` does.
#[derive(Debug, Subcommand)]
pub enum Carrier {
    /// Bind, send one message to one's own number, and print what the carrier says. Fails if it does not take it, or says
    /// that it did not arrive.
    Test {
        /// The carrier's name.
        name: String,
        /// Whom to send to: a mobile number of one's own.
        #[arg(long)]
        to: String,
        #[command(flatten)]
        data: Data,
    },
}

/// Runs the command.
pub async fn run(carrier: Carrier) -> Result<()> {
    let Carrier::Test { name, to, data } = carrier;
    let to = phone_of(&to);
    let phone = to.phone.filter(|_| to.state == PhoneState::Mobile);
    let phone = phone.context("--to takes a mobile number")?;
    let folder = folder::open(&data.data).await?;
    let mut record = match folder.store.carrier(&name).await {
        Err(store::Error::NotFound) => bail!("there is no carrier of this name"),
        other => other?,
    };
    // It can be tried before it is switched on.
    record.enabled = true;
    let (_, firm) = folder.store.organisation().await?;
    let carriers = Carriers::in_folder(data.data);
    let outside = carriers.get(&record).context("the carrier can't be opened")?;
    let live = bound(&outside).await?;
    println!("bound: {} of {}", live.bound, live.wanted);
    let now = Clock::system().now();
    let message = Message {
        key: Key {
            entry: -1 - i64::from(rand::random::<u32>()),
            attempt: 1,
        },
        phone: phone.e164().to_owned(),
        text: format!("【{}】这是一条测试短信。", firm.signature),
        parts: 1,
        valid_until: now + HOUR,
    };
    let answer = outside.hand_over(now, &[message]).await.pop();
    let references = match answer {
        Some(Answer::Taken { references }) => references,
        Some(Answer::Deferred { code, .. }) => bail!("not taken for now ({code})"),
        Some(Answer::Refused { failure, code }) => bail!("refused: {} ({code})", failure.code()),
        Some(Answer::NoAnswer(doubt)) => bail!("no answer ({}): it may arrive or not", doubt.why.code()),
        None => bail!("no answer: it may arrive or not"),
    };
    println!("taken: {}", references.join(", "));
    receipt(&outside, &references).await
}

/// Waits until a connection sends; a carrier without connections is ready at once.
async fn bound(carrier: &Arc<dyn Outside>) -> Result<Live> {
    let until = Instant::now() + BIND;
    loop {
        let live = carrier.live();
        if live.wanted == 0 || live.sending > 0 {
            return Ok(live);
        }
        if let Some(why) = live.stopped {
            bail!("the carrier turned us away: {why}");
        }
        if Instant::now() >= until {
            bail!("not bound within 30 s: {}", live.last_error.unwrap_or_default());
        }
        sleep(LOOK).await;
    }
}

/// Prints the message's receipt, if it comes in time. Receipts of other messages are left for the gateway.
async fn receipt(carrier: &Arc<dyn Outside>, references: &[String]) -> Result<()> {
    let mut names = references.to_vec();
    names.extend(references.iter().flat_map(|reference| carrier.spellings(reference)));
    let until = Instant::now() + RECEIPT;
    while Instant::now() < until {
        let mut receipts = carrier.receipts(Clock::system().now(), usize::MAX).await;
        receipts.retain(|receipt| names.contains(&receipt.reference));
        carrier.acknowledge(&receipts).await;
        for receipt in receipts {
            let code = receipt.code.unwrap_or_default();
            match receipt.status {
                Receipt::Delivered => {
                    println!("receipt: delivered ({code})");
                    return Ok(());
                }
                Receipt::Failed(why) => bail!("receipt: failed, {} ({code})", why.code()),
                Receipt::Expired => bail!("receipt: expired ({code})"),
                Receipt::Enroute => println!("receipt: under way ({code})"),
            }
        }
        sleep(LOOK).await;
    }
    println!("receipt: none within 30 s");
    Ok(())
}
