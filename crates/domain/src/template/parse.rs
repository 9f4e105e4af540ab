//! From text to tokens. Every character of the text belongs to exactly one token, so that an editor can colour it.

use super::error::Wrong;
use super::{Piece, Variable};

/// A stretch of the text, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its first character (Unicode scalars, from 0).
    pub from: usize,
    /// The character after its last.
    pub to: usize,
    /// What it is, or what is wrong with it.
    pub piece: Result<Piece, Wrong>,
}

/// Cuts a text into tokens: they follow each other without gaps, and none is empty.
pub fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(&ch) = chars.get(at) {
        let doubled = chars.get(at + 1) == Some(&ch);
        let (length, piece) = match ch {
            '{' | '}' if doubled => {
                plain.push(ch);
                at += 2;
                continue;
            }
            '{' => variable(&chars[at..]),
            '}' => (1, Err(Wrong::StrayClose)),
            '｛' => full_width(&chars[at..]),
            '｝' => (1, Err(Wrong::FullWidth(None))),
            _ => {
                plain.push(ch);
                at += 1;
                continue;
            }
        };
        flush(&mut found, &mut plain, plain_from, at);
        found.push(Token {
            from: at,
            to: at + length,
            piece,
        });
        at += length;
        plain_from = at;
    }
    flush(&mut found, &mut plain, plain_from, at);
    found
}

fn flush(found: &mut Vec<Token>, plain: &mut String, from: usize, to: usize) {
    if from < to {
        found.push(Token {
            from,
            to,
            piece: Ok(Piece::Text(std::mem::take(plain))),
        });
    }
}

/// Reads what begins with `{`: its length in characters, and what it is.
fn variable(chars: &[char]) -> (usize, Result<Piece, Wrong>) {
    let end = chars[1..].iter().position(|ch| matches!(ch, '{' | '}'));
    let Some(end) = end.map(|end| end + 1) else {
        return (unclosed(chars), Err(Wrong::Unclosed));
    };
    if chars[end] == '{' {
        return (end, Err(Wrong::Nested));
    }
    let inside: String = chars[1..end].iter().collect();
    (end + 1, named(&inside))
}

/// A brace that is never closed is shown up to the next break of the sentence, so that not the whole rest is red.
fn unclosed(chars: &[char]) -> usize {
    let stop = |ch: &char| matches!(ch, '\n' | '，' | '。' | '！' | '？' | ',' | '!' | '?' | '｛' | '｝');
    let rest = chars[1..].iter().position(stop).map_or(chars.len(), |at| at + 1);
    rest.min(21)
}

/// Reads what stands between braces.
fn named(inside: &str) -> Result<Piece, Wrong> {
    let (name, fallback) = match inside.split_once(['|', '｜']) {
        Some((name, fallback)) => (name, Some(fallback.to_owned())),
        None => (inside, None),
    };
    let name = name.trim();
    if name.is_empty() {
        return Err(Wrong::Empty);
    }
    let variable = Variable::named(name)?;
    let written = match &variable {
        // The colon may be full-width in the source; it is one way when written again.
        Variable::Attribute(attribute) => {
            let prefix = name.split([':', '：']).next().unwrap_or("属性").trim();
            format!("{prefix}:{attribute}")
        }
        Variable::Field(_) => name.to_owned(),
    };
    Ok(Piece::Variable {
        variable,
        written,
        fallback,
    })
}

/// Full-width braces: pointed at together with what they hold, if that is short and closed.
fn full_width(chars: &[char]) -> (usize, Result<Piece, Wrong>) {
    let stop = chars[1..]
        .iter()
        .take(40)
        .position(|ch| matches!(ch, '{' | '}' | '｛' | '｝' | '\n'));
    match stop.map(|stop| stop + 1) {
        Some(end) if matches!(chars[end], '｝' | '}') => {
            let inside: String = chars[1..end].iter().collect();
            let known = named(&inside).is_ok().then(|| inside.trim().to_owned());
            (end + 1, Err(Wrong::FullWidth(known)))
        }
        _ => (1, Err(Wrong::FullWidth(None))),
    }
}
