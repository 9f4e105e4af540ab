//! `rollcall parts`: how many parts texts take.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use super::lines::{Tally, each};

/// `{"text": "…", "rule": "radio" | "cn" | "direct"}`.
#[derive(Deserialize)]
struct Question {
    text: String,
    rule: sms::Rule,
}

/// `{"encoding": "gsm7" | "ucs2", "units": n, "parts": n}`.
#[derive(Serialize)]
struct Answer {
    encoding: sms::Encoding,
    units: usize,
    parts: usize,
}

/// Counts a text on each line of `input`, one answer a line. A text that carriers would refuse for its length, by any rule but `radio`, is
/// answered with an error line.
///
/// # Errors
/// A stream failed.
pub fn parts(input: impl BufRead, output: impl Write) -> io::Result<Tally> {
    each(input, output, |question: Question| {
        sms::count(&question.text, question.rule)
            .map(|found| Answer {
                encoding: found.encoding,
                units: found.units,
                parts: found.parts,
            })
            .map_err(|long| long.to_string())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(question: &str, answer: &str) {
        let mut output = Vec::new();
        let tally = parts(question.as_bytes(), &mut output).unwrap();
        let output = String::from_utf8(output).unwrap();
        assert_eq!(output, format!("{answer}\n"), "{question}");
        assert_eq!(tally.is_clean(), !answer.contains("error"));
    }

    #[test]
    fn the_lines_of_the_contract() {
        check(
            r#"{"text": "Hello {you} €", "rule": "radio"}"#,
            r#"{"encoding":"gsm7","units":16,"parts":1}"#,
        );
        check(
            r#"{"text": "【安居】您好😀", "rule": "radio"}"#,
            r#"{"encoding":"ucs2","units":8,"parts":1}"#,
        );
        check(
            r#"{"text": "【安居】您好😀", "rule": "cn"}"#,
            r#"{"encoding":"ucs2","units":7,"parts":1}"#,
        );
        check(
            r#"{"text": "【安居】您好😀", "rule": "direct"}"#,
            r#"{"encoding":"ucs2","units":8,"parts":1}"#,
        );
        check(
            &format!(r#"{{"text": "{}", "rule": "cn"}}"#, "a".repeat(501)),
            r#"{"error":"the text has 501 characters; carriers take at most 500","line":1}"#,
        );
        check(
            r#"{"text": "a", "rule": "sea"}"#,
            r#"{"error":"not a line that this command reads: unknown variant `sea`, expected one of `radio`, `cn`, `direct` at line 1 column 27","line":1}"#,
        );
    }
}
