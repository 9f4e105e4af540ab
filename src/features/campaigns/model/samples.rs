//! Stepping through renderings.

use wire::campaigns::{Sample, SampleKind};

/// The place of the sample that is shown: the chosen kind if there is one, else the first.
pub fn place(samples: &[Sample], kind: Option<SampleKind>) -> usize {
    let place = |kind| samples.iter().position(|sample| sample.kind == kind);
    kind.and_then(place).or_else(|| place(SampleKind::Chosen)).unwrap_or(0)
}

/// The kind of the sample `by` places on, round the end.
pub fn step(samples: &[Sample], kind: Option<SampleKind>, by: isize) -> Option<SampleKind> {
    let count = samples.len() as isize;
    if count == 0 {
        return kind;
    }
    let at = (place(samples, kind) as isize + by).rem_euclid(count);
    samples.get(at as usize).map(|sample| sample.kind)
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

    fn sample(kind: SampleKind) -> Sample {
        Sample {
            kind,
            customer: CustomerId(uuid::Uuid::nil()),
            name: String::new(),
            phone: None,
            text: None,
            excluded: None,
            detail: None,
            parts: 1,
            cost_millis: 0,
        }
    }

    #[test]
    fn arrows_go_round() {
        let all = [SampleKind::Typical, SampleKind::Longest, SampleKind::Random].map(sample);
        assert_eq!(step(&all, None, 1), Some(SampleKind::Longest));
        assert_eq!(step(&all, Some(SampleKind::Random), 1), Some(SampleKind::Typical));
        assert_eq!(step(&all, Some(SampleKind::Typical), -1), Some(SampleKind::Random));
        // A kind that is gone after an edit counts as the first.
        assert_eq!(step(&all, Some(SampleKind::Missing), 1), Some(SampleKind::Longest));
        assert_eq!(step(&[], Some(SampleKind::Missing), 1), Some(SampleKind::Missing));
    }

    #[test]
    fn whom_one_picked_is_shown_first() {
        let all = [SampleKind::Typical, SampleKind::Chosen].map(sample);
        assert_eq!(place(&all, None), 1);
        assert_eq!(place(&all, Some(SampleKind::Typical)), 0);
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
