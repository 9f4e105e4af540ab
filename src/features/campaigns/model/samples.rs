//! Stepping through renderings.

use wire::campaigns::{Sample, SampleKind};

/// What tells a sample from the others: its kind, and which wording it is there for.
pub type Key = (SampleKind, u16);

/// The key of a sample.
pub const fn key(sample: &Sample) -> Key {
    match sample.kind {
        SampleKind::Wording => (SampleKind::Wording, sample.wording),
        kind => (kind, 0),
    }
}

/// The place of the sample that is shown: the chosen one if it is there, else the first.
pub fn place(samples: &[Sample], chosen: Option<Key>) -> usize {
    let place = |wanted| samples.iter().position(|sample| key(sample) == wanted);
    chosen
        .and_then(place)
        .or_else(|| place((SampleKind::Chosen, 0)))
        .unwrap_or(0)
}

/// The key of the sample `by` places on, round the end.
pub fn step(samples: &[Sample], chosen: Option<Key>, by: isize) -> Option<Key> {
    let count = samples.len() as isize;
    if count == 0 {
        return chosen;
    }
    let at = (place(samples, chosen) as isize + by).rem_euclid(count);
    samples.get(at as usize).map(key)
}

/// One of each wording, where there are several.
pub fn wordings(samples: &[Sample]) -> Vec<Sample> {
    let of_wordings = samples.iter().filter(|sample| sample.kind == SampleKind::Wording);
    of_wordings.cloned().collect()
}

/// The five of an approver, in their order, those that there are.
pub fn five(samples: &[Sample]) -> Vec<Sample> {
    [
        SampleKind::Typical,
        SampleKind::Longest,
        SampleKind::Sparse,
        SampleKind::Dearest,
        SampleKind::Random,
    ]
    .into_iter()
    .filter_map(|kind| samples.iter().find(|sample| sample.kind == kind).cloned())
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::CustomerId;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn sample(kind: SampleKind) -> Sample {
        Sample {
            kind,
            customer: CustomerId(uuid::Uuid::nil()),
            name: String::new(),
            phone: None,
            text: None,
            wording: 0,
            excluded: None,
            detail: None,
            parts: 1,
            cost_millis: 0,
        }
    }

    #[test]
    fn arrows_go_round() {
        let all = [SampleKind::Typical, SampleKind::Longest, SampleKind::Random].map(sample);
        assert_eq!(step(&all, None, 1), Some((SampleKind::Longest, 0)));
        assert_eq!(
            step(&all, Some((SampleKind::Random, 0)), 1),
            Some((SampleKind::Typical, 0))
        );
        assert_eq!(
            step(&all, Some((SampleKind::Typical, 0)), -1),
            Some((SampleKind::Random, 0))
        );
        // A kind that is gone after an edit counts as the first.
        assert_eq!(
            step(&all, Some((SampleKind::Missing, 0)), 1),
            Some((SampleKind::Longest, 0))
        );
        assert_eq!(
            step(&[], Some((SampleKind::Missing, 0)), 1),
            Some((SampleKind::Missing, 0))
        );
    }

    #[test]
    fn whom_one_picked_is_shown_first() {
        let all = [SampleKind::Typical, SampleKind::Chosen].map(sample);
        assert_eq!(place(&all, None), 1);
        assert_eq!(place(&all, Some((SampleKind::Typical, 0))), 0);
    }

    #[test]
    fn each_wording_is_stepped_to() {
        let mut all = vec![sample(SampleKind::Typical); 3];
        for (wording, sample) in all.iter_mut().enumerate().skip(1) {
            (sample.kind, sample.wording) = (SampleKind::Wording, wording as u16 - 1);
        }
        let second = Some((SampleKind::Wording, 1));
        assert_eq!(step(&all, Some((SampleKind::Wording, 0)), 1), second);
        assert_eq!((place(&all, second), wordings(&all).len()), (2, 2));
    }

    #[test]
    fn the_approver_sees_five() {
        let all = [
            SampleKind::Random,
            SampleKind::Oddest,
            SampleKind::Typical,
            SampleKind::Dearest,
        ]
        .map(sample);
        let kinds: Vec<SampleKind> = five(&all).iter().map(|sample| sample.kind).collect();
        assert_eq!(kinds, [SampleKind::Typical, SampleKind::Dearest, SampleKind::Random]);
    }
}
