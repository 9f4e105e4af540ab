//! Takes receipts from the carriers: written down durably first, acknowledged then.

use carrier::{Carrier, Receipt};
use store::Result;
use store::contract::runs::{Heard, Reference};

use super::engine::{Engine, Moment, Stepped};
use super::portions::{Portions, Whose};

/// Receipts of one batch.
const BATCH: usize = 4_096;

pub(super) async fn take(engine: &mut Engine, moment: &Moment, stepped: &mut Stepped) {
    for record in moment.carriers.values() {
        let Some(carrier) = engine.carriers.get(record) else {
            continue;
        };
        if engine.carriers.trials().is_handing_over(&record.name) {
            continue;
        }
        let whose = |receipt: &Receipt| Whose::Receipt(record.name.clone(), receipt.token);
        let receipts = carrier.receipts(moment.now, BATCH + engine.resting.len()).await;
        for receipts in engine.resting.awake(receipts, whose, moment.now) {
            stepped.busy |= !receipts.is_empty();
            let mut portions = Portions::of(receipts.len());
            while let Some(portion) = portions.next() {
                let first = portion.start;
                let written = write(engine, moment, (&record.name, &*carrier), &receipts[portion], stepped).await;
                if let Err(error) = portions.done(written) {
                    let fault = ("receipts can't be written down", &error);
                    engine.resting.note(whose(&receipts[first]), fault, moment.now, stepped);
                }
            }
        }
    }
}

async fn write(
    engine: &Engine,
    moment: &Moment,
    (name, carrier): (&str, &dyn Carrier),
    receipts: &[Receipt],
    stepped: &mut Stepped,
) -> Result<()> {
    let trials = engine.carriers.trials();
    let heard: Vec<Heard> = receipts
        .iter()
        .filter(|receipt| !on_no_roll(receipt) && !trials.hear(name, receipt, moment.now))
        .map(|receipt| heard(carrier, receipt))
        .collect();
    let stamp = moment.stamp("receipts");
    let runs = engine
        .store
        .heard(&stamp, name, &heard, moment.receipts_until())
        .await?;
    carrier.acknowledge(receipts).await;
    stepped.runs.extend(runs);
    Ok(())
}

/// Whether it belongs to a message that is on no roll, such as a test to one's own number.
fn on_no_roll(receipt: &Receipt) -> bool {
    receipt.key.is_some_and(|key| key.entry < 0)
}

fn heard(carrier: &dyn Carrier, receipt: &Receipt) -> Heard {
    Heard {
        reference: Reference {
            name: receipt.reference.clone(),
            others: carrier.spellings(&receipt.reference),
        },
        key: receipt.key.map(|key| (key.entry, key.attempt)),
        status: receipt.status,
        code: receipt.code.clone(),
        at: receipt.at,
        numbers: receipt.numbers.clone(),
    }
}
