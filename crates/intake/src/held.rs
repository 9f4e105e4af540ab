//! How much of a sheet's XML the reader of workbooks would hold at once.
//!
//! It holds a cell as a whole, and any other tag, comment or instruction. So the octets are counted from each cell, and each row
//! without one, to the next, by a scan that keeps nothing. Where the scan could lose its place (a cell within a cell, a
//! declaration), it says that the sheet does not fit: no spreadsheet program writes such.

use std::io::{self, Read};

/// So many octets of a name tell it: none that we look for is longer.
const NAME: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Text,
    /// Between `<` and `>`, and in which quotation marks.
    Tag(Option<u8>),
    /// Ends with this octet twice, or once where it is `?`, and `>`.
    Special(u8),
}

struct Scan {
    within: Within,
    /// Octets since the last cell or row began.
    held: u64,
    /// Octets since the tag began.
    length: u64,
    /// The tag's first octets.
    name: Vec<u8>,
    last: [u8; 2],
    cell_open: bool,
    ended: bool,
}

/// Whether no more than `most` octets are held at once while the cells of this sheet are read.
pub(crate) fn fits(mut sheet: impl Read, most: u64) -> io::Result<bool> {
    let mut scan = Scan {
        within: Within::Text,
        held: 0,
        length: 0,
        name: Vec::with_capacity(NAME),
        last: [0; 2],
        cell_open: false,
        ended: false,
    };
    let mut bytes = vec![0; 1 << 16];
    while !scan.ended {
        let read = sheet.read(&mut bytes)?;
        if read == 0 {
            break;
        }
        if !bytes[..read].iter().all(|&octet| scan.ended || scan.take(octet, most)) {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Scan {
    /// Goes on by an octet; false where the sheet does not fit.
    fn take(&mut self, octet: u8, most: u64) -> bool {
        self.held += 1;
        let fits = match self.within {
            Within::Text => {
                if octet == b'<' {
                    self.within = Within::Tag(None);
                    self.length = 0;
                    self.name.clear();
                }
                true
            }
            Within::Tag(quoted) => self.tag(octet, quoted),
            Within::Special(end) => {
                self.length += 1;
                let before = if end == b'?' {
                    self.last[1] == end
                } else {
                    self.last == [end; 2]
                };
                // `<!-->` is no whole comment.
                if octet == b'>' && before && self.length >= (if end == b'?' { 3 } else { 6 }) {
                    self.within = Within::Text;
                }
                true
            }
        };
        self.last = [self.last[1], octet];
        fits && self.held <= most
    }

    fn tag(&mut self, octet: u8, quoted: Option<u8>) -> bool {
        self.length += 1;
        if self.name.len() < NAME {
            self.name.push(octet);
        }
        match (&*self.name, octet) {
            (b"?", _) => self.within = Within::Special(b'?'),
            (b"!-", _) => self.within = Within::Special(b'-'),
            (b"![", _) => self.within = Within::Special(b']'),
            ([b'!', _, ..], _) => return false,
            (_, b'"' | b'\'') => {
                self.within = Within::Tag(match quoted {
                    None => Some(octet),
                    Some(mark) => Some(mark).filter(|mark| *mark != octet),
                });
            }
            (_, b'>') if quoted.is_none() => {
                self.within = Within::Text;
                return self.end_of_tag();
            }
            _ => {}
        }
        true
    }

    fn end_of_tag(&mut self) -> bool {
        let closes = self.name.first() == Some(&b'/');
        let name = &self.name[usize::from(closes)..];
        let until = name.iter().position(|octet| b" \t\r\n/>".contains(octet));
        let Some(whole) = until.map(|until| &name[..until]) else {
            return true;
        };
        let local = whole.rsplit(|octet| *octet == b':').next().unwrap_or(whole);
        match (local, closes) {
            (b"c", true) => self.cell_open = false,
            (b"c", false) | (b"sheetData", true) if self.cell_open => return false,
            (b"c", false) => {
                self.cell_open = self.last[1] != b'/';
                self.held = 0;
            }
            (b"row", _) if !self.cell_open => self.held = 0,
            (b"sheetData", true) => self.ended = true,
            _ => {}
        }
        true
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_held_at_once_is_bounded() {
        let check = |rows: &str, want: bool| {
            let sheet = format!(
                "<?xml version=\"1.0\"?><worksheet><sheetData>{rows}</sheetData>{}",
                "x".repeat(500)
            );
            assert_eq!(fits(sheet.as_bytes(), 200).unwrap(), want, "{rows}");
        };
        let long = "x".repeat(201);
        let cell = |text: &str| format!("<c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        check(&format!("<row>{}</row>", cell(&"x".repeat(100)).repeat(20)), true);
        check(&format!("<row>{}</row>", "<x:c r=\"A1\"/>".repeat(50)), true);
        check(&"<row r=\"1\"></row>".repeat(50), true);
        check(&"<row r='1>2'/>".repeat(50), true);
        check(&cell(&long), false);
        // In pieces of one cell.
        check(
            &format!("<c><is>{}</is></c>", "<r><t>xxxxxxxxxx</t></r>".repeat(20)),
            false,
        );
        check(
            &format!("<c><is>{}</is></c>", "<c/><t>xxxxxxxxxx</t>".repeat(20)),
            false,
        );
        // What looks like cells and is a text, a comment, an instruction or a value.
        for (before, behind) in [
            ("<![CDATA[", "]]>"),
            ("<!--", "-->"),
            ("<!-->", "-->"),
            ("<?", "?>"),
            ("<v a=\"", "\"/>"),
        ] {
            check(&format!("{before}{}{behind}", "<c></c>".repeat(50)), false);
            check(&format!("{before} <c></c> {behind}{}", "<c></c>".repeat(50)), true);
        }
        check("<!DOCTYPE c [<!ENTITY a \"b\">]>", false);
        check("<c></sheetData>", false);
        check(&format!("<{long}>"), false);
    }
}
