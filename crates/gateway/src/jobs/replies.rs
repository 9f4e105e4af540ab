//! Takes replies from the carriers: written down durably first, with the opt-outs among them, acknowledged then.

use carrier::{Carrier, Reply};
use domain::phone::PhoneState;
use store::Result;
use store::contract::inbox::{Replied, ReplyPart};

use super::confirmations::confirm;
use super::engine::{Engine, Moment, Stepped};
use super::portions::Portions;
use crate::handlers::customers::card::phone_of;

/// Replies of one batch.
const BATCH: usize = 500;

pub(super) async fn take(engine: &mut Engine, moment: &Moment, stepped: &mut Stepped) {
    for record in moment.carriers.values() {
        let Some(carrier) = engine.carriers.get(record) else {
            continue;
        };
        let replies = carrier.replies(BATCH).await;
        stepped.busy |= !replies.is_empty();
        let mut portions = Portions::of(replies.len());
        while let Some(portion) = portions.next() {
            let written = write(engine, moment, (&record.name, &*carrier), &replies[portion], stepped).await;
            stepped.note("replies can't be written down", portions.done(written));
        }
        // One that is switched off is heard for its receipts, and sends nothing.
        if !record.enabled {
            continue;
        }
        let confirmed = confirm(engine, moment, &record.name, &carrier).await;
        stepped.note("opt-outs can't be confirmed", confirmed);
    }
}

async fn write(
    engine: &Engine,
    moment: &Moment,
    (name, carrier): (&str, &dyn Carrier),
    replies: &[Reply],
    stepped: &mut Stepped,
) -> Result<()> {
    let replied: Vec<Replied> = replies.iter().map(|reply| replied(moment, reply)).collect();
    stepped.replied |= engine.store.replied(&moment.stamp("replies"), name, &replied).await?;
    let tokens: Vec<u64> = replies.iter().map(|reply| reply.token).collect();
    carrier.acknowledge_replies(&tokens).await;
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
    let part = reply.part.map(|(reference, total, number)| ReplyPart {
        reference,
        total,
        number,
    });
    let confirm = ((opt_out || part.is_some()) && state == PhoneState::Mobile)
        .then(|| settings.confirmation.text_for(&reply.text, &phone, &settings.signature))
        .flatten();
    Replied {
        phone,
        opt_out,
        confirm,
        text: reply.text.clone(),
        at: reply.at,
        part,
    }
}
