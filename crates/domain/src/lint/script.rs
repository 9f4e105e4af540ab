//! Simplified and traditional characters in one text.
//!
//! The table holds the pairs of OpenCC's character lists whose simplified half is common (GB 2312, level 1) and in no
//! traditional text (Big5 lacks it), and whose traditional half is in no simplified text (GB 2312 lacks it): 里, 后 or 乾
//! say nothing and are not in it.

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["mixed_script"],
    check,
};

/// Simplified and traditional by turns, sorted by the simplified. Read at compile time only.
const TEXT: &[u8] = include_bytes!("../../data/lint/scripts.txt");
const PAIRS: usize = TEXT.len() / 6;

static BY_SIMPLIFIED: [[u16; 2]; PAIRS] = pairs();
static BY_TRADITIONAL: [[u16; 2]; PAIRS] = turned(pairs());

/// The character of three octets of UTF-8 at `at`.
const fn three(at: usize) -> u16 {
    let (a, b, c) = (TEXT[at] as u16, TEXT[at + 1] as u16, TEXT[at + 2] as u16);
    assert!(a >> 4 == 0xE, "every character of the table takes three octets");
    (a & 0xF) << 12 | (b & 0x3F) << 6 | (c & 0x3F)
}

const fn pairs() -> [[u16; 2]; PAIRS] {
    let mut found = [[0; 2]; PAIRS];
    let mut n = 0;
    while n < PAIRS {
        found[n] = [three(n * 6), three(n * 6 + 3)];
        assert!(n == 0 || found[n - 1][0] < found[n][0], "the table is sorted");
        n += 1;
    }
    found
}

/// Each pair turned round, and all of them sorted again.
const fn turned(pairs: [[u16; 2]; PAIRS]) -> [[u16; 2]; PAIRS] {
    let mut sorted = [[0; 2]; PAIRS];
    let mut n = 0;
    while n < PAIRS {
        let pair = [pairs[n][1], pairs[n][0]];
        let mut at = n;
        while at > 0 && sorted[at - 1][0] > pair[0] {
            sorted[at] = sorted[at - 1];
            at -= 1;
        }
        sorted[at] = pair;
        n += 1;
    }
    sorted
}

fn other(table: &[[u16; 2]], ch: char) -> Option<char> {
    let code = u16::try_from(u32::from(ch)).ok()?;
    let at = table.binary_search_by_key(&code, |pair| pair[0]).ok()?;
    char::from_u32(u32::from(table[at][1]))
}

/// The fewer are pointed at, and mended into the script of the many.
fn check(subject: &Subject<'_>, report: &mut Report) {
    let han = || subject.chars.iter().enumerate().filter(|(_, ch)| **ch >= '\u{4e00}');
    let of = |table| han().filter_map(move |(at, ch)| Some((at, *ch, other(table, *ch)?)));
    let traditional: Vec<_> = of(&BY_TRADITIONAL).collect();
    if traditional.is_empty() {
        return;
    }
    let simplified: Vec<_> = of(&BY_SIMPLIFIED).collect();
    let (few, zh, en) = if traditional.len() > simplified.len() {
        (simplified, "简体字", "simplified")
    } else {
        (traditional, "繁体字", "traditional")
    };
    for (at, ch, mend) in few {
        let words = (
            format!("“{ch}”是{zh}，与其他字不一致。"),
            format!("“{ch}” is {en}, unlike the rest of the text."),
        );
        report.add(
            "mixed_script",
            Severity::Warn,
            Some(at..at + 1),
            words,
            Some(&mend.to_string()),
        );
    }
}
