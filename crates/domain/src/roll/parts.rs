//! What the receipts of several parts say about the message.

use super::Receipt;

/// Joins all that was ever said of each part; nothing of one of which no receipt came yet. A message is delivered when every
/// part was said to be; else it failed or expired when any part ever was said to have, and of several failures the one first in
/// the order of reasons counts; until then it is under way. `None`: nothing is known of any part.
///
/// More receipts only ever say something higher in the sense of [`super::advance`], so that in any order, and taken in together
/// or one by one, they lead to the same outcome. A part that failed and was delivered after all does not undo the failure by
/// itself: only all parts do.
pub fn whole<P: AsRef<[Receipt]>>(parts: &[P]) -> Option<Receipt> {
    let told = |part: &P, wanted| part.as_ref().contains(&wanted);
    if !parts.is_empty() && parts.iter().all(|part| told(part, Receipt::Delivered)) {
        return Some(Receipt::Delivered);
    }
    let all = || parts.iter().flat_map(AsRef::as_ref);
    let failed = all().filter_map(|receipt| match receipt {
        Receipt::Failed(why) => Some(*why),
        _ => None,
    });
    if let Some(why) = failed.min() {
        return Some(Receipt::Failed(why));
    }
    if all().any(|receipt| *receipt == Receipt::Expired) {
        return Some(Receipt::Expired);
    }
    all().next().map(|_| Receipt::Enroute)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::roll::{EntryState, Evidence, Failure, Step, advance};

    const OFF: Receipt = Receipt::Failed(Failure::Unreachable);
    const BAR: Receipt = Receipt::Failed(Failure::Blocked);

    #[test]
    fn delivered_means_all() {
        let (done, way, late) = (Receipt::Delivered, Receipt::Enroute, Receipt::Expired);
        let cases: [(&[&[Receipt]], Option<Receipt>); 12] = [
            (&[], None),
            (&[&[], &[]], None),
            (&[&[done], &[done], &[]], Some(way)),
            (&[&[way], &[]], Some(way)),
            (&[&[done], &[done], &[done]], Some(done)),
            (&[&[done], &[late], &[done]], Some(late)),
            (&[&[done], &[OFF], &[late]], Some(OFF)),
            (&[&[BAR], &[OFF]], Some(OFF)),
            (&[&[done]], Some(done)),
            (&[&[OFF, done], &[]], Some(OFF)),
            (&[&[done, OFF], &[way]], Some(OFF)),
            (&[&[OFF, done], &[late, done]], Some(done)),
        ];
        for (parts, want) in cases {
            assert_eq!(whole(parts), want, "{parts:?}");
        }
    }

    /// Where the entry stands after receipts of its parts, so many of which are taken in together.
    fn after(parts: usize, told: &[(usize, Receipt)], together: &[usize]) -> EntryState {
        let (mut state, mut known) = (EntryState::Accepted, vec![Vec::new(); parts]);
        let (mut told, mut together) = (told, together.iter().cycle());
        while !told.is_empty() {
            let (batch, rest) = told.split_at(told.len().min(*together.next().unwrap_or(&1)));
            for (part, receipt) in batch {
                known[*part].push(*receipt);
            }
            if let Some(word) = whole(&known)
                && let Step::Moved(to) = advance(state, Evidence::Receipt(word))
            {
                state = to;
            }
            told = rest;
        }
        state
    }

    proptest! {
        #[test]
        fn in_any_order_and_any_batches_receipts_of_parts_say_the_same(
            (told, shuffled) in proptest::collection::vec(
                (0..3_usize, proptest::sample::select(vec![Receipt::Enroute, Receipt::Delivered, Receipt::Expired, OFF, BAR])),
                0..12,
            ).prop_flat_map(|told| (Just(told.clone()), Just(told).prop_shuffle())),
            together in proptest::collection::vec(1..4_usize, 1..4),
        ) {
            prop_assert_eq!(after(3, &told, &[1]), after(3, &shuffled, &together));
            prop_assert_eq!(after(3, &told, &[told.len().max(1)]), after(3, &shuffled, &together));
        }
    }
}
