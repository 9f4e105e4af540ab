//! Ids of what an import writes.

use uuid::Uuid;

/// How many ids follow one another before the clock and the generator of randomness are asked again.
const RUN: u16 = 1_000;

/// UUIDs of version 7, each greater than the one before, so that they are appended to indexes. Drawing randomness for each
/// would cost a call of the operating system a row: a run of ids counts on from its first, which RFC 9562 (6.2, method 2)
/// allows.
#[derive(Default)]
pub(super) struct Ids {
    last: u128,
    left: u16,
}

impl Ids {
    pub(super) fn next(&mut self) -> Uuid {
        if self.left == 0 {
            let fresh = Uuid::now_v7();
            // Below the version and the variant there must be room to count; the top of the random part is left out.
            let fresh = fresh.as_u128() & !(0xff << 54);
            self.left = RUN;
            self.last = fresh.max(self.last);
        }
        self.left -= 1;
        self.last += 1;
        Uuid::from_u128(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_and_are_of_version_7() {
        let mut ids = Ids::default();
        let mut before = Uuid::nil();
        for _ in 0..5_000 {
            let id = ids.next();
            assert!(id > before, "{id} after {before}");
            assert_eq!((id.get_version_num(), id.get_variant()), (7, uuid::Variant::RFC4122));
            before = id;
        }
    }
}
