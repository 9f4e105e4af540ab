//! Harmless replacements that bring a text back to GSM-7 or save a part.

use crate::encoding::{Encoding, gsm7_units};
use crate::parts::{Parts, Rule, count};
use serde::Serialize;

/// What a suggestion gains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gain {
    /// The text becomes GSM-7.
    Gsm7,
    /// The text takes fewer parts.
    Parts,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Byte offset in the text as it is.
    pub at: usize,
    /// What stands there.
    pub from: String,
    /// What would stand there; empty where it is simply left out.
    pub to: String,
}

/// A set of replacements that belong together: only all of them reach the gain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What is gained.
    pub gain: Gain,
    /// The replacements, in order, not overlapping.
    pub changes: Vec<Change>,
    /// The text with all of them made.
    pub text: String,
    /// What the text takes now.
    pub before: Parts,
    /// What it would take.
    pub after: Parts,
}

/// Replacements worth offering for a text, best first; empty where nothing is gained. A text that is too long for the
/// rule has none, for it must be shortened by its author.
pub fn suggestions(text: &str, rule: Rule) -> Vec<Suggestion> {
    let Ok(before) = count(text, rule) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if rule == Rule::Radio && before.encoding == Encoding::Ucs2 {
        found.extend(offer(text, rule, before, Gain::Gsm7, changes_by(text, latin)));
    }
    if before.parts > 1 {
        let thrifty = match before.encoding {
            Encoding::Ucs2 => tidy(text),
            Encoding::Gsm7 => merge(tidy(text), changes_by(text, unescaped)),
        };
        found.extend(offer(text, rule, before, Gain::Parts, thrifty));
    }
    found
}

/// Makes the changes and keeps them only if they reach the gain.
fn offer(text: &str, rule: Rule, before: Parts, gain: Gain, changes: Vec<Change>) -> Option<Suggestion> {
    let mended = apply(text, &changes);
    let after = count(&mended, rule).ok()?;
    let reached = match gain {
        Gain::Gsm7 => after.encoding == Encoding::Gsm7 && after.parts <= before.parts,
        Gain::Parts => after.parts < before.parts,
    };
    reached.then_some(Suggestion {
        gain,
        changes,
        text: mended,
        before,
        after,
    })
}

/// The text with the changes made. They are in order and do not overlap.
fn apply(text: &str, changes: &[Change]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for change in changes {
        out.push_str(&text[done..change.at]);
        out.push_str(&change.to);
        done = change.at + change.from.len();
    }
    out.push_str(&text[done..]);
    out
}

/// A change for every character that `by` replaces.
fn changes_by(text: &str, by: impl Fn(char) -> Option<String>) -> Vec<Change> {
    text.char_indices()
        .filter_map(|(at, ch)| {
            by(ch).map(|to| Change {
                at,
                from: ch.to_string(),
                to,
            })
        })
        .collect()
}

/// Two lists of changes as one, in order; where both touch a place, the first wins.
fn merge(first: Vec<Change>, second: Vec<Change>) -> Vec<Change> {
    let clashes = |c: &Change| {
        first
            .iter()
            .any(|f| c.at < f.at + f.from.len() && f.at < c.at + c.from.len())
    };
    let kept: Vec<_> = second.into_iter().filter(|c| !clashes(c)).collect();
    let mut all = first;
    all.extend(kept);
    all.sort_by_key(|c| c.at);
    all
}

/// What a character that GSM-7 lacks is written as in GSM-7; `None` where it may stay or nothing means the same.
fn latin(ch: char) -> Option<String> {
    if gsm7_units(ch).is_some() {
        return None;
    }
    if let '\u{ff01}'..='\u{ff5e}' = ch {
        // Full-width forms mirror ASCII; the grave accent among them is not in GSM-7 and becomes an apostrophe.
        let half = char::from((ch as u32 - 0xFF01 + 0x21) as u8);
        return Some(if half == '`' { '\'' } else { half }.to_string());
    }
    let to = match ch {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '`' | '´' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '「' | '」' | '『' | '』' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '…' => "...",
        '•' | '·' | '・' => "*",
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}' => "",
        '\u{2028}' | '\u{2029}' => "\n",
        '。' => ".",
        '、' => ",",
        '【' => "[",
        '】' => "]",
        '《' | '〈' => "<",
        '》' | '〉' => ">",
        '©' => "(c)",
        '®' => "(R)",
        '™' => "(TM)",
        '×' => "x",
        '°' => "deg",
        'á' | 'â' | 'ã' | 'ā' => "a",
        'ê' | 'ë' | 'ē' => "e",
        'í' | 'î' | 'ï' | 'ī' => "i",
        'ó' | 'ô' | 'õ' | 'ō' => "o",
        'ú' | 'û' | 'ū' => "u",
        'ç' => "c",
        'ý' | 'ÿ' => "y",
        'Á' | 'À' | 'Â' | 'Ã' => "A",
        'È' | 'Ê' | 'Ë' => "E",
        'Í' | 'Ì' | 'Î' | 'Ï' => "I",
        'Ó' | 'Ò' | 'Ô' | 'Õ' => "O",
        'Ú' | 'Ù' | 'Û' => "U",
        _ => return None,
    };
    Some(to.to_owned())
}

/// A one-septet stand-in for a bracket of the extension table.
fn unescaped(ch: char) -> Option<String> {
    let to = match ch {
        '[' | '{' => '(',
        ']' | '}' => ')',
        '~' => '-',
        '|' | '\\' => '/',
        _ => return None,
    };
    Some(to.to_string())
}

/// White space, repeated marks and invisible characters that can go without loss.
fn tidy(text: &str) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut i = 0;
    while i < chars.len() {
        let (at, ch) = chars[i];
        let run = chars[i..].iter().take_while(|(_, other)| same_kind(ch, *other)).count();
        let end = chars.get(i + run).map_or(text.len(), |(at, _)| *at);
        let from = &text[at..end];
        let at_edge = at == 0 || end == text.len();
        let to = match ch {
            _ if invisible(ch) => String::new(),
            _ if ch.is_whitespace() && at_edge => String::new(),
            _ if run > 1 && ch.is_whitespace() && from.contains('\n') => "\n".to_owned(),
            _ if run > 1 && repeats_for_show(ch) => ch.to_string(),
            _ => from.to_owned(),
        };
        if to != from {
            changes.push(Change {
                at,
                from: from.to_owned(),
                to,
            });
        }
        i += run;
    }
    changes
}

/// Whether two neighbours belong to one run for [`tidy`].
fn same_kind(a: char, b: char) -> bool {
    a == b || (a.is_whitespace() && b.is_whitespace()) || (invisible(a) && invisible(b))
}

fn invisible(ch: char) -> bool {
    // Joiners (U+200D) and variation selectors stay: they shape emoji.
    matches!(ch, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn repeats_for_show(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '!' | '！' | '?' | '？' | '~' | '～' | '…' | '。' | '，' | '—')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::parts::count_radio;
    use proptest::prelude::*;

    fn check(text: &str, rule: Rule, want: &[(Gain, &str)]) {
        let got = suggestions(text, rule);
        let got: Vec<_> = got.iter().map(|s| (s.gain, s.text.as_str())).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn typographic_marks_go_back_to_gsm7() {
        check(
            "It’s “done” – thanks…",
            Rule::Radio,
            &[(Gain::Gsm7, "It's \"done\" - thanks...")],
        );
        check("Ｈｉ，Ａｎｎａ！", Rule::Radio, &[(Gain::Gsm7, "Hi,Anna!")]);
        check("plain [text]", Rule::Radio, &[]);
        // One character without a stand-in keeps the whole text in UCS-2.
        check("It’s 好", Rule::Radio, &[]);
        // Chinese billing does not care about the alphabet.
        check("It’s fine", Rule::ChineseBilling, &[]);
    }

    #[test]
    fn a_part_is_saved_only_where_one_is_saved() {
        let long = format!("{}！！！", "好".repeat(68));
        let want = format!("{}！", "好".repeat(68));
        check(&long, Rule::ChineseBilling, &[(Gain::Parts, &want)]);
        check(&long, Rule::Radio, &[(Gain::Parts, &want)]);
        check(&format!("{}！！！", "好".repeat(90)), Rule::Radio, &[]);
        let brackets = format!("[{}]", "a".repeat(158));
        let round = format!("({})", "a".repeat(158));
        check(&brackets, Rule::Radio, &[(Gain::Parts, &round)]);
        let spaced = format!(" {}  b\u{200b} ", "好".repeat(68));
        let close = format!("{} b", "好".repeat(68));
        check(&spaced, Rule::Radio, &[(Gain::Parts, &close)]);
    }

    #[test]
    fn the_first_suggestion_for_a_long_latin_text_saves_more() {
        let text = format!("{}’s", "a".repeat(100));
        let got = suggestions(&text, Rule::Radio);
        assert_eq!((got[0].before.parts, got[0].after.parts), (2, 1));
        assert_eq!(
            got[0].changes,
            [Change {
                at: 100,
                from: "’".into(),
                to: "'".into()
            }]
        );
    }

    #[test]
    fn every_latin_stand_in_is_gsm7() {
        for ch in (0..=0x10_FFFFu32).filter_map(char::from_u32) {
            if let Some(to) = latin(ch) {
                assert_eq!(Encoding::of(&to), Encoding::Gsm7, "{ch:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_suggestion_keeps_its_word(text in prop_oneof![any::<String>(), "[a-z’… \\[\\]！好\u{200b}]{60,180}"]) {
            for rule in [Rule::Radio, Rule::ChineseBilling] {
                for s in suggestions(&text, rule) {
                    prop_assert_eq!(count(&s.text, rule).unwrap(), s.after);
                    prop_assert_eq!(apply(&text, &s.changes), s.text.clone());
                    for c in &s.changes {
                        prop_assert!(text[c.at..].starts_with(&c.from));
                    }
                    match s.gain {
                        Gain::Gsm7 => prop_assert_eq!(count_radio(&s.text).encoding, Encoding::Gsm7),
                        Gain::Parts => prop_assert!(s.after.parts < s.before.parts),
                    }
                }
            }
        }
    }
}
