//! Texts with variables: `{姓名}` or `{name}`, with a fallback `{称呼|尊敬的客户}`, the firm's own attributes as
//! `{属性:楼栋}` or `{attr:…}`, and `{{`, `}}` for the braces themselves.
//!
//! A template that parses has only variables that exist. Values are put in as they are and never read as template.

mod address;
mod deal;
mod diff;
mod error;
mod mapping;
mod parse;
mod render;
mod set;
mod variable;

pub(crate) use address::is_han;
pub use address::{address, surname};
pub use deal::deal;
pub use diff::{Change, diff};
pub use error::{TemplateError, TemplateErrorKind};
pub use mapping::{Mapping, MappingError, PARAMETER, ParameterError, Style};
pub use parse::{Token, tokens};
pub use render::{MissingVariable, RenderContext};
pub use set::{FORMAT, SetError, SetTemplate, TemplateSet, VERSION};
pub use variable::{Field, Variable, VariableInfo};

use std::fmt;

/// A parsed text with variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text that is the same for everybody, escapes resolved.
    Text(String),
    /// A variable.
    Variable {
        /// Which.
        variable: Variable,
        /// Its name as the author wrote it.
        written: String,
        /// What stands there when the customer has no value.
        fallback: Option<String>,
    },
}

impl Template {
    /// Parses a text.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place; see [`Template::parse_all`] for all of them.
    pub fn parse(text: &str) -> Result<Template, TemplateError> {
        let mut pieces: Vec<Piece> = Vec::new();
        for token in tokens(text) {
            match (token.piece, pieces.last_mut()) {
                (Err(kind), _) => return Err(TemplateError::new(token.from..token.to, kind)),
                (Ok(Piece::Text(more)), Some(Piece::Text(before))) => before.push_str(&more),
                (Ok(piece), _) => pieces.push(piece),
            }
        }
        Ok(Template { pieces })
    }

    /// Parses a text.
    ///
    /// # Errors
    /// Everything that is wrong, in order of place; never empty.
    pub fn parse_all(text: &str) -> Result<Template, Vec<TemplateError>> {
        let errors: Vec<TemplateError> = tokens(text)
            .into_iter()
            .filter_map(|token| Some(TemplateError::new(token.from..token.to, token.piece.err()?)))
            .collect();
        if errors.is_empty() {
            Template::parse(text).map_err(|error| vec![error])
        } else {
            Err(errors)
        }
    }

    /// The pieces in order; two texts never follow each other.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The variables in order of appearance, repeats included.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable { variable, .. } => Some(variable),
            Piece::Text(_) => None,
        })
    }
}

/// Writes the template as its author would; parsing that gives the same template.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => f.write_str(&escape(text))?,
                Piece::Variable {
                    written,
                    fallback: Some(fallback),
                    ..
                } => write!(f, "{{{written}|{fallback}}}")?,
                Piece::Variable { written, .. } => write!(f, "{{{written}}}")?,
            }
        }
        Ok(())
    }
}

/// The text with its braces doubled, so that it stands for itself in a template.
pub fn escape(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn wrong(text: &str, place: (usize, usize), kind: &TemplateErrorKind, nearest: Option<&str>) {
        let error = Template::parse(text).unwrap_err();
        assert_eq!((error.place.start, error.place.end), place, "{text}");
        assert_eq!(&error.kind, kind, "{text}");
        assert_eq!(error.nearest.as_deref(), nearest, "{text}");
        assert_eq!(Template::parse_all(text).unwrap_err()[0], error);
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        use TemplateErrorKind as K;
        let unknown = |name: &str| K::Unknown(name.to_owned());
        wrong("您好{姓各}！", (2, 6), &unknown("姓各"), Some("姓名"));
        wrong("{nmae}", (0, 6), &unknown("nmae"), Some("name"));
        wrong("{完工日子}", (0, 6), &unknown("完工日子"), Some("完工日期"));
        wrong("{xyzzyqwfp}", (0, 11), &unknown("xyzzyqwfp"), None);
        wrong("您好{姓名，", (2, 5), &K::Unclosed, None);
        wrong("您好}", (2, 3), &K::StrayClose, None);
        wrong("{}", (0, 2), &K::Empty, None);
        wrong("{ |您}", (0, 5), &K::Empty, None);
        wrong("｛姓名｝您好", (0, 4), &K::FullWidth, Some("姓名"));
        wrong("您好｝", (2, 3), &K::FullWidth, None);
        wrong("{姓名|{称呼}}", (0, 4), &K::Nested, None);
        wrong("{属性:}", (0, 5), &K::EmptyAttribute, None);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let errors = Template::parse_all("{姓各}，{城布}｝").unwrap_err();
        let places: Vec<_> = errors.iter().map(|e| e.place.clone()).collect();
        assert_eq!(places, [0..4, 5..9, 9..10]);
    }

    #[test]
    fn writing_it_again_says_the_same() {
        for (text, printed) in [
            ("{姓名}您好", "{姓名}您好"),
            ("{ Name }", "{Name}"),
            ("{称呼｜尊敬的客户}", "{称呼|尊敬的客户}"),
            ("{属性：楼栋|}", "{属性:楼栋|}"),
            ("{{不是变量}}", "{{不是变量}}"),
            ("", ""),
        ] {
            let template = Template::parse(text).unwrap();
            assert_eq!(template.to_string(), printed);
            assert_eq!(Template::parse(printed).unwrap(), template);
        }
    }

    /// Texts made of what templates are made of.
    fn texts() -> impl Strategy<Value = String> {
        let bits = prop::sample::select(vec![
            "{",
            "}",
            "{{",
            "}}",
            "｛",
            "｝",
            "|",
            "｜",
            ":",
            "：",
            "姓名",
            "name",
            "属性",
            "attr",
            " ",
            "好",
            "x",
            "😀",
            "{城市}",
            "{称呼|您}",
            "\n",
        ]);
        prop_oneof![
            prop::collection::vec(bits, 0..14).prop_map(|bits| bits.concat()),
            any::<String>()
        ]
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_places_are_in_order(text in texts()) {
            let length = text.chars().count();
            let mut at = 0;
            for token in tokens(&text) {
                prop_assert_eq!(token.from, at);
                prop_assert!(token.to > token.from);
                at = token.to;
            }
            prop_assert_eq!(at, length);
            if let Ok(template) = Template::parse(&text) {
                let printed = template.to_string();
                prop_assert_eq!(Template::parse(&printed), Ok(template));
                prop_assert!(Template::parse_all(&text).is_ok());
            } else {
                prop_assert!(Template::parse_all(&text).is_err());
            }
        }

        #[test]
        fn escaped_text_stands_for_itself(text in "[^｛｝]*") {
            let template = Template::parse(&escape(&text)).unwrap();
            let expected = if text.is_empty() { vec![] } else { vec![Piece::Text(text)] };
            prop_assert_eq!(template.pieces(), &expected[..]);
        }
    }
}
