//! Takes replies from the carriers: written down durably first, with the opt-outs among them, acknowledged then.

use carrier::{Carrier, Reply};
use domain::phone::PhoneState;
use store::Result;
use store::contract::inbox::{Replied, ReplyPart, Sender};

use super::confirmations::confirm;
use super::engine::{Engine, Moment, Stepped};
use super::portions::{Portions, Whose};
use crate::handlers::customers::card::phone_of;

/// Replies of one batch.
const BATCH: usize = 500;

pub(super) async fn take(engine: &mut Engine, moment: &Moment, stepped: &mut Stepped) {
    for record in moment.carriers.values() {
        let Some(carrier) = engine.carriers.get(record) else {
            continue;
        };
        let whose = |reply: &Reply| Whose::Reply(record.name.clone(), reply.token);
        let replies = carrier.replies(BATCH + engine.resting.len()).await;
        for replies in engine.resting.awake(replies, whose, moment.now) {
            stepped.busy |= !replies.is_empty();
            let mut portions = Portions::of(replies.len());
            while let Some(portion) = portions.next() {
                let first = portion.start;
                let written = write(engine, moment, (&record.name, &*carrier), &replies[portion], stepped).await;
                if let Err(error) = portions.done(written) {
                    let fault = ("replies can't be written down", &error);
                    engine.resting.note(whose(&replies[first]), fault, moment.now, stepped);
                }
            }
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

/// Carriers spell numbers in several ways: in China often without the country, abroad without the plus sign. Digits that may
/// be both a number here and one abroad are taken for what the carrier says first, and the store knows whose they are.
fn replied(moment: &Moment, reply: &Reply) -> Replied {
    let opt_out = domain::consent::opts_out(&reply.text);
    let settings = &moment.settings;
    let part = reply.part.clone().map(|part| ReplyPart {
        reference: part.reference,
        total: part.total,
        number: part.number,
        cut: part.cut,
    });
    let sender = |(phone, state): (String, PhoneState)| Sender {
        confirm: ((opt_out || part.is_some()) && state == PhoneState::Mobile)
            .then(|| settings.confirmation.text_for(&reply.text, &phone, &settings.signature))
            .flatten(),
        phone,
    };
    let mut readings = readings(&reply.from, reply.international).into_iter().map(sender);
    let Sender { phone, confirm } = readings.next().unwrap_or_else(|| Sender {
        phone: reply.from.clone(),
        confirm: None,
    });
    Replied {
        phone,
        or: readings.next(),
        opt_out,
        confirm,
        text: reply.text.clone(),
        at: reply.at,
        part,
    }
}

/// The numbers that digits may mean, the likelier one first; none where they are no number.
fn readings(from: &str, international: bool) -> Vec<(String, PhoneState)> {
    let plus = format!("+{}", from.trim_start_matches('+'));
    let spelled = match (from.starts_with('+'), international) {
        (true, _) => vec![plus.as_str()],
        // Some carriers say so of every number.
        (false, true) => vec![&plus, from],
        (false, false) => vec![from, &plus],
    };
    let read = |text: &str| {
        let read = phone_of(text);
        read.phone.map(|phone| (phone.e164().to_owned(), read.state))
    };
    let mut readings: Vec<_> = spelled.into_iter().filter_map(read).collect();
    readings.dedup();
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_first_what_the_carrier_says_and_then_what_else_they_may_be() {
        for (from, international, want) in [
            ("13800138000", true, &["+8613800138000"][..]),
            ("13125551234", true, &["+13125551234", "+8613125551234"]),
            ("13125551234", false, &["+8613125551234", "+13125551234"]),
            ("+13125551234", false, &["+13125551234"]),
            ("0013125551234", false, &["+13125551234"]),
            ("8613800138000", true, &["+8613800138000"]),
            ("8613800138000", false, &["+8613800138000"]),
            ("79161234567", true, &["+79161234567", "+8679161234567"]),
            ("447911123456", true, &["+447911123456"]),
            ("10690001", false, &[]),
            ("广告", false, &[]),
        ] {
            let read = readings(from, international);
            let phones: Vec<&str> = read.iter().map(|(phone, _)| phone.as_str()).collect();
            assert_eq!(phones, want, "{from} {international}");
        }
    }
}
