//! What packs are made of: the last checkpoint, events with their proofs, entries as they are shown.

use audit::pack::{EntryLine, EventProof, PhoneShown, ShownEntry, Signing, TextShown};
use audit::roll::events::{CLOSED, FROZEN};
use audit::roll::{Outcome, Secret, mask_commitment, phone_commitment, text_commitment};
use domain::phone::{Phone, mask};
use store::contract::runs::RunRow;
use store::contract::{Placed, SealedEntry};
use wire::Code;
use wire::runs::PhonesShown;

use super::{SealFault, proofs};
use crate::app::App;
use crate::error::{Answer, Failure};

/// The checkpoint under which a pack proves, and its size.
pub struct Under {
    /// Key and note.
    pub signing: Signing,
    /// Events of the log.
    pub size: u64,
}

/// Signs what was not signed yet, and answers the checkpoint.
pub async fn under(app: &App) -> Answer<Under> {
    let head = match app.sequencer.catch_up(app.now()).await {
        Ok(head) => head,
        Err(SealFault::Halted) => {
            return Err(Failure::new(Code::WrongState).detail((
                "日志与签名时不同，查清之前不出具证明。",
                "The log is not what was signed: nothing is proved until that is explained.",
            )));
        }
        Err(error) => return Err(Failure::internal(error)),
    };
    let checkpoint = app
        .store
        .checkpoint(head.size)
        .await?
        .ok_or(Failure::new(Code::NotFound))?;
    let key = app
        .sequencer
        .verifiers()
        .first()
        .map(ToString::to_string)
        .unwrap_or_default();
    Ok(Under {
        signing: Signing { key, checkpoint },
        size: head.size,
    })
}

/// An event with the proof that it stands in the log.
pub async fn event(app: &App, placed: Placed, size: u64) -> Answer<EventProof> {
    let proof = proofs::inclusion(&*app.store, placed.seq, size).await?;
    Ok(EventProof {
        index: placed.seq,
        leaf: placed.leaf,
        proof,
    })
}

/// The checkpoint, and the events of freeze and close, of a run that can be proved; `WrongState` for another.
pub async fn of_run(app: &App, run: &RunRow) -> Answer<(Under, EventProof, EventProof)> {
    let not = || {
        Failure::new(Code::WrongState).detail((
            "只有已结束、且冻结时已写入日志承诺的批次才能出具证明。",
            "Only a run that is closed, and was committed to the log when it froze, can be proved.",
        ))
    };
    if !run.committed {
        return Err(not());
    }
    let closed = app.store.run_event(run.id, CLOSED).await?.ok_or_else(not)?;
    let frozen = app.store.run_event(run.id, FROZEN).await?.ok_or_else(not)?;
    let under = under(app).await?;
    let frozen = event(app, frozen, under.size).await?;
    let closed = event(app, closed, under.size).await?;
    Ok((under, frozen, closed))
}

/// What opens an entry that lost its secret otherwise than by the erasure of its customer: nothing, so that whoever checks its line finds it.
static LOST: Secret = Secret::new([0; 32]);

/// Makes the line of an entry, as much of it as is shown, and gives it to `write`. Erased entries are sealed, and no others.
/// `None` if the stored outcome has no form.
pub fn line<T>(entry: &SealedEntry, show: PhonesShown, write: impl FnOnce(&EntryLine<'_>) -> T) -> Option<T> {
    let outcome = Outcome::parse(&entry.outcome)?;
    let masked = entry.phone.as_deref().map(masked).unwrap_or_default();
    let secret = entry.secret.as_ref().or((!entry.erased).then_some(&LOST));
    let shown = match secret {
        Some(secret) => Some(ShownEntry {
            salt: secret.entry_salt(),
            customer: entry.customer.0.into_bytes(),
            phone: phone(entry, secret, &masked, show),
            text: text(entry, secret, show),
            parts: entry.parts,
            cost_millis: entry.cost_millis,
            froze: Outcome::parse(&entry.froze)?,
        }),
        None => None,
    };
    let line = EntryLine {
        place: entry.place,
        leaf: entry.leaf,
        shown,
        outcome,
    };
    Some(write(&line))
}

fn phone<'a>(entry: &'a SealedEntry, secret: &Secret, masked: &'a str, show: PhonesShown) -> PhoneShown<'a> {
    let phone = entry.phone.as_deref().unwrap_or_default();
    let (salt, mask_salt) = (secret.phone_salt(), secret.mask_salt());
    let full = phone_commitment(&salt, phone);
    match show {
        PhonesShown::Full => PhoneShown::Full {
            phone,
            salt,
            masked,
            mask_salt,
        },
        PhonesShown::Masked => PhoneShown::Masked {
            masked,
            salt: mask_salt,
            full,
        },
        PhonesShown::Absent => PhoneShown::Absent(mask_commitment(&mask_salt, &full, masked)),
    }
}

fn text<'a>(entry: &'a SealedEntry, secret: &Secret, show: PhonesShown) -> TextShown<'a> {
    let (text, salt) = (entry.text.as_deref().unwrap_or_default(), secret.text_salt());
    match show {
        PhonesShown::Full | PhonesShown::Masked => TextShown::Full {
            text: text.into(),
            salt,
        },
        PhonesShown::Absent => TextShown::Absent(text_commitment(&salt, text)),
    }
}

/// As the store masks it when it seals; a test of the run pack holds the two together.
fn masked(phone: &str) -> String {
    Phone::parse(phone).map_or_else(|_| mask(phone), |phone| phone.masked())
}
