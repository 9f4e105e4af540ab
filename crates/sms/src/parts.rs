//! How many parts a text takes, and where it is cut.

use crate::concat::Width;
use crate::encoding::{Encoding, gsm7_units};
use serde::{Deserialize, Serialize};

/// The most characters that Chinese carriers take in one text, signature included.
pub const CN_LIMIT: usize = 500;

/// Who counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The radio: 160 septets alone or 153 in each of several; 70 or 67 UTF-16 units.
    Radio,
    /// The billing of Chinese carriers: 70 characters alone, else 67 in each; every character (Unicode scalar) counts
    /// one, whatever its alphabet; the signature with its 【】 is part of the text; at most [`CN_LIMIT`] characters.
    #[serde(rename = "cn")]
    ChineseBilling,
    /// What a carrier is handed that is spoken to directly, and charges for: the same, but counted as it travels, in UTF-16
    /// units. An emoji is two of them, and is not cut apart.
    Direct,
}

/// What a text takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// The encoding that the text needs.
    pub encoding: Encoding,
    /// Units of the whole text: septets, UTF-16 units, or characters under [`Rule::ChineseBilling`]; UTF-16 units alone under
    /// [`Rule::Direct`].
    pub units: usize,
    /// Number of parts; at least 1, for an empty message is still a message.
    pub parts: usize,
    /// Units that the last part still takes.
    pub room: usize,
    /// Units that each part holds at this length.
    pub per_part: usize,
}

/// The text is longer than the carriers take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text has {units} characters; carriers take at most {limit}")]
pub struct TooLong {
    /// Characters of the text.
    pub units: usize,
    /// The most that are taken.
    pub limit: usize,
}

/// Counts the parts of a text under a rule.
///
/// # Errors
/// [`TooLong`] beyond [`CN_LIMIT`] under [`Rule::ChineseBilling`] and [`Rule::Direct`]. The radio rule always answers; more than 255 parts
/// are refused when headers are made for them ([`crate::concat`]).
pub fn count(text: &str, rule: Rule) -> Result<Parts, TooLong> {
    match rule {
        Rule::Radio => Ok(count_radio(text)),
        Rule::ChineseBilling => count_cn(text),
        Rule::Direct => count_direct(text),
    }
}

/// Counts under [`Rule::Radio`], which never refuses.
pub fn count_radio(text: &str) -> Parts {
    laid_out(text, Encoding::of(text))
}

/// The parts of a text in this encoding.
fn laid_out(text: &str, encoding: Encoding) -> Parts {
    let mut units = 0;
    let mut fill = 0;
    let mut parts = 1;
    let several = Width::Eight.room(encoding);
    for ch in text.chars() {
        let cost = cost(ch, encoding);
        units += cost;
        fill += cost;
        if fill > several {
            parts += 1;
            fill = cost;
        }
    }
    let per_part = if units <= encoding.alone() {
        (parts, fill) = (1, units);
        encoding.alone()
    } else {
        several
    };
    Parts {
        encoding,
        units,
        parts,
        room: per_part - fill,
        per_part,
    }
}

fn count_cn(text: &str) -> Result<Parts, TooLong> {
    let units = text.chars().count();
    if units > CN_LIMIT {
        return Err(TooLong { units, limit: CN_LIMIT });
    }
    let per_part = if units <= 70 { 70 } else { 67 };
    let parts = units.div_ceil(per_part).max(1);
    Ok(Parts {
        encoding: Encoding::of(text),
        units,
        parts,
        room: parts * per_part - units,
        per_part,
    })
}

fn count_direct(text: &str) -> Result<Parts, TooLong> {
    let parts = laid_out(text, Encoding::Ucs2);
    if parts.units > CN_LIMIT {
        return Err(TooLong {
            units: parts.units,
            limit: CN_LIMIT,
        });
    }
    Ok(Parts {
        encoding: Encoding::of(text),
        ..parts
    })
}

/// Cuts a text into the parts that the radio sends with 8-bit references, as many as [`count_radio`] says. An extension
/// escape or a surrogate pair is never cut apart; the parts put together are the text.
pub fn split(text: &str) -> Vec<String> {
    split_with(text, Width::Eight)
}

/// As [`split`], for references of the given width; 16-bit references leave each part one unit less.
pub fn split_with(text: &str, width: Width) -> Vec<String> {
    let encoding = Encoding::of(text);
    let total: usize = text.chars().map(|ch| cost(ch, encoding)).sum();
    if total <= encoding.alone() {
        return vec![text.to_owned()];
    }
    let several = width.room(encoding);
    let mut parts = Vec::with_capacity(total / several + 1);
    let mut start = 0;
    let mut fill = 0;
    for (at, ch) in text.char_indices() {
        let cost = cost(ch, encoding);
        if fill + cost > several {
            parts.push(text[start..at].to_owned());
            (start, fill) = (at, 0);
        }
        fill += cost;
    }
    parts.push(text[start..].to_owned());
    parts
}

/// Units of one character. In GSM-7 every character of the text is known to be in the alphabet.
fn cost(ch: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Gsm7 => gsm7_units(ch).unwrap_or(1),
        Encoding::Ucs2 => ch.len_utf16(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::encoding::{to_gsm7, to_ucs2};
    use proptest::prelude::*;

    fn check(text: &str, rule: Rule, want: (Encoding, usize, usize, usize)) {
        let got = count(text, rule).unwrap();
        assert_eq!((got.encoding, got.units, got.parts, got.room), want, "{text:?}");
    }

    #[test]
    fn radio_at_its_borders() {
        use Encoding::{Gsm7, Ucs2};
        let cases = [
            (String::new(), (Gsm7, 0, 1, 160)),
            ("a".repeat(160), (Gsm7, 160, 1, 0)),
            ("a".repeat(161), (Gsm7, 161, 2, 145)),
            ("a".repeat(306), (Gsm7, 306, 2, 0)),
            ("a".repeat(307), (Gsm7, 307, 3, 152)),
            ("€".repeat(80), (Gsm7, 160, 1, 0)),
            // 76 escapes fill 152 of 153; the 77th may not be cut apart.
            ("€".repeat(81), (Gsm7, 162, 2, 143)),
            (format!("{}€{}", "a".repeat(152), "b".repeat(152)), (Gsm7, 306, 3, 152)),
            ("好".repeat(70), (Ucs2, 70, 1, 0)),
            ("好".repeat(71), (Ucs2, 71, 2, 63)),
            ("好".repeat(134), (Ucs2, 134, 2, 0)),
            ("好".repeat(135), (Ucs2, 135, 3, 66)),
            ("😀".repeat(35), (Ucs2, 70, 1, 0)),
            // 33 pairs fill 66 of 67.
            ("😀".repeat(36), (Ucs2, 72, 2, 61)),
            (format!("{}😀{}", "好".repeat(66), "好".repeat(66)), (Ucs2, 134, 3, 66)),
        ];
        for (text, want) in cases {
            check(&text, Rule::Radio, want);
        }
    }

    #[test]
    fn chinese_billing_at_its_borders() {
        use Encoding::{Gsm7, Ucs2};
        let cases = [
            ("【某某装饰】您好".to_owned(), (Ucs2, 8, 1, 62)),
            ("好".repeat(70), (Ucs2, 70, 1, 0)),
            ("好".repeat(71), (Ucs2, 71, 2, 63)),
            ("好".repeat(134), (Ucs2, 134, 2, 0)),
            ("好".repeat(135), (Ucs2, 135, 3, 66)),
            ("😀".repeat(70), (Ucs2, 70, 1, 0)),
            ("a".repeat(160), (Gsm7, 160, 3, 41)),
            ("€".repeat(70), (Gsm7, 70, 1, 0)),
            ("好".repeat(500), (Ucs2, 500, 8, 36)),
        ];
        for (text, want) in cases {
            check(&text, Rule::ChineseBilling, want);
        }
        let over = count(&"a".repeat(501), Rule::ChineseBilling);
        assert_eq!(over, Err(TooLong { units: 501, limit: 500 }));
    }

    #[test]
    fn what_goes_directly_at_its_borders() {
        use Encoding::{Gsm7, Ucs2};
        let cases = [
            ("【某某装饰】您好".to_owned(), (Ucs2, 8, 1, 62)),
            ("a".repeat(160), (Gsm7, 160, 3, 41)),
            ("😀".repeat(35), (Ucs2, 70, 1, 0)),
            // 33 pairs fill 66 of 67.
            ("😀".repeat(70), (Ucs2, 140, 3, 59)),
        ];
        for (text, want) in cases {
            check(&text, Rule::Direct, want);
        }
        let over = count(&"😀".repeat(251), Rule::Direct);
        assert_eq!(over, Err(TooLong { units: 502, limit: 500 }));
    }

    #[test]
    fn rules_travel_by_their_short_names() {
        for (rule, name) in [
            (Rule::Radio, "\"radio\""),
            (Rule::ChineseBilling, "\"cn\""),
            (Rule::Direct, "\"direct\""),
        ] {
            assert_eq!(serde_json::to_string(&rule).unwrap(), name);
            assert_eq!(serde_json::from_str::<Rule>(name).unwrap(), rule);
        }
        assert_eq!(serde_json::to_string(&Encoding::Gsm7).unwrap(), "\"gsm7\"");
        assert_eq!(serde_json::to_string(&Encoding::Ucs2).unwrap(), "\"ucs2\"");
    }

    /// The slow way: encode the text whole, then walk the octets, backing up from a cut pair.
    fn naive(text: &str) -> (usize, Vec<usize>) {
        let (units, alone, several): (Vec<u16>, _, _) = match to_gsm7(text) {
            Some(septets) => (septets.into_iter().map(u16::from).collect(), 160, 153),
            None => (
                to_ucs2(text)
                    .chunks(2)
                    .map(|c| u16::from_be_bytes([c[0], c[1]]))
                    .collect(),
                70,
                67,
            ),
        };
        let gsm7 = alone == 160;
        let opens = |last| if gsm7 { last == 0x1B } else { opens_pair(last) };
        (units.len(), walked(&units, alone, several, opens))
    }

    fn opens_pair(unit: u16) -> bool {
        (0xD800..0xDC00).contains(&unit)
    }

    fn walked(units: &[u16], alone: usize, several: usize, opens: impl Fn(u16) -> bool) -> Vec<usize> {
        if units.len() <= alone {
            return vec![units.len()];
        }
        let mut sizes = Vec::new();
        let mut at = 0;
        while at < units.len() {
            let mut end = (at + several).min(units.len());
            if opens(units[end - 1]) {
                end -= 1;
            }
            sizes.push(end - at);
            at = end;
        }
        sizes
    }

    /// Texts of all kinds, long enough to need several parts.
    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[a-z €\\[\\]~]{0,700}",
            "[a-z好😀€，]{0,400}",
            "[😀-😎好]{0,300}",
            "[好-家]{0,300}",
        ]
    }

    proptest! {
        #[test]
        fn the_oracle_agrees(text in texts()) {
            let (units, sizes) = naive(&text);
            let got = count_radio(&text);
            prop_assert_eq!(got.units, units);
            prop_assert_eq!(got.parts, sizes.len());
            prop_assert_eq!(got.room, got.per_part - sizes.last().unwrap());
        }

        #[test]
        fn parts_reassemble_and_hold_their_size(text in texts(), wide in any::<bool>()) {
            let width = if wide { Width::Sixteen } else { Width::Eight };
            let parts = split_with(&text, width);
            prop_assert_eq!(parts.concat(), text.clone());
            let encoding = Encoding::of(&text);
            let size = if parts.len() == 1 { encoding.alone() } else { width.room(encoding) };
            for part in &parts {
                // Encoded by itself: a cut escape or surrogate pair would not come out the same.
                let units = match encoding {
                    Encoding::Gsm7 => to_gsm7(part).unwrap().len(),
                    Encoding::Ucs2 => part.encode_utf16().count(),
                };
                prop_assert!(units <= size);
                prop_assert!(!part.is_empty() || parts.len() == 1);
            }
            if !wide {
                prop_assert_eq!(parts.len(), count_radio(&text).parts);
            }
        }

        #[test]
        fn what_goes_directly_is_what_travels(text in texts()) {
            let units: Vec<u16> = text.encode_utf16().collect();
            let got = count(&text, Rule::Direct);
            if units.len() > 500 {
                prop_assert_eq!(got, Err(TooLong { units: units.len(), limit: 500 }));
            } else {
                let (got, sizes) = (got.unwrap(), walked(&units, 70, 67, opens_pair));
                prop_assert_eq!((got.units, got.parts), (units.len(), sizes.len()));
                prop_assert_eq!(got.room, got.per_part - sizes.last().unwrap());
            }
        }

        #[test]
        fn chinese_billing_agrees_with_its_words(text in texts()) {
            let chars = text.chars().count();
            let got = count(&text, Rule::ChineseBilling);
            if chars > 500 {
                prop_assert_eq!(got, Err(TooLong { units: chars, limit: 500 }));
            } else {
                let got = got.unwrap();
                let want = if chars <= 70 { 1 } else { (1..=500).find(|n| n * 67 >= chars).unwrap() };
                prop_assert_eq!(got.parts, want);
                prop_assert_eq!(got.units + got.room, got.parts * got.per_part);
            }
        }
    }
}
