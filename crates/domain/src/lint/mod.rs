//! The linter: what is wrong, risky or clumsy in a campaign's text, with the place and, where a click can do it, the mend.
//!
//! A rule is a row of [`RULES`] and a file beside this one; its id is stable, for the app and other systems name it.

mod balance;
mod brackets;
mod characters;
mod contacts;
mod dates;
mod empty;
mod festival;
mod greeting;
mod hours;
mod length;
mod opt_out;
mod policy;
mod punctuation;
mod script;
mod signature;
mod solemn;
mod superlatives;
mod template;
mod thrift;
mod year;

pub(crate) use contacts::links;
pub use policy::{CarrierPolicy, Refusal, Topic};

use std::ops::Range;

use almanac::Festival;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::campaign::Content;
use crate::lang::Lang;
use crate::schedule::{AllowedHours, Schedule};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Cannot be submitted.
    Block,
    /// The approver sees it.
    Warn,
    /// Worth knowing.
    Hint,
}

impl Severity {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Severity::Block => "block",
            Severity::Warn => "warn",
            Severity::Hint => "hint",
        }
    }
}

/// Where the opt-out line of an offer comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptOut {
    /// The product adds its own.
    Added,
    /// This line is added by somebody else.
    Written(String),
    /// Nobody adds one: the text must hold it.
    InText,
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable id of the rule.
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// Where in the text: characters (Unicode scalars) from, to; `None` if it is about the whole.
    pub place: Option<Range<usize>>,
    /// What is wrong and what to do.
    pub message: String,
    /// What to put in the place instead, where that is certain.
    pub mend: Option<String>,
}

/// What is looked at.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The content.
    pub content: &'a Content,
    /// The firm's allowed hours.
    pub hours: AllowedHours,
    /// Characters and parts of the longest rendering, where it is known.
    pub longest: Option<(usize, u16)>,
    /// The wording that is looked at.
    text: &'a str,
    chars: Vec<char>,
    /// A bit for each character that the text holds, folded: most words are ruled out by it without a search.
    held: [u64; 16],
    at: Option<NaiveDateTime>,
    opt_out: OptOut,
    festival: Option<Festival>,
    policy: Option<&'a CarrierPolicy>,
}

/// A rule of the linter.
pub struct LintRule {
    /// Stable ids of what it finds.
    pub ids: &'static [&'static str],
    check: fn(&Subject<'_>, &mut Report),
}

/// All rules.
pub const RULES: &[LintRule] = &[
    empty::RULE,
    template::RULE,
    signature::RULE,
    brackets::RULE,
    length::RULE,
    thrift::RULE,
    opt_out::RULE,
    contacts::RULE,
    characters::RULE,
    superlatives::RULE,
    balance::RULE,
    greeting::RULE,
    hours::RULE,
    punctuation::RULE,
    dates::RULE,
    festival::RULE,
    solemn::RULE,
    year::RULE,
    script::RULE,
    policy::RULE,
];

/// Where rules put what they find.
pub(crate) struct Report {
    lang: Lang,
    found: Vec<Finding>,
}

impl Report {
    /// Adds a finding worded by a pair (zh, en).
    fn add(
        &mut self,
        rule: &'static str,
        severity: Severity,
        place: Option<Range<usize>>,
        (zh, en): (String, String),
        mend: Option<&str>,
    ) {
        self.found.push(Finding {
            rule,
            severity,
            place,
            message: match self.lang {
                Lang::ZhCn => zh,
                Lang::En => en,
            },
            mend: mend.map(str::to_owned),
        });
    }
}

impl<'a> Subject<'a> {
    /// Looks at a content's first wording; `longest`: characters and parts of its longest rendering, where it is known.
    pub fn new(content: &'a Content, hours: AllowedHours, longest: Option<(usize, u16)>) -> Subject<'a> {
        let (chars, held) = taken_apart(&content.text);
        Subject {
            content,
            hours,
            longest,
            text: &content.text,
            chars,
            held,
            at: None,
            opt_out: OptOut::Added,
            festival: None,
            policy: None,
        }
    }

    /// Looks at the wording at this place, from 0, instead of the first.
    #[must_use]
    pub fn wording(mut self, place: usize) -> Subject<'a> {
        self.text = self.content.wording(place);
        (self.chars, self.held) = taken_apart(self.text);
        self
    }

    /// When it goes out, in the organisation's civil time. Without it, a single firing of the schedule is that moment, and
    /// what depends on the day is looked at only then.
    #[must_use]
    pub fn at(mut self, moment: NaiveDateTime) -> Subject<'a> {
        self.at = Some(moment);
        self
    }

    /// Where the opt-out line comes from; by default the product adds it.
    #[must_use]
    pub fn opt_out(mut self, line: OptOut) -> Subject<'a> {
        self.opt_out = line;
        self
    }

    /// The festival that the text is for.
    #[must_use]
    pub fn festival(mut self, festival: Festival) -> Subject<'a> {
        self.festival = Some(festival);
        self
    }

    /// What the carrier does not take.
    #[must_use]
    pub fn policy(mut self, policy: &'a CarrierPolicy) -> Subject<'a> {
        self.policy = Some(policy);
        self
    }

    /// The time of day at which it fires; `None` when that is open.
    fn fires_at(&self) -> Option<NaiveTime> {
        if let Some(at) = self.at {
            return Some(at.time());
        }
        self.content.schedule.time()
    }

    /// The day on which it goes out; `None` when that is open.
    fn day(&self) -> Option<NaiveDate> {
        match (self.at, &self.content.schedule) {
            (Some(at), _) | (None, &Schedule::Once(at)) => Some(at.date()),
            _ => None,
        }
    }

    /// The places where the text says `words`, letter case of ASCII aside; they do not overlap.
    fn places_of(&self, words: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        if words.is_empty() || !words.chars().all(|ch| self.holds(ch)) {
            return found;
        }
        let mut at = 0;
        while at < self.chars.len() {
            match self.says(at, words) {
                Some(end) => {
                    found.push(at..end);
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Whether the text may hold a character.
    fn holds(&self, ch: char) -> bool {
        let (word, bit) = fold(ch);
        self.held[word] & bit != 0
    }

    /// The end of `words` if they stand at `at`, letter case of ASCII aside.
    fn says(&self, at: usize, words: &str) -> Option<usize> {
        let mut end = at;
        for ch in words.chars() {
            if !self.chars.get(end)?.eq_ignore_ascii_case(&ch) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// The first of `words` that stands at `at`, and its end.
    fn says_any<'w>(&self, at: usize, words: &[&'w str]) -> Option<(&'w str, usize)> {
        words.iter().find_map(|word| Some((*word, self.says(at, word)?)))
    }

    /// Whether `words` end right before `at`.
    fn said_before(&self, at: usize, words: &str) -> bool {
        at.checked_sub(words.chars().count())
            .is_some_and(|from| self.says(from, words).is_some())
    }
}

/// The characters of a text, and a bit for each; see [`Subject::held`].
fn taken_apart(text: &str) -> (Vec<char>, [u64; 16]) {
    let chars: Vec<char> = text.chars().collect();
    let mut held = [0; 16];
    for ch in &chars {
        let (word, bit) = fold(*ch);
        held[word] |= bit;
    }
    (chars, held)
}

/// A character's word and bit in [`Subject::held`], letter case of ASCII aside.
fn fold(ch: char) -> (usize, u64) {
    let code = ch.to_ascii_lowercase() as usize & 1023;
    (code >> 6, 1 << (code & 63))
}

/// Everything that the rules find, gravest first, then by place; worded in `lang`.
pub fn lint(subject: &Subject<'_>, lang: Lang) -> Vec<Finding> {
    let mut report = Report {
        lang,
        found: Vec::new(),
    };
    for rule in RULES {
        (rule.check)(subject, &mut report);
    }
    let mut found = report.found;
    found.sort_by_key(|finding| (finding.severity, finding.place.as_ref().map(|place| place.start)));
    found
}

/// As [`lint`], for every wording of a content: each finding with the place of its wording, from 0; `None` where it is about
/// no place of a text and the same for all of them, and where there is one wording only. `subject` looks at a wording, and is
/// asked for each by its place. Gravest first, then by wording.
pub fn lint_wordings<'a>(
    content: &'a Content,
    subject: impl Fn(usize) -> Subject<'a>,
    lang: Lang,
) -> Vec<(Option<usize>, Finding)> {
    let of_each: Vec<Vec<Finding>> = content
        .wordings()
        .enumerate()
        .map(|(place, _)| lint(&subject(place).wording(place), lang))
        .collect();
    let common = |finding: &Finding| {
        of_each.len() == 1 || (finding.place.is_none() && of_each.iter().all(|found| found.contains(finding)))
    };
    let mut found: Vec<(Option<usize>, Finding)> = Vec::new();
    for (place, findings) in of_each.iter().enumerate() {
        for finding in findings {
            if !common(finding) {
                found.push((Some(place), finding.clone()));
            } else if place == 0 {
                found.push((None, finding.clone()));
            }
        }
    }
    found.sort_by_key(|(_, finding)| finding.severity);
    found
}

/// How the wording at a place, from 0, is called before what is said of it.
pub fn wording_name(place: usize, lang: Lang) -> String {
    match lang {
        Lang::ZhCn => format!("写法 {}", place + 1),
        Lang::En => format!("Wording {}", place + 1),
    }
}

#[cfg(test)]
mod tests;
