//! What becomes of a message, by seed, phone and entry.

use domain::roll::{Failure, Receipt};
use domain::time::Millis;

use crate::contract::Key;

/// How the sandbox behaves: shares in permille of all messages; what is left over is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shares {
    /// The same seed gives the same fates.
    pub seed: u64,
    /// Refused for good.
    pub refused: u16,
    /// The receipt says failed.
    pub failed: u16,
    /// No receipt ever comes.
    pub silent: u16,
    /// The receipt comes twice.
    pub twice: u16,
    /// The receipt comes late.
    pub late: u16,
    /// Throttled at the first hand-over.
    pub throttled: u16,
    /// The connection drops before the answer.
    pub dropped: u16,
    /// Milliseconds until an ordinary receipt.
    pub receipt_ms: u32,
    /// Whether it may be asked what it took.
    pub lookups: bool,
}

impl Default for Shares {
    /// Delivers everything within a second or two.
    fn default() -> Shares {
        Shares {
            seed: 1,
            refused: 0,
            failed: 0,
            silent: 0,
            twice: 0,
            late: 0,
            throttled: 0,
            dropped: 0,
            receipt_ms: 1_200,
            lookups: false,
        }
    }
}

/// How the hand-over goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Throttled {
        retry_after: Millis,
    },
    Refused,
    /// The connection dropped, and the message with it.
    Lost,
    /// It was taken, and the connection dropped before we heard so.
    TakenUnheard {
        silent: bool,
    },
    Taken,
}

/// What becomes of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fate {
    pub way: Way,
    pub lot: Lot,
    /// Milliseconds by which an ordinary receipt comes later than the earliest.
    pub delay: Millis,
    /// Why it fails, if it does: 0 to 4.
    pub why: u8,
}

/// What a taken message comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lot {
    Delivered,
    Failed,
    Silent,
    Twice,
    Late,
}

/// Mixes 64 bits (the finaliser of splitmix64).
pub(crate) const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

impl Fate {
    pub fn of(shares: &Shares, phone: &str, key: Key) -> Fate {
        let mut luck = mix(shares.seed.wrapping_add(0x9e37_79b9_7f4a_7c15));
        for byte in phone.bytes() {
            luck = (luck ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let luck = mix(luck ^ mix(key.entry.cast_unsigned()));
        // A message that is throttled at first is judged anew, by the rest of its luck, when it comes again.
        let throttled = (mix(luck ^ 1) % 1000) < u64::from(shares.throttled);
        // Where in 0..1000 this message falls.
        let mut place = (luck % 1000) as u16;
        let mut falls_into = |share| falls_into(&mut place, share);
        let mut fate = Fate {
            way: Way::Taken,
            lot: Lot::Delivered,
            delay: (luck >> 32) as Millis % Millis::from(shares.receipt_ms).max(1),
            why: ((luck >> 16) % 5) as u8,
        };
        if throttled && key.attempt == 1 {
            let retry_after = 500 + (luck >> 20) as Millis % 1_500;
            fate.way = Way::Throttled { retry_after };
            return fate;
        }
        if falls_into(shares.refused) {
            fate.way = Way::Refused;
        } else if falls_into(shares.dropped) {
            fate.way = match (luck >> 12) % 3 {
                0 => Way::Lost,
                silent => Way::TakenUnheard { silent: silent == 1 },
            };
        } else if falls_into(shares.failed) {
            fate.lot = Lot::Failed;
        } else if falls_into(shares.silent) {
            fate.lot = Lot::Silent;
        } else if falls_into(shares.twice) {
            fate.lot = Lot::Twice;
        } else if falls_into(shares.late) {
            fate.lot = Lot::Late;
        }
        fate
    }

    /// The receipts that come, each after so many milliseconds, with the carrier's code.
    pub fn receipts(&self, shares: &Shares) -> Vec<(Millis, Receipt, Option<&'static str>)> {
        let usual = Millis::from(shares.receipt_ms);
        let delay = usual / 2 + self.delay;
        let delivered = (delay, Receipt::Delivered, Some("DELIVRD"));
        if self.way == (Way::TakenUnheard { silent: true }) {
            return Vec::new();
        }
        match self.lot {
            Lot::Delivered => vec![delivered],
            Lot::Silent => Vec::new(),
            Lot::Twice => vec![delivered, (delay + usual, Receipt::Delivered, Some("DELIVRD"))],
            Lot::Late => vec![(delay + 20 * usual + 30_000, Receipt::Delivered, Some("DELIVRD"))],
            Lot::Failed => {
                let (failure, code) = match self.why {
                    0 | 1 => (Failure::UnknownSubscriber, "MK:0001"),
                    2 | 3 => (Failure::Unreachable, "MK:0005"),
                    _ => (Failure::Blocked, "MB:1042"),
                };
                vec![(delay, Receipt::Failed(failure), Some(code))]
            }
        }
    }
}

/// Takes the next `share` of what is left of the thousand.
fn falls_into(place: &mut u16, share: u16) -> bool {
    let inside = *place < share;
    *place = place.wrapping_sub(share);
    inside
}
