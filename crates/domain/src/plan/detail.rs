//! What stands beside a reason.

use std::fmt;
use std::str::FromStr;

use crate::lang::Lang;

/// What exactly left a customer out. Written and read as `kind:value`, for example `entry:12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// The entry at this place on the roll, counted from 0, has the same phone; people count from 1.
    Entry(u32),
    /// This variable has no value; as the author wrote it.
    Variable(String),
    /// We wrote so many messages lately.
    Messages(u16),
    /// The text has so many characters, more than the carrier takes.
    TooLong(u32),
    /// The carrier takes no text with this word.
    Word(String),
    /// This limit is reached.
    Limit(LimitKind),
}

/// One of the limits of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitKind {
    /// Customers.
    People,
    /// Parts.
    Parts,
    /// Cost.
    Cost,
}

impl LimitKind {
    /// The stable code; also the field's name in the limits.
    pub const fn code(self) -> &'static str {
        match self {
            LimitKind::People => "people",
            LimitKind::Parts => "parts",
            LimitKind::Cost => "cost",
        }
    }

    /// The limit's name.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            LimitKind::People => lang.pick("人数上限", "the limit of people"),
            LimitKind::Parts => lang.pick("分条上限", "the limit of parts"),
            LimitKind::Cost => lang.pick("费用上限", "the limit of cost"),
        }
    }
}

impl Detail {
    /// The detail in words.
    pub fn words(&self, lang: Lang) -> String {
        match (self, lang) {
            (Detail::Entry(n), Lang::ZhCn) => format!("与第 {} 条号码相同", n + 1),
            (Detail::Entry(n), Lang::En) => format!("Same phone as entry {}", n + 1),
            (Detail::Variable(name), Lang::ZhCn) => format!("“{name}”没有值"),
            (Detail::Variable(name), Lang::En) => format!("No value for “{name}”"),
            (Detail::Messages(n), Lang::ZhCn) => format!("近期已发 {n} 条"),
            (Detail::Messages(n), Lang::En) => format!("{n} messages lately"),
            (Detail::TooLong(n), Lang::ZhCn) => format!("全文 {n} 字，超过 {} 字", sms::CN_LIMIT),
            (Detail::TooLong(n), Lang::En) => format!("{n} characters, more than {}", sms::CN_LIMIT),
            (Detail::Word(word), Lang::ZhCn) => format!("通道不接受“{word}”"),
            (Detail::Word(word), Lang::En) => format!("The carrier does not take “{word}”"),
            (Detail::Limit(limit), Lang::ZhCn) => format!("已到{}", limit.name(lang)),
            (Detail::Limit(limit), Lang::En) => format!("Reached {}", limit.name(lang)),
        }
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Detail::Entry(n) => write!(f, "entry:{n}"),
            Detail::Variable(name) => write!(f, "variable:{name}"),
            Detail::Messages(n) => write!(f, "messages:{n}"),
            Detail::TooLong(n) => write!(f, "characters:{n}"),
            Detail::Word(word) => write!(f, "word:{word}"),
            Detail::Limit(limit) => write!(f, "limit:{}", limit.code()),
        }
    }
}

/// The text is no detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a detail of an exclusion")]
pub struct NoDetail;

impl FromStr for Detail {
    type Err = NoDetail;

    fn from_str(text: &str) -> Result<Detail, NoDetail> {
        let (kind, value) = text.split_once(':').ok_or(NoDetail)?;
        Ok(match kind {
            "entry" => Detail::Entry(value.parse().map_err(|_| NoDetail)?),
            "variable" => Detail::Variable(value.to_owned()),
            "messages" => Detail::Messages(value.parse().map_err(|_| NoDetail)?),
            "characters" => Detail::TooLong(value.parse().map_err(|_| NoDetail)?),
            "word" => Detail::Word(value.to_owned()),
            "limit" => Detail::Limit(match value {
                "people" => LimitKind::People,
                "parts" => LimitKind::Parts,
                "cost" => LimitKind::Cost,
                _ => return Err(NoDetail),
            }),
            _ => return Err(NoDetail),
        })
    }
}
