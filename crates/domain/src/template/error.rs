//! What can be wrong with a template, and where.

use std::ops::Range;

use super::variable::nearest;
use crate::lang::Lang;

/// Something in a text that is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} at characters {}..{}", kind.words(Lang::En, nearest.as_deref()), place.start, place.end)]
pub struct TemplateError {
    /// Where: characters (Unicode scalars) from, to.
    pub place: Range<usize>,
    /// What.
    pub kind: TemplateErrorKind,
    /// The variable that was probably meant.
    pub nearest: Option<String>,
}

/// Kinds of error in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateErrorKind {
    /// There is no variable of this name.
    Unknown(String),
    /// A `{` that is never closed.
    Unclosed,
    /// A `}` that closes nothing.
    StrayClose,
    /// Braces without a name.
    Empty,
    /// A `{` inside a variable.
    Nested,
    /// Full-width braces, which are no braces; holds the name between them, if any, in the error's `nearest`.
    FullWidth,
    /// An attribute without a name.
    EmptyAttribute,
}

impl TemplateError {
    pub(super) fn new(place: Range<usize>, kind: Wrong) -> TemplateError {
        let (kind, nearest) = match kind {
            Wrong::Unknown(name) => {
                let near = nearest(&name).map(str::to_owned);
                (TemplateErrorKind::Unknown(name), near)
            }
            Wrong::FullWidth(name) => (TemplateErrorKind::FullWidth, name),
            Wrong::Unclosed => (TemplateErrorKind::Unclosed, None),
            Wrong::StrayClose => (TemplateErrorKind::StrayClose, None),
            Wrong::Empty => (TemplateErrorKind::Empty, None),
            Wrong::Nested => (TemplateErrorKind::Nested, None),
            Wrong::EmptyAttribute => (TemplateErrorKind::EmptyAttribute, None),
        };
        TemplateError { place, kind, nearest }
    }

    /// What is wrong and what to do, in words.
    pub fn words(&self, lang: Lang) -> String {
        self.kind.words(lang, self.nearest.as_deref())
    }

    /// What to put in its place, where that is certain.
    pub fn mend(&self) -> Option<String> {
        match &self.kind {
            TemplateErrorKind::Unknown(_) | TemplateErrorKind::FullWidth => {
                self.nearest.as_ref().map(|name| format!("{{{name}}}"))
            }
            TemplateErrorKind::StrayClose => Some("}}".to_owned()),
            TemplateErrorKind::Empty | TemplateErrorKind::EmptyAttribute => Some(String::new()),
            TemplateErrorKind::Unclosed | TemplateErrorKind::Nested => None,
        }
    }
}

/// What the parser found wrong, as [`super::Token`] carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// See [`TemplateErrorKind::Unknown`].
    Unknown(String),
    /// See [`TemplateErrorKind::Unclosed`].
    Unclosed,
    /// See [`TemplateErrorKind::StrayClose`].
    StrayClose,
    /// See [`TemplateErrorKind::Empty`].
    Empty,
    /// See [`TemplateErrorKind::Nested`].
    Nested,
    /// See [`TemplateErrorKind::FullWidth`]; with the content to put between real braces, if that would be a variable.
    FullWidth(Option<String>),
    /// See [`TemplateErrorKind::EmptyAttribute`].
    EmptyAttribute,
}

impl TemplateErrorKind {
    fn words(&self, lang: Lang, nearest: Option<&str>) -> String {
        let fixed = |zh, en| lang.pick(zh, en).to_owned();
        match (self, nearest, lang) {
            (Self::Unknown(name), Some(near), Lang::ZhCn) => format!("没有“{name}”这个变量，是不是“{near}”？"),
            (Self::Unknown(name), Some(near), Lang::En) => {
                format!("There is no variable “{name}”. Did you mean “{near}”?")
            }
            (Self::Unknown(name), None, Lang::ZhCn) => format!("没有“{name}”这个变量，请从变量列表中选择。"),
            (Self::Unknown(name), None, Lang::En) => format!("There is no variable “{name}”. Pick one from the list."),
            (Self::Unclosed, ..) => fixed(
                "“{”没有对应的“}”。要写花括号本身，请写“{{”。",
                "This “{” is never closed. For a brace itself write “{{”.",
            ),
            (Self::StrayClose, ..) => fixed(
                "多了一个“}”。要写花括号本身，请写“}}”。",
                "This “}” closes nothing. For a brace itself write “}}”.",
            ),
            (Self::Empty, ..) => fixed("花括号里没有变量名。", "These braces hold no variable."),
            (Self::Nested, ..) => fixed("变量里面不能再有“{”。", "A variable cannot hold another “{”."),
            (Self::FullWidth, ..) => fixed(
                "这是全角花括号，请改用半角的“{”和“}”。",
                "These are full-width braces. Use “{” and “}”.",
            ),
            (Self::EmptyAttribute, ..) => fixed("“属性:”后面要写属性的名称。", "Name the attribute after “attr:”."),
        }
    }
}
