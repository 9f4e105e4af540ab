//! Takes receipts from the carriers: written down durably first, acknowledged then.

use carrier::{Carrier, Receipt};
use store::Result;
use store::contract::runs::{Heard, Reference};

use super::engine::{Engine, Moment, Stepped};

/// Receipts of one batch.
const BATCH: usize = 4_096;

pub(super) async fn take(engine: &mut Engine, moment: &Moment, stepped: &mut Stepped) -> Result<()> {
    for record in moment.carriers.values() {
        let Some(carrier) = engine.carriers.get(record) else {
            continue;
        };
        if engine.carriers.trials().is_handing_over(&record.name) {
            continue;
        }
        let receipts = carrier.receipts(moment.now, BATCH).await;
        if receipts.is_empty() {
            continue;
        }
        let heard: Vec<Heard> = receipts
            .iter()
            .filter(|receipt| !on_no_roll(receipt) && !engine.carriers.trials().hear(&record.name, receipt))
            .map(|receipt| heard(&*carrier, receipt))
            .collect();
        let stamp = moment.stamp("receipts");
        let until = moment.receipts_until();
        let runs = engine.store.heard(&stamp, &record.name, &heard, until).await?;
        carrier.acknowledge(&receipts).await;
        stepped.runs.extend(runs);
        stepped.busy = true;
    }
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
