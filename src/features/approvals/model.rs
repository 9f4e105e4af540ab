//! What the approver's screens derive: pure, tested on the host.

use domain::campaign::Limits;
use wire::campaigns::ContentPreview;

/// A limit beside what a run would come to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What it would come to.
    pub now: u64,
    /// What it must not exceed.
    pub limit: u64,
}

impl Measure {
    /// Whether it would exceed its limit.
    pub const fn over(self) -> bool {
        self.now > self.limit
    }

    /// The share of the limit that is used, in hundredths, at most a hundred.
    pub fn share(self) -> u64 {
        match self.limit {
            0 => 100,
            limit => (self.now.saturating_mul(100) / limit).min(100),
        }
    }
}

/// People, parts and cost, each beside its limit.
pub fn measures(limits: &Limits, preview: &ContentPreview) -> [Measure; 3] {
    let measure = |now, limit| Measure { now, limit };
    [
        measure(preview.people, limits.people),
        measure(preview.parts, limits.parts),
        measure(preview.cost, limits.cost),
    ]
}

/// Two versions side by side: those rows in which they differ, as name, before, now.
pub fn differing<N: Copy>(before: Vec<(N, String)>, now: Vec<(N, String)>) -> Vec<(N, String, String)> {
    before
        .into_iter()
        .zip(now)
        .filter(|((_, before), (_, now))| before != now)
        .map(|((name, before), (_, now))| (name, before, now))
        .collect()
}

/// The digest's first characters, enough to tell two apart by eye.
pub fn short(digest: &str) -> String {
    digest.chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_limit_is_held_against_the_preview() {
        for (now, limit, over, share) in [
            (0, 10, false, 0),
            (10, 10, false, 100),
            (11, 10, true, 100),
            (1, 0, true, 100),
            (1, 3, false, 33),
        ] {
            let measure = Measure { now, limit };
            assert_eq!((measure.over(), measure.share()), (over, share), "{measure:?}");
        }
    }

    #[test]
    fn only_what_differs_is_set_side_by_side() {
        let row = |name: char, value: &str| (name, value.to_owned());
        let differences = differing(
            vec![row('a', "1"), row('b', "2"), row('c', "3")],
            vec![row('a', "1"), row('b', "x"), row('c', "3")],
        );
        assert_eq!(differences, [('b', "2".to_owned(), "x".to_owned())]);
    }
}
