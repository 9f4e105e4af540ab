//! The user data headers that tie the parts of a long SMS together (3GPP TS 23.040 §9.2.3.24.1 and .8).

use crate::encoding::Encoding;

/// How many bits the reference number of a long SMS has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Width {
    /// 8 bits: a header of 6 octets, which leaves 153 septets or 67 UTF-16 units.
    Eight,
    /// 16 bits: a header of 7 octets, which leaves 152 septets or 66 UTF-16 units.
    Sixteen,
}

impl Width {
    /// Units that one of several parts holds beside its header.
    pub const fn room(self, encoding: Encoding) -> usize {
        let header = match self {
            Self::Eight => 6,
            Self::Sixteen => 7,
        };
        match encoding {
            Encoding::Gsm7 => (140 - header) * 8 / 7,
            Encoding::Ucs2 => (140 - header) / 2,
        }
    }
}

/// The number that all parts of one long SMS share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reference {
    /// Information element 0x00.
    Eight(u8),
    /// Information element 0x08; fewer collisions when many long texts go to one phone.
    Sixteen(u16),
}

/// Why a header can't be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConcatError {
    /// A long SMS has 1 to 255 parts.
    #[error("a long SMS has 1 to 255 parts, not {0}")]
    Total(usize),
    /// Parts are numbered from 1 to the total.
    #[error("part {number} of {total} does not exist")]
    Number {
        /// The number asked for.
        number: usize,
        /// How many parts there are.
        total: usize,
    },
}

impl Reference {
    /// Its width.
    pub const fn width(self) -> Width {
        match self {
            Self::Eight(_) => Width::Eight,
            Self::Sixteen(_) => Width::Sixteen,
        }
    }

    /// The header of part `number` (from 1) of `total`, its length octet first.
    ///
    /// # Errors
    /// [`ConcatError`] if there is no such part, or there are more parts than a header can say.
    pub fn header(self, number: usize, total: usize) -> Result<Vec<u8>, ConcatError> {
        let whole = u8::try_from(total).map_err(|_| ConcatError::Total(total))?;
        if whole == 0 {
            return Err(ConcatError::Total(total));
        }
        let nth = u8::try_from(number)
            .ok()
            .filter(|n| (1..=whole).contains(n))
            .ok_or(ConcatError::Number { number, total })?;
        Ok(match self {
            Self::Eight(r) => vec![5, 0x00, 3, r, whole, nth],
            Self::Sixteen(r) => {
                let [high, low] = r.to_be_bytes();
                vec![6, 0x08, 4, high, low, whole, nth]
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_those_of_the_standard() {
        assert_eq!(Reference::Eight(0xA7).header(2, 3), Ok(vec![5, 0, 3, 0xA7, 3, 2]));
        assert_eq!(
            Reference::Sixteen(0x12AB).header(1, 255),
            Ok(vec![6, 8, 4, 0x12, 0xAB, 255, 1])
        );
    }

    #[test]
    fn impossible_parts_are_refused() {
        let r = Reference::Eight(1);
        assert_eq!(r.header(1, 0), Err(ConcatError::Total(0)));
        assert_eq!(r.header(1, 256), Err(ConcatError::Total(256)));
        for number in [0, 4, 300] {
            assert_eq!(r.header(number, 3), Err(ConcatError::Number { number, total: 3 }));
        }
    }

    #[test]
    fn room_beside_the_header() {
        let rooms = [Width::Eight, Width::Sixteen].map(|w| (w.room(Encoding::Gsm7), w.room(Encoding::Ucs2)));
        assert_eq!(rooms, [(153, 67), (152, 66)]);
    }
}
