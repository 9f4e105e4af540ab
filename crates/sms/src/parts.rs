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
    /// The radio, and SMPP: 160 septets alone or 153 in each of several; 70 or 67 UTF-16 units.
    Radio,
    /// The billing of Chinese carriers: 70 characters alone, else 67 in each; every character (Unicode scalar) counts
    /// one, whatever its alphabet; the signature with its 【】 is part of the text; at most [`CN_LIMIT`] characters.
    #[serde(rename = "cn")]
    ChineseBilling,
    /// CMPP, as a gateway in China is handed it: ASCII that is GSM-7, too, goes alone in up to 160 septets; all else in 70 or 67
    /// UTF-16 units, also where it is written in GBK, since a phone is told it in UCS-2. At most [`CN_LIMIT`] units.
    Direct,
}

/// What a text takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// The encoding that the text goes in; under [`Rule::ChineseBilling`] the one that it needs.
    pub encoding: Encoding,
    /// Units of the whole text: septets or UTF-16 units, as it is encoded; characters under [`Rule::ChineseBilling`].
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

/// Counts the parts of a text under a rule: as many as [`split`] cuts it into.
///
/// # Errors
/// [`TooLong`] beyond [`CN_LIMIT`] under [`Rule::ChineseBilling`] and [`Rule::Direct`]. The radio rule always answers; more than 255 parts
/// are refused when headers are made for them ([`crate::concat`]).
pub fn count(text: &str, rule: Rule) -> Result<Parts, TooLong> {
    let units = match rule {
        Rule::Radio => 0,
        Rule::ChineseBilling => text.chars().count(),
        Rule::Direct => text.encode_utf16().count(),
    };
    if units > CN_LIMIT {
        return Err(TooLong { units, limit: CN_LIMIT });
    }
    Ok(Layout::of(text, rule).count(text))
}

/// Counts under [`Rule::Radio`], which never refuses.
pub fn count_radio(text: &str) -> Parts {
    Layout::of(text, Rule::Radio).count(text)
}

/// Cuts a text into the parts in which it is sent under a rule, with 8-bit references where there are several, and tells their
/// encoding. An extension escape or a surrogate pair is never cut apart; the parts put together are the text.
pub fn split(text: &str, rule: Rule) -> (Encoding, Vec<&str>) {
    let layout = Layout::of(text, rule);
    (layout.encoding, layout.parts(text).map(|(part, _)| part).collect())
}

/// What the characters of a text weigh, and how much of that parts hold.
#[derive(Clone, Copy)]
struct Layout {
    encoding: Encoding,
    /// Every character weighs one.
    by_character: bool,
    alone: usize,
    several: usize,
}

impl Layout {
    /// Of a text under a rule.
    fn of(text: &str, rule: Rule) -> Layout {
        let narrowest = Encoding::of(text);
        let sent = match rule {
            Rule::Radio => narrowest,
            Rule::Direct if text.is_ascii() && units(text, narrowest) <= narrowest.alone() => narrowest,
            Rule::ChineseBilling | Rule::Direct => Encoding::Ucs2,
        };
        let by_character = rule == Rule::ChineseBilling;
        Layout {
            encoding: if by_character { narrowest } else { sent },
            by_character,
            alone: sent.alone(),
            several: Width::Eight.room(sent),
        }
    }

    fn cost(self, ch: char) -> usize {
        if self.by_character { 1 } else { cost(ch, self.encoding) }
    }

    /// The parts, each with its weight.
    fn parts(self, text: &str) -> impl Iterator<Item = (&str, usize)> {
        let mut left = Some(text);
        let mut room = self.alone;
        std::iter::from_fn(move || {
            let text = left.take()?;
            let mut fill = 0;
            let mut cut = None;
            for (at, ch) in text.char_indices() {
                let cost = self.cost(ch);
                if cut.is_none() && fill + cost > self.several {
                    cut = Some((at, fill));
                }
                if fill + cost > room {
                    let (at, fill) = cut?;
                    let (part, behind) = text.split_at(at);
                    (left, room) = (Some(behind), self.several);
                    return Some((part, fill));
                }
                fill += cost;
            }
            Some((text, fill))
        })
    }

    fn count(self, text: &str) -> Parts {
        let (mut parts, mut units, mut last) = (0, 0, 0);
        for (_, fill) in self.parts(text) {
            parts += 1;
            units += fill;
            last = fill;
        }
        let per_part = if parts == 1 { self.alone } else { self.several };
        Parts {
            encoding: self.encoding,
            units,
            parts,
            room: per_part - last,
            per_part,
        }
    }
}

/// Units of a text.
fn units(text: &str, encoding: Encoding) -> usize {
    text.chars().map(|ch| cost(ch, encoding)).sum()
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
            ("a".repeat(160), (Gsm7, 160, 1, 0)),
            ("a".repeat(161), (Ucs2, 161, 3, 40)),
            ("[".repeat(80), (Gsm7, 160, 1, 0)),
            ("[".repeat(81), (Ucs2, 81, 2, 53)),
            // In GSM-7, but not in ASCII; and the other way round.
            ("é".repeat(71), (Ucs2, 71, 2, 63)),
            ("`".repeat(71), (Ucs2, 71, 2, 63)),
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
        fn parts_reassemble_and_hold_their_size(text in texts()) {
            for rule in [Rule::Radio, Rule::ChineseBilling, Rule::Direct] {
                let (encoding, parts) = split(&text, rule);
                prop_assert_eq!(parts.concat(), text.clone());
                let counted = count(&text, rule);
                prop_assert!(counted.is_err() || counted.unwrap().parts == parts.len());
                let sent = if rule == Rule::ChineseBilling { Encoding::Ucs2 } else { encoding };
                let size = if parts.len() == 1 { sent.alone() } else { Width::Eight.room(sent) };
                for part in &parts {
                    // Encoded by itself: a cut escape or surrogate pair would not come out the same.
                    let units = match encoding {
                        _ if rule == Rule::ChineseBilling => part.chars().count(),
                        Encoding::Gsm7 => to_gsm7(part).unwrap().len(),
                        Encoding::Ucs2 => part.encode_utf16().count(),
                    };
                    prop_assert!(units <= size);
                    prop_assert!(!part.is_empty() || parts.len() == 1);
                }
            }
        }

        #[test]
        fn what_goes_directly_is_what_travels(text in texts()) {
            let units: Vec<u16> = text.encode_utf16().collect();
            let got = count(&text, Rule::Direct);
            let septets = to_gsm7(&text).filter(|septets| text.is_ascii() && septets.len() <= 160);
            if units.len() > 500 {
                prop_assert_eq!(got, Err(TooLong { units: units.len(), limit: 500 }));
            } else if let Some(septets) = septets {
                let got = got.unwrap();
                prop_assert_eq!((got.encoding, got.units, got.parts), (Encoding::Gsm7, septets.len(), 1));
            } else {
                let (got, sizes) = (got.unwrap(), walked(&units, 70, 67, opens_pair));
                prop_assert_eq!((got.encoding, got.units, got.parts), (Encoding::Ucs2, units.len(), sizes.len()));
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
