//! What the receipts of several parts say about the message.

use super::Receipt;

/// Joins what is known of each part, `None` where no receipt came yet. A message is delivered when all its parts are; it
/// failed or expired when one part did, and of several failures the one first in the order of reasons counts; until
/// then it is under way. `None`: nothing is known of any part.
pub fn whole(parts: &[Option<Receipt>]) -> Option<Receipt> {
    let failed = parts.iter().filter_map(|part| match part {
        Some(Receipt::Failed(why)) => Some(*why),
        _ => None,
    });
    if let Some(why) = failed.min() {
        return Some(Receipt::Failed(why));
    }
    let any = |wanted| parts.contains(&Some(wanted));
    if any(Receipt::Expired) {
        return Some(Receipt::Expired);
    }
    if !parts.is_empty() && parts.iter().all(|part| *part == Some(Receipt::Delivered)) {
        return Some(Receipt::Delivered);
    }
    (any(Receipt::Delivered) || any(Receipt::Enroute)).then_some(Receipt::Enroute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roll::Failure;

    #[test]
    fn delivered_means_all() {
        let (done, way, late) = (Some(Receipt::Delivered), Some(Receipt::Enroute), Some(Receipt::Expired));
        let off = Some(Receipt::Failed(Failure::Unreachable));
        let bar = Some(Receipt::Failed(Failure::Blocked));
        let cases: [(&[Option<Receipt>], Option<Receipt>); 9] = [
            (&[], None),
            (&[None, None], None),
            (&[done, done, None], way),
            (&[way, None], way),
            (&[done, done, done], done),
            (&[done, late, done], late),
            (&[done, off, late], off),
            (&[bar, off], off),
            (&[done], done),
        ];
        for (parts, want) in cases {
            assert_eq!(whole(parts), want, "{parts:?}");
        }
    }
}
