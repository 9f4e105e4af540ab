//! Takes replies from the carriers: written down durably first, with the opt-outs among them, acknowledged then.

use carrier::Reply;
use domain::phone::PhoneState;
use store::Result;
use store::contract::inbox::Replied;

use super::confirmations::confirm;
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
        if !replies.is_empty() {
            let replied: Vec<Replied> = replies.iter().map(|reply| replied(moment, reply)).collect();
            stepped.replied |= engine
                .store
                .replied(&moment.stamp("replies"), &record.name, &replied)
                .await?;
            let tokens: Vec<u64> = replies.iter().map(|reply| reply.token).collect();
            carrier.acknowledge_replies(&tokens).await;
            stepped.busy = true;
        }
        confirm(engine, moment, &record.name, &carrier).await?;
    }
    Ok(())
}

/// Carriers spell numbers in several ways: in China often without the country, abroad without the plus sign.
fn replied(moment: &Moment, reply: &Reply) -> Replied {
    let plus = format!("+{}", reply.from.trim_start_matches('+'));
    let read = |text: &str| {
        let read = phone_of(text);
        read.phone.map(|phone| (phone.e164().to_owned(), read.state))
    };
    let (phone, state) = read(&reply.from)
        .or_else(|| read(&plus))
        .unwrap_or_else(|| (reply.from.clone(), PhoneState::Invalid));
    let opt_out = domain::consent::opts_out(&reply.text);
    let settings = &moment.settings;
    let confirm = (opt_out && state == PhoneState::Mobile)
        .then(|| settings.confirmation.text_for(&reply.text, &phone, &settings.signature))
        .flatten();
    Replied {
        phone,
        opt_out,
        confirm,
        text: reply.text.clone(),
        at: reply.at,
    }
}
