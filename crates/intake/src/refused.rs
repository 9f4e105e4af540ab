//! Gives refused rows back as a CSV that a spreadsheet opens, and makes cells harmless for it.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::{Language, Record, Refusal};

/// Makes a cell harmless: a spreadsheet would run what begins with `=`, `+`, `-`, `@`, a tab or a line break (or their
/// full-width forms) as a formula, so an apostrophe goes before it (OWASP, "CSV Injection"). Leading spaces hide nothing.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    let starts = |s: &str| s.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if starts(cell) || starts(cell.trim_start_matches(|c: char| crate::text::is_space(c) || c.is_control())) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Writes refused rows: the original columns, then line, column and reason in the person's language. UTF-8 with a
/// byte-order mark, so that spreadsheets read it right; the three added columns are ignored when the mended file is imported.
pub struct RefusedWriter<W> {
    out: W,
    width: usize,
    language: Language,
    line: String,
}

impl<W: Write> RefusedWriter<W> {
    /// Begins the file with its header row. `headers` are those of the [`crate::Layout`].
    pub fn new(out: W, headers: &[String], language: Language) -> io::Result<Self> {
        let mut writer = Self {
            out,
            width: headers.len(),
            language,
            line: String::from('\u{FEFF}'),
        };
        let added = match language {
            Language::Zh => ["行号", "列", "原因"],
            Language::En => ["Line", "Column", "Reason"],
        };
        for header in headers.iter().map(String::as_str).chain(added) {
            writer.cell(header);
        }
        writer.end()?;
        Ok(writer)
    }

    /// Writes one row with all its reasons. Cells beyond the headers are joined to the last one, so that nothing is lost.
    pub fn write(&mut self, record: &Record, refusals: &[Refusal]) -> io::Result<()> {
        for column in 0..self.width {
            if column + 1 == self.width && record.len() > self.width {
                let rest: Vec<&str> = record.cells().skip(column).collect();
                self.cell(rest.join(",").trim_end_matches(','));
            } else {
                self.cell(record.cell(column));
            }
        }
        self.cell(&record.line().to_string());
        let join = |parts: Vec<String>| {
            let kept: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
            kept.join(if self.language == Language::Zh { "；" } else { "; " })
        };
        let places = join(refusals.iter().map(Refusal::place).collect());
        let reasons = join(refusals.iter().map(|r| r.text(self.language).to_owned()).collect());
        self.cell(&places);
        self.cell(&reasons);
        self.end()
    }

    /// Flushes and gives the sink back.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }

    fn cell(&mut self, cell: &str) {
        if !self.line.is_empty() && self.line != "\u{FEFF}" {
            self.line.push(',');
        }
        let safe = harmless(cell);
        // Always quoted, so that an empty first cell can't be taken for the start of a line.
        self.line.push('"');
        self.line.push_str(&safe.replace('"', "\"\""));
        self.line.push('"');
    }

    fn end(&mut self) -> io::Result<()> {
        self.line.push_str("\r\n");
        self.out.write_all(self.line.as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::RefusalCode;

    #[test]
    fn formulas_are_made_harmless_and_come_back() {
        let check = |cell: &str, want: &str| {
            assert_eq!(harmless(cell), want);
            assert_eq!(crate::text::trim(&harmless(cell)), crate::text::trim(cell), "{cell:?}");
        };
        check("=1+1", "'=1+1");
        check("+8613812345678", "'+8613812345678");
        check("-5", "'-5");
        check("@a", "'@a");
        check("\t=1", "'\t=1");
        check(" =1", "' =1");
        check("＝1", "'＝1");
        check("张三", "张三");
        check("a=b", "a=b");
        check("", "");
    }

    #[test]
    fn writes_rows_with_place_and_reason() {
        let headers = ["姓名".to_owned(), "手机".to_owned()];
        let mut writer = RefusedWriter::new(Vec::new(), &headers, Language::Zh).unwrap();
        let mut record = Record::new();
        record.begin(7);
        record.push("=cmd \"x\"");
        let refusal = Refusal {
            column: Some(0),
            header: "姓名".into(),
            code: RefusalCode::NameTooLong,
        };
        writer
            .write(&record, &[refusal, Refusal::row(RefusalCode::NoIdentity)])
            .unwrap();
        let text = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}\"姓名\",\"手机\",\"行号\",\"列\",\"原因\"\r\n\
             \"'=cmd \"\"x\"\"\",\"\",\"7\",\"姓名\",\"姓名超过 64 个字；既没有客户编号也没有手机，无法认出是谁\"\r\n"
        );
    }
}
