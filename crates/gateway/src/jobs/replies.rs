//! Takes replies from the carriers: written down durably first, with the opt-outs among them, acknowledged then.

use carrier::Reply;
use store::Result;
use store::contract::customers::Replied;

use super::engine::{Engine, Moment, Stepped};
use crate::handlers::customers::card::phone_of;

/// Replies of one batch.
const BATCH: usize = 500;

pub(super) async fn take(engine: &mut Engine, moment: &Moment, stepped: &mut Stepped) -> Result<()> {
    for record in moment.carriers.values() {
        let Some(carrier) = engine.carriers.get(record) else {
            continue;
        };
        let replies = carrier.replies(BATCH).await;
        if replies.is_empty() {
            continue;
        }
        let replied: Vec<Replied> = replies.iter().map(replied).collect();
        engine
            .store
            .replied(&moment.stamp("replies"), &record.name, &replied)
            .await?;
        let tokens: Vec<u64> = replies.iter().map(|reply| reply.token).collect();
        carrier.acknowledge_replies(&tokens).await;
        stepped.busy = true;
    }
    Ok(())
}

/// Carriers spell numbers in several ways: in China often without the country, abroad without the plus sign.
fn replied(reply: &Reply) -> Replied {
    let plus = format!("+{}", reply.from.trim_start_matches('+'));
    let read = |text: &str| phone_of(text).phone.map(|phone| phone.e164().to_owned());
    let phone = read(&reply.from).or_else(|| read(&plus));
    Replied {
        phone: phone.unwrap_or_else(|| reply.from.clone()),
        opt_out: domain::consent::opts_out(&reply.text),
        text: reply.text.clone(),
        at: reply.at,
    }
}
