//! Limits: what a run must not exceed, proposed from a preview and typed by people.

use domain::campaign::Limits;
use wire::campaigns::ContentPreview;

/// No limit of its own: what a preview is asked with while limits are proposed from its answer.
pub const OPEN: Limits = Limits {
    people: 1_000_000_000,
    parts: 1_000_000_000,
    cost: 1_000_000_000_000,
};

/// Limits as typed; cost in yuan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Most customers.
    pub people: String,
    /// Most parts.
    pub parts: String,
    /// Highest cost in yuan.
    pub cost: String,
}

/// A limit, by what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Customers.
    People,
    /// Parts.
    Parts,
    /// Cost.
    Cost,
}

/// Limits with headroom over a preview: a tenth more, at least five, rounded up to two digits, so that they read as limits.
pub fn proposed(preview: &ContentPreview) -> Limits {
    let cost = preview.cost.div_ceil(100);
    Limits {
        people: roomy(preview.people),
        parts: roomy(preview.parts),
        cost: roomy(cost) * 100,
    }
}

fn roomy(count: u64) -> u64 {
    let wanted = count + (count / 10).max(5);
    let digits = wanted.checked_ilog10().unwrap_or(0);
    let step = 10_u64.pow(digits.saturating_sub(1));
    wanted.div_ceil(step) * step
}

/// Which limits a run as previewed would exceed.
pub fn exceeded(limits: &Limits, preview: &ContentPreview) -> Vec<Limit> {
    let over = [
        (Limit::People, preview.people > limits.people),
        (Limit::Parts, preview.parts > limits.parts),
        (Limit::Cost, preview.cost > limits.cost),
    ];
    over.into_iter()
        .filter_map(|(limit, over)| over.then_some(limit))
        .collect()
}

impl Typed {
    /// Limits as one would type them.
    pub fn of(limits: &Limits) -> Typed {
        Typed {
            people: limits.people.to_string(),
            parts: limits.parts.to_string(),
            cost: yuan(limits.cost),
        }
    }

    /// What was typed, if all of it can be read.
    pub fn limits(&self) -> Option<Limits> {
        Some(Limits {
            people: whole(&self.people)?,
            parts: whole(&self.parts)?,
            cost: fen(&self.cost)?,
        })
    }
}

/// A whole number of at least 1; separators are fine.
pub fn whole(typed: &str) -> Option<u64> {
    let digits: String = typed.chars().filter(|sign| !matches!(sign, ',' | '，' | ' ')).collect();
    digits.parse().ok().filter(|number| (1..=OPEN.people).contains(number))
}

/// Yuan as typed, in fen; at most two decimals.
pub fn fen(typed: &str) -> Option<u64> {
    let digits: String = typed
        .chars()
        .filter(|sign| !matches!(sign, ',' | '，' | ' ' | '¥' | '￥'))
        .collect();
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    if part.len() > 2 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = format!("{part:0<2}").parse().ok()?;
    whole
        .checked_mul(100)?
        .checked_add(part)
        .filter(|fen| *fen <= OPEN.cost)
}

/// Fen as yuan, without needless zeros.
pub fn yuan(fen: u64) -> String {
    match fen % 100 {
        0 => (fen / 100).to_string(),
        part => format!("{}.{part:02}", fen / 100),
    }
}

#[cfg(test)]
pub(in crate::features::campaigns) mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    pub fn preview(people: u64, parts: u64, cost: u64) -> ContentPreview {
        ContentPreview {
            audience: people,
            people,
            excluded: Vec::new(),
            parts,
            cost,
            price_millis: 4_500,
            findings: Vec::new(),
            samples: Vec::new(),
            complete: true,
            day: None,
            birthdays: Vec::new(),
        }
    }

    #[test]
    fn a_proposal_has_headroom_and_reads_as_a_limit() {
        for (count, limit) in [
            (0, 5),
            (1, 6),
            (40, 45),
            (95, 110),
            (3_812, 4_200),
            (996_321, 1_100_000),
        ] {
            assert_eq!(roomy(count), limit, "{count}");
        }
        let shown = preview(3_812, 4_100, 18_450);
        let limits = proposed(&shown);
        assert_eq!(limits.cost, 21_000);
        assert!(exceeded(&limits, &shown).is_empty());
    }

    #[test]
    fn what_is_over_is_named() {
        let limits = Limits {
            people: 10,
            parts: 10,
            cost: 10,
        };
        assert_eq!(exceeded(&limits, &preview(10, 11, 12)), [Limit::Parts, Limit::Cost]);
    }

    #[test]
    fn typed_limits_are_read() {
        for (typed, fen_read) in [
            ("12", Some(1_200)),
            ("12.5", Some(1_250)),
            ("¥1,234.56", Some(123_456)),
            ("0.001", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(fen(typed), fen_read, "{typed}");
        }
        for (typed, read) in [("3,812", Some(3_812)), ("0", None), ("-1", None), ("2e3", None)] {
            assert_eq!(whole(typed), read, "{typed}");
        }
        let limits = Limits {
            people: 4_200,
            parts: 4_600,
            cost: 21_050,
        };
        assert_eq!(Typed::of(&limits).limits(), Some(limits));
    }
}
