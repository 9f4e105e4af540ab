//! The linter: what is wrong, risky or clumsy in a campaign's text, with the place and, where a click can do it, the mend.
//!
//! A rule is a row of [`RULES`] and a file beside this one; its id is stable, for the app and other systems name it.

mod balance;
mod brackets;
mod characters;
mod contacts;
mod empty;
mod greeting;
mod hours;
mod length;
mod opt_out;
mod punctuation;
mod signature;
mod superlatives;
mod template;

use std::ops::Range;

use chrono::NaiveTime;

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
    chars: Vec<char>,
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
    opt_out::RULE,
    contacts::RULE,
    characters::RULE,
    superlatives::RULE,
    balance::RULE,
    greeting::RULE,
    hours::RULE,
    punctuation::RULE,
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
    /// Looks at a content; `longest`: characters and parts of its longest rendering, where it is known.
    pub fn new(content: &'a Content, hours: AllowedHours, longest: Option<(usize, u16)>) -> Subject<'a> {
        Subject {
            content,
            hours,
            longest,
            chars: content.text.chars().collect(),
        }
    }

    /// The time of day at which it fires; `None` when that is open.
    fn fires_at(&self) -> Option<NaiveTime> {
        match self.content.schedule {
            Schedule::OnApproval => None,
            Schedule::Once(at) => Some(at.time()),
            Schedule::Daily { at }
            | Schedule::Weekly { at, .. }
            | Schedule::Monthly { at, .. }
            | Schedule::Yearly { at, .. } => Some(at),
        }
    }

    /// The places where the text says `words`, letter case of ASCII aside.
    fn places_of(&self, words: &str) -> Vec<Range<usize>> {
        let wanted: Vec<char> = words.chars().collect();
        let mut found: Vec<Range<usize>> = Vec::new();
        for (at, window) in self.chars.windows(wanted.len().max(1)).enumerate() {
            let same = window.iter().zip(&wanted).all(|(a, b)| a.eq_ignore_ascii_case(b));
            if same && !wanted.is_empty() && found.last().is_none_or(|last| last.end <= at) {
                found.push(at..at + wanted.len());
            }
        }
        found
    }
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

#[cfg(test)]
mod tests;
