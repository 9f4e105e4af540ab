//! What planning remembers from one customer to the next.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::{LimitKind, Message};
use crate::campaign::Limits;
use crate::phone::Phone;

/// The phones that have a message already, what all messages come to, and the budget if there is one.
/// About 35 bytes a phone.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    phones: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    totals: Totals,
    budget: Option<Limits>,
}

/// What the messages planned so far come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Customers written to.
    pub people: u64,
    /// Parts.
    pub parts: u64,
    /// Cost, in fen × 1,000.
    pub cost_millis: u64,
}

impl Totals {
    /// The cost in fen, rounded up.
    pub const fn cost(&self) -> u64 {
        self.cost_millis.div_ceil(1_000)
    }

    /// The first limit that these totals exceed.
    pub const fn exceeds(&self, limits: &Limits) -> Option<LimitKind> {
        if self.people > limits.people {
            Some(LimitKind::People)
        } else if self.parts > limits.parts {
            Some(LimitKind::Parts)
        } else if self.cost() > limits.cost {
            Some(LimitKind::Cost)
        } else {
            None
        }
    }
}

impl Seen {
    /// Nothing seen yet, no budget: totals are counted, and nobody is left out for them.
    pub fn new() -> Seen {
        Seen::default()
    }

    /// Nothing seen yet; whoever no longer fits into the budget is left out.
    pub fn within(budget: Limits) -> Seen {
        Seen {
            budget: Some(budget),
            ..Seen::default()
        }
    }

    /// Makes room for so many phones at once.
    pub fn reserve(&mut self, phones: usize) {
        self.phones.reserve(phones);
    }

    /// What the messages so far come to.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    pub(super) fn entry_of(&self, phone: &Phone) -> Option<u32> {
        self.phones.get(&digits(phone)).copied()
    }

    /// Takes a message in, or names the limit into which it no longer fits.
    pub(super) fn take(&mut self, phone: &Phone, entry: u32, message: &Message) -> Result<(), LimitKind> {
        let with = Totals {
            people: self.totals.people + 1,
            parts: self.totals.parts + u64::from(message.parts),
            cost_millis: self.totals.cost_millis + message.cost_millis,
        };
        if let Some(limit) = self.budget.as_ref().and_then(|budget| with.exceeds(budget)) {
            return Err(limit);
        }
        self.totals = with;
        self.phones.insert(digits(phone), entry);
        Ok(())
    }
}

/// The digits of a phone as a number. E.164 has at most 15 digits and no leading zero, so no two phones share one.
pub(super) fn digits(phone: &Phone) -> u64 {
    phone
        .e164()
        .bytes()
        .filter(u8::is_ascii_digit)
        .fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

/// Spreads digits over the table: one multiplication, its high half folded in. Phones are no secret from their own
/// firm, and a flooded table costs its importer alone, so no keyed hash is needed.
#[derive(Debug, Clone, Default)]
pub struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let wide = u128::from(self.0 ^ number) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (wide as u64) ^ ((wide >> 64) as u64);
    }
}
