//! Several wordings of one template, dealt to the customers of a roll.

use std::num::NonZeroU32;

/// Which of `wordings` falls to the customer at a place among those who are written to, both counted from 0.
///
/// Dealt in turn, beginning at a place that `seed` decides (what is sent, and on which day, so that the first customer does
/// not always get the first wording): their counts differ by one at most, neighbours get different ones if there are two or
/// more, and the same seed and place always give the same.
pub fn deal(seed: u64, place: u64, wordings: NonZeroU32) -> u32 {
    let count = u64::from(wordings.get());
    ((seed % count + place % count) % count) as u32
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn dealt_evenly_and_never_twice_in_a_row(seed in any::<u64>(), wordings in 1u32..9, people in 0u64..200) {
            let count = NonZeroU32::new(wordings).unwrap();
            let dealt: Vec<u32> = (0..people).map(|place| deal(seed, place, count)).collect();
            prop_assert!(wordings == 1 || dealt.windows(2).all(|pair| pair[0] != pair[1]));
            let of = |n| dealt.iter().filter(|got| **got == n).count();
            let counts: Vec<usize> = (0..wordings).map(of).collect();
            prop_assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1);
            prop_assert_eq!(counts.iter().sum::<usize>(), people as usize);
        }
    }
}
