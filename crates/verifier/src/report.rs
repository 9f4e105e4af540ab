//! What came of checking a pack, in the words of `audit`, in both languages at once: who reads may change theirs.

use crate::talk::Failure;
use audit::check::{At, Lang, Options, Verdict, verify};
use audit::signed::KnownKey;
use serde::{Deserialize, Serialize};
use std::io::BufRead;

/// What came of checking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// In one word.
    pub standing: Standing,
    /// The sentences in Chinese: what was shown, by which checkpoint and key, then what was not shown; or what does not fit.
    pub zh: Vec<String>,
    /// The same in English.
    pub en: Vec<String>,
    /// The first entry or event that does not fit, from 0; `None` where it is no single one.
    pub entry: Option<u64>,
    /// Whether the signature was held against keys that the reader gave or has kept, and not only the pack's own.
    pub trusted: bool,
    /// The key that signed, where it is proved.
    pub key: Option<String>,
    /// Events of the log under whose checkpoint it is proved.
    pub size: Option<u64>,
}

/// In one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It proves what the sentences say.
    Proved,
    /// It is in form, and something does not fit.
    Disproved,
    /// Nothing can be said of it.
    Unreadable,
}

/// Keys from their texts; empty ones are passed over.
///
/// # Errors
/// [`Failure::Key`] with the first that is none.
pub fn keys(texts: &[String]) -> Result<Vec<KnownKey>, Failure> {
    let given = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    given
        .map(|text| text.parse().map_err(|_| Failure::Key { given: text.to_owned() }))
        .collect()
}

/// Checks a pack of any kind, and says what came of it. `time` writes a moment in a language.
pub fn check(reader: impl BufRead, trusted: Vec<KnownKey>, time: impl Fn(Lang, i64) -> String) -> Report {
    let options = Options { trusted };
    let verdict = verify(reader, &options);
    Report::of(&verdict, !options.trusted.is_empty(), time)
}

impl Report {
    /// A verdict in words.
    pub fn of(verdict: &Verdict, trusted: bool, time: impl Fn(Lang, i64) -> String) -> Self {
        let words = |lang| verdict.words(lang, |at| time(lang, at));
        let (standing, entry, proof) = match verdict {
            Verdict::Proved(proof) => (Standing::Proved, None, Some(proof)),
            Verdict::Disproved(fault) => match fault.at {
                At::Entry(number) | At::Event(number) => (Standing::Disproved, Some(number), None),
                At::Header | At::Whole => (Standing::Disproved, None, None),
            },
            Verdict::Unreadable(_) => (Standing::Unreadable, None, None),
        };
        Self {
            standing,
            zh: words(Lang::Zh),
            en: words(Lang::En),
            entry,
            trusted,
            key: proof.map(|proof| proof.key.clone()),
            size: proof.map(|proof| proof.checkpoint.size()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const RUN: &[u8] = include_bytes!("../../audit/vectors/run-masked.jsonl");
    const KEY: &str = include_str!("../../audit/vectors/log.vkey");

    fn checked(pack: &[u8], keys_given: &[&str]) -> Report {
        let given: Vec<String> = keys_given.iter().map(|&key| key.to_owned()).collect();
        check(pack, keys(&given).unwrap(), |_, at| format!("<{at}>"))
    }

    #[test]
    fn a_good_pack_is_proved_in_both_languages() {
        let report = checked(RUN, &[KEY, "  "]);
        assert_eq!(report.standing, Standing::Proved);
        assert_eq!(report.zh.len(), report.en.len());
        assert!(report.zh[0].contains('8') && report.en[0].contains('8'), "{report:?}");
        assert!(
            report.en[0].contains('<'),
            "moments are written by the reader: {report:?}"
        );
        assert_eq!((report.trusted, report.key.as_deref()), (true, Some(KEY.trim())));
        assert!(report.size.is_some());
    }

    #[test]
    fn without_a_key_it_says_that_nobody_vouches() {
        let report = checked(RUN, &[]);
        assert_eq!((report.standing, report.trusted), (Standing::Proved, false));
        assert!(report.en.iter().any(|words| words.contains("compare it with the one")));
    }

    #[test]
    fn a_changed_entry_is_named() {
        let text = String::from_utf8(RUN.to_vec()).unwrap();
        let mut lines: Vec<String> = text.lines().map(|line| format!("{line}\n")).collect();
        lines[4] = lines[4].replace("138", "139");
        let report = checked(lines.concat().as_bytes(), &[KEY]);
        assert_eq!((report.standing, report.entry), (Standing::Disproved, Some(3)));
        assert!(
            report.zh[0].starts_with("第 4 条：") && report.en[0].starts_with("Entry 4: "),
            "{report:?}"
        );
        assert_eq!(report.size, None);
    }

    #[test]
    fn what_is_no_pack_and_no_key_is_said_so() {
        assert_eq!(checked(b"hello\n", &[KEY]).standing, Standing::Unreadable);
        let wrong = KEY.replace('+', "-");
        assert_eq!(
            keys(std::slice::from_ref(&wrong)),
            Err(Failure::Key {
                given: wrong.trim().to_owned()
            })
        );
    }
}
