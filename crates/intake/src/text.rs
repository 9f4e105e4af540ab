//! Text as people paste it: invisible characters, full-width forms, padding.

use std::borrow::Cow;

/// Whether a character only takes room: ASCII and Unicode white space (so NBSP and the full-width space U+3000),
/// zero-width characters, soft hyphens, byte-order marks and direction marks.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Whether a character has no width at all and is no control character.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}')
}

/// Whether a character can't stay inside a line of text as it is.
fn disturbs(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    // Han and what stands about it holds no spaces: the tables of Unicode need not be asked.
    !matches!(c, '\u{3001}'..='\u{FEFE}') && (c.is_control() || is_space(c))
}

/// Removes spaces of every kind from both ends, and the apostrophe that [`crate::harmless`] puts before a formula.
pub fn trim(s: &str) -> &str {
    let bytes = s.as_bytes();
    if let (Some(first), Some(last)) = (bytes.first(), bytes.last())
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return s;
    }
    let blank = |c: char| match c {
        '\u{3001}'..='\u{FEFE}' => false,
        _ => is_space(c) || c.is_control(),
    };
    let from = s.trim_start_matches(blank);
    if let Some(rest) = from.strip_prefix('\'') {
        let inner = rest.trim_start_matches(blank);
        let formula = inner.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        if formula || rest.starts_with(['\t', '\r', '\n']) {
            return inner.trim_end_matches(blank);
        }
    }
    from.trim_end_matches(blank)
}

/// One line of text: trimmed, inner control and zero-width characters removed, any run of white space made one space.
/// Markup is kept: escaping is the work of whoever prints it.
pub fn line(s: &str) -> Cow<'_, str> {
    let s = trim(s);
    if !s.contains(disturbs) && !s.contains("  ") {
        return Cow::Borrowed(s);
    }
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !c.is_control() && !is_invisible(c) {
            out.push(c);
        }
    }
    Cow::Owned(out.trim_end().to_owned())
}

/// Text of several lines: trimmed, control characters other than line breaks and tabs removed, line breaks as `\n`.
pub fn paragraph(s: &str) -> Cow<'_, str> {
    let s = trim(s);
    let odd = |c: char| (c.is_control() && c != '\n' && c != '\t') || is_invisible(c);
    if !s.contains(odd) {
        return Cow::Borrowed(s);
    }
    let broken = s.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(broken.chars().filter(|c| !odd(*c)).collect())
}

/// One character in its half-width form: full-width ASCII (U+FF01–U+FF5E) and the full-width space.
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => ',',
        _ => c,
    }
}

/// Half-width, lower case, without any space: the form in which values of a closed list are compared.
pub fn fold(s: &str) -> String {
    trim(s)
        .chars()
        .filter(|c| !is_space(*c) && !c.is_control())
        .map(half_width)
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let check = |raw: &str, want: &str| assert_eq!(line(raw), want, "{raw:?}");
        check("张三", "张三");
        check(" \u{3000}张三\u{a0}\u{200b}", "张三");
        check("张\u{200b}三", "张三");
        check("张\u{3000}\u{a0}三", "张 三");
        check("张\0三\r\n李", "张三 李");
        check("<b>张</b>", "<b>张</b>");
        check("'=1+1", "=1+1");
        check("'s", "'s");
        check("\u{feff}", "");
        check("a  b", "a b");
    }

    #[test]
    fn paragraphs() {
        let check = |raw: &str, want: &str| assert_eq!(paragraph(raw), want, "{raw:?}");
        check("a\r\nb\rc\n", "a\nb\nc");
        check("a\u{7}b\tc", "ab\tc");
    }

    #[test]
    fn folds() {
        let check = |raw: &str, want: &str| assert_eq!(fold(raw), want, "{raw:?}");
        check("ＶＩＰ 客户", "vip客户");
        check("　是\u{200b}", "是");
    }
}
