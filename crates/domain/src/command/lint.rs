//! `rollcall lint`: what is wrong with texts.

use std::io::{self, BufRead, Write};

use almanac::Festival;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::lines::{Tally, each};
use crate::campaign::Content;
use crate::consent::Purpose;
use crate::lang::Lang;
use crate::lint::{self, CarrierPolicy, OptOut, Subject};
use crate::schedule::AllowedHours;

/// A text to look at. Only `text` must be there.
#[derive(Deserialize)]
struct Question {
    /// The text, with variables.
    text: String,
    /// The signature without its 【】. Without it, a 【…】 at the beginning of the text is taken for it.
    signature: Option<String>,
    /// `true`: the product adds its line; a text: this line is added; absent or `false`: the text is all there is.
    opt_out: Option<Line>,
    /// `service`, `care` (the default) or `marketing`.
    purpose: Option<Purpose>,
    /// When it goes out, in local time: `2026-09-25T10:00`. Without it, what depends on day or hour is not looked at.
    at: Option<String>,
    /// `zh-CN` (the default) or `en`: the language of the messages.
    #[serde(default)]
    lang: Lang,
    /// The festival that the text is for, by id.
    occasion: Option<Festival>,
    /// The carrier's policy, by id, such as `tencent`; or a policy of one's own.
    policy: Option<Policy>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Added(bool),
    Written(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Policy {
    BuiltIn(String),
    Own(CarrierPolicy),
}

#[derive(Serialize)]
struct Answer {
    findings: Vec<Found>,
}

/// A finding; `from` and `to` count characters of `text`, and are null where the whole is meant.
#[derive(Serialize)]
struct Found {
    rule: &'static str,
    severity: &'static str,
    from: Option<usize>,
    to: Option<usize>,
    message: String,
    mend: Option<String>,
}

/// Looks at a text on each line of `input`, one answer a line.
///
/// # Errors
/// A stream failed.
pub fn lint(input: impl BufRead, output: impl Write) -> io::Result<Tally> {
    each(input, output, answer)
}

fn answer(question: Question) -> Result<Answer, String> {
    let policy = match question.policy {
        None => None,
        Some(Policy::Own(policy)) => Some(policy),
        Some(Policy::BuiltIn(id)) => {
            Some(CarrierPolicy::built_in(&id).ok_or_else(|| format!("there is no policy “{id}”"))?)
        }
    };
    let at = question.at.as_deref().map(local).transpose()?;
    let (signature, text, shift) = match question.signature {
        Some(signature) => (signature, question.text, 0),
        None => signed(question.text),
    };
    let content = Content::of_text(text, signature, question.purpose.unwrap_or(Purpose::Care));
    let line = match question.opt_out {
        Some(Line::Added(true)) => OptOut::Added,
        Some(Line::Written(line)) => OptOut::Written(line),
        Some(Line::Added(false)) | None => OptOut::InText,
    };
    let mut subject = Subject::new(&content, AllowedHours::default(), None).opt_out(line);
    if let Some(at) = at {
        subject = subject.at(at);
    }
    if let Some(festival) = question.occasion {
        subject = subject.festival(festival);
    }
    if let Some(policy) = &policy {
        subject = subject.policy(policy);
    }
    let found = lint::lint(&subject, question.lang);
    Ok(Answer {
        findings: found.into_iter().map(|finding| told(finding, shift)).collect(),
    })
}

fn told(finding: lint::Finding, shift: usize) -> Found {
    Found {
        rule: finding.rule,
        severity: finding.severity.code(),
        from: finding.place.as_ref().map(|place| place.start + shift),
        to: finding.place.as_ref().map(|place| place.end + shift),
        message: finding.message,
        mend: finding.mend,
    }
}

fn local(text: &str) -> Result<NaiveDateTime, String> {
    [
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%d %H:%M:%S",
    ]
    .iter()
    .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    .ok_or_else(|| format!("“{text}” is no local time such as 2026-09-25T10:00"))
}

/// Signature, the text behind it, and how many characters that is in.
fn signed(text: String) -> (String, String, usize) {
    let parts = text.strip_prefix('【').and_then(|rest| rest.split_once('】'));
    match parts {
        Some((signature, body)) => (signature.to_owned(), body.to_owned(), signature.chars().count() + 2),
        None => (String::new(), text, 0),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The rules that are found, each with its place.
    fn check(question: &str, expected: &[(&str, Option<u64>)]) {
        let mut output = Vec::new();
        lint(question.as_bytes(), &mut output).unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&output).unwrap();
        let findings = answer["findings"].as_array().unwrap();
        let got: Vec<_> = findings
            .iter()
            .map(|f| (f["rule"].as_str().unwrap(), f["from"].as_u64()))
            .collect();
        assert_eq!(got, expected, "{question}");
    }

    #[test]
    fn lines_of_all_kinds() {
        check(r#"{"text":"您好"}"#, &[("signature_missing", None)]);
        check(r#"{"text":"【安居装饰】您好"}"#, &[]);
        check(r#"{"text":"【安居】您好！！"}"#, &[("repeated_punctuation", Some(6))]);
        check(
            r#"{"text":"全场五折。","signature":"安居","purpose":"marketing"}"#,
            &[("opt_out_missing", Some(4))],
        );
        check(
            r#"{"text":"全场五折。","signature":"安居","purpose":"marketing","opt_out":true}"#,
            &[],
        );
        check(
            r#"{"text":"早上好","signature":"安居","at":"2026-05-07T15:00"}"#,
            &[("greeting", Some(0))],
        );
        check(
            r#"{"text":"端午安康","signature":"安居","occasion":"mid_autumn"}"#,
            &[("festival_other", Some(0))],
        );
        check(
            r#"{"text":"装修进度","signature":"安居","policy":"tencent"}"#,
            &[("policy_decoration", Some(0))],
        );
    }

    #[test]
    fn what_cannot_be_looked_at_is_told() {
        for question in [
            "{}",
            r#"{"text":"a","policy":"nobody"}"#,
            r#"{"text":"a","at":"noon"}"#,
            "[]",
        ] {
            let mut output = Vec::new();
            let tally = lint(question.as_bytes(), &mut output).unwrap();
            assert_eq!(tally.errors, 1, "{question}");
            assert!(output.starts_with(br#"{"error":"#));
        }
    }
}
