//! Lines of JSON: read one, answer one. A line that cannot be answered gets a line that says why, and the rest goes on.

use std::io::{self, BufRead, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The longest line that is read, in bytes; what is beyond is skipped without being kept.
pub const LINE_LIMIT: usize = 1 << 20;

/// What became of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Lines answered, errors included. Blank lines are not answered.
    pub answered: u64,
    /// Lines answered with an error.
    pub errors: u64,
}

impl Tally {
    /// Whether every line was good; else the command ends with a status other than zero.
    pub const fn is_clean(self) -> bool {
        self.errors == 0
    }
}

/// The line that stands for one that could not be answered: `{"error": "…", "line": n}`, lines counted from 1.
#[derive(Serialize)]
struct Refused<'a> {
    error: &'a str,
    line: u64,
}

/// Answers every line of `input` on `output`.
///
/// # Errors
/// A stream failed. What a line says is never an error here.
pub(super) fn each<T: DeserializeOwned, A: Serialize>(
    mut input: impl BufRead,
    mut output: impl Write,
    answer: impl Fn(T) -> Result<A, String>,
) -> io::Result<Tally> {
    let mut tally = Tally::default();
    let mut line = Vec::new();
    let mut number = 0;
    while let Some(whole) = next(&mut input, &mut line)? {
        number += 1;
        let text = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line);
        if whole && text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answered = if whole {
            serde_json::from_slice(text)
                .map_err(|error| format!("not a line that this command reads: {error}"))
                .and_then(&answer)
        } else {
            Err(format!("the line is longer than {LINE_LIMIT} bytes"))
        };
        tally.answered += 1;
        match answered {
            Ok(answer) => serde_json::to_writer(&mut output, &answer)?,
            Err(error) => {
                tally.errors += 1;
                let refused = Refused {
                    error: &error,
                    line: number,
                };
                serde_json::to_writer(&mut output, &refused)?;
            }
        }
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(tally)
}

/// Reads the next line into `line`, without its end; `None` at the end of the input, `false` if it was too long to keep.
fn next(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    let mut begun = false;
    let mut whole = true;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(begun.then_some(whole));
        }
        begun = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        whole &= line.len() + piece.len() <= LINE_LIMIT;
        if whole {
            line.extend_from_slice(piece);
        }
        let used = end.map_or(buffer.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(Some(whole));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn run(input: &[u8]) -> (String, Tally) {
        let mut output = Vec::new();
        let tally = each(input, &mut output, |n: u32| Ok(n + 1)).unwrap();
        (String::from_utf8(output).unwrap(), tally)
    }

    #[test]
    fn a_bad_line_does_not_stop_the_rest() {
        let (output, tally) = run(b"\xEF\xBB\xBF1\r\n\n  \nx\n\xFF\n41");
        let lines: Vec<&str> = output.lines().collect();
        assert_eq!((lines.len(), lines[0], lines[3]), (4, "2", "42"));
        assert!(lines[1].contains(r#""line":4"#) && lines[2].contains(r#""line":5"#));
        assert_eq!((tally.answered, tally.errors, tally.is_clean()), (4, 2, false));
    }

    #[test]
    fn a_line_too_long_is_told_and_skipped() {
        let mut input = vec![b'1'; LINE_LIMIT + 1];
        input.extend_from_slice(b"\n6\n");
        let (output, tally) = run(&input);
        assert!(output.starts_with(r#"{"error":"the line is longer"#) && output.ends_with("\n7\n"));
        assert_eq!(tally.errors, 1);
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered_line_by_line(input in prop::collection::vec(any::<u8>(), 0..300)) {
            let (output, tally) = run(&input);
            prop_assert_eq!(output.lines().count() as u64, tally.answered);
            for line in output.lines() {
                prop_assert!(serde_json::from_str::<serde_json::Value>(line).is_ok());
            }
        }
    }
}
