//! Templates for carriers that take a template code and parameters instead of a text.
//!
//! Rules that hold for all of them: a parameter has 1 to 35 characters (Aliyun's bound for names and other texts), no
//! variable follows another (<https://cloud.tencent.com/document/product/382/39023>), and no text is of variables alone.

use std::ops::RangeInclusive;

use super::render::value;
use super::{MissingVariable, Piece, RenderContext, Template, Variable};
use crate::customer::Facts;

/// How many characters (Unicode scalars) a parameter has.
pub const PARAMETER: RangeInclusive<usize> = 1..=35;

/// How a carrier names parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// By names of ASCII letters, as in `${name}`: Aliyun.
    Named,
    /// By places counted from 1, as in `{1}`: Tencent.
    Positional,
}

/// Why a carrier would not take a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// Two variables follow each other.
    #[error("{{{0}}} stands next to {{{1}}}")]
    Adjacent(String, String),
    /// There is no fixed text that says what it is about.
    #[error("the text is of variables alone")]
    VariablesAlone,
    /// A fallback that is no parameter; an empty one would be a hole.
    #[error("the fallback of {{{written}}} has {characters} characters, not 1 to 35")]
    Fallback {
        /// The variable, as the author wrote it.
        written: String,
        /// How long its fallback is.
        characters: usize,
    },
}

/// Why a customer has no parameters; such a customer is left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// A variable has neither value nor fallback.
    #[error(transparent)]
    Missing(#[from] MissingVariable),
    /// A value is longer than carriers take.
    #[error("the value of {{{written}}} has {characters} characters, more than 35")]
    Length {
        /// The variable, as the author wrote it.
        written: String,
        /// How long its value is.
        characters: usize,
    },
}

/// A template as a carrier keeps it, and what fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    text: String,
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Slot {
    key: String,
    variable: Variable,
    written: String,
    fallback: Option<String>,
}

impl Mapping {
    /// Maps a template. Each appearance of a variable is a parameter of its own, for carriers refuse repeats.
    ///
    /// # Errors
    /// Everything that the carrier would refuse; never empty.
    pub fn of(template: &Template, style: Style) -> Result<Mapping, Vec<MappingError>> {
        let errors = faults(template.pieces());
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut text = String::new();
        let mut slots: Vec<Slot> = Vec::new();
        for piece in template.pieces() {
            match piece {
                Piece::Text(fixed) => text.push_str(fixed),
                Piece::Variable {
                    variable,
                    written,
                    fallback,
                } => {
                    let key = key(variable, style, &slots);
                    match style {
                        Style::Named => text.push('$'),
                        Style::Positional => {}
                    }
                    text.extend(["{", &key, "}"]);
                    slots.push(Slot {
                        key,
                        variable: variable.clone(),
                        written: written.clone(),
                        fallback: fallback.clone(),
                    });
                }
            }
        }
        Ok(Mapping { text, slots })
    }

    /// The text to register with the carrier.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A customer's parameters, (key, value), in the order of the text.
    ///
    /// # Errors
    /// A value is missing or too long.
    pub fn parameters(&self, facts: &Facts, context: &RenderContext) -> Result<Vec<(&str, String)>, ParameterError> {
        self.slots
            .iter()
            .map(|slot| Ok((slot.key.as_str(), slot.fill(facts, context)?)))
            .collect()
    }
}

impl Slot {
    fn fill(&self, facts: &Facts, context: &RenderContext) -> Result<String, ParameterError> {
        let mut filled = String::new();
        if !value(&self.variable, facts, *context, &mut filled) {
            let missing = || MissingVariable {
                written: self.written.clone(),
            };
            filled.push_str(self.fallback.as_deref().ok_or_else(missing)?);
        }
        let characters = filled.chars().count();
        if PARAMETER.contains(&characters) {
            return Ok(filled);
        }
        Err(ParameterError::Length {
            written: self.written.clone(),
            characters,
        })
    }
}

/// The key of the next slot: its place, or its English name, numbered from the second on.
fn key(variable: &Variable, style: Style, slots: &[Slot]) -> String {
    if style == Style::Positional {
        return (slots.len() + 1).to_string();
    }
    let name = match variable {
        Variable::Field(field) => field.info().en,
        Variable::Attribute(_) => "attr",
    };
    let taken = |key: &str| slots.iter().any(|slot| slot.key == key);
    // Of one name more than there are slots, one is free.
    (1..=slots.len() + 1)
        .map(|n| if n == 1 { name.to_owned() } else { format!("{name}{n}") })
        .find(|key| !taken(key))
        .unwrap_or_default()
}

fn faults(pieces: &[Piece]) -> Vec<MappingError> {
    let mut found = Vec::new();
    for pair in pieces.windows(2) {
        if let [Piece::Variable { written: a, .. }, Piece::Variable { written: b, .. }] = pair {
            found.push(MappingError::Adjacent(a.clone(), b.clone()));
        }
    }
    let speaks = |piece: &Piece| matches!(piece, Piece::Text(text) if text.chars().any(char::is_alphanumeric));
    if !pieces.iter().any(speaks) {
        found.push(MappingError::VariablesAlone);
    }
    for piece in pieces {
        if let Piece::Variable {
            written,
            fallback: Some(fallback),
            ..
        } = piece
        {
            let characters = fallback.chars().count();
            if !PARAMETER.contains(&characters) {
                found.push(MappingError::Fallback {
                    written: written.clone(),
                    characters,
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::id::CustomerId;

    fn mapped(text: &str, style: Style) -> Result<Mapping, Vec<MappingError>> {
        Mapping::of(&Template::parse(text).unwrap(), style)
    }

    #[test]
    fn texts_as_carriers_keep_them() {
        let text = "尊敬的{称呼|客户}：{姓名}在{城市|本地}，{姓名}您好{{}}，{属性:楼栋|一}幢";
        for (style, kept) in [
            (
                Style::Named,
                "尊敬的${salutation}：${name}在${city}，${name2}您好{}，${attr}幢",
            ),
            (Style::Positional, "尊敬的{1}：{2}在{3}，{4}您好{}，{5}幢"),
        ] {
            assert_eq!(mapped(text, style).unwrap().text(), kept);
        }
    }

    #[test]
    fn what_a_carrier_refuses_is_told_at_once() {
        let adjacent = |a: &str, b: &str| MappingError::Adjacent(a.into(), b.into());
        let fallback = |characters| MappingError::Fallback {
            written: "城市".into(),
            characters,
        };
        let long = format!("您好{{城市|{}}}", "好".repeat(36));
        for (text, wrong) in [
            ("{姓名}{称呼|您}好", vec![adjacent("姓名", "称呼")]),
            ("{姓名}！", vec![MappingError::VariablesAlone]),
            ("", vec![MappingError::VariablesAlone]),
            ("您好{城市|}", vec![fallback(0)]),
            (long.as_str(), vec![fallback(36)]),
        ] {
            assert_eq!(mapped(text, Style::Positional), Err(wrong), "{text}");
        }
    }

    #[test]
    fn parameters_are_never_holes() {
        let mut facts = Facts::unknown(CustomerId(uuid::Uuid::nil()));
        let mapping = mapped("{姓名}您好，{城市|本地}有雨", Style::Named).unwrap();
        let context = RenderContext::of("您好", "2026-05-07".parse().unwrap());
        let missing = mapping.parameters(&facts, &context);
        assert!(matches!(missing, Err(ParameterError::Missing(_))));
        facts.name = "王建国".into();
        let known = mapping.parameters(&facts, &context).unwrap();
        assert_eq!(known, [("name", "王建国".to_owned()), ("city", "本地".to_owned())]);
        facts.name = "长".repeat(36);
        let long = mapping.parameters(&facts, &context);
        assert!(matches!(long, Err(ParameterError::Length { characters: 36, .. })));
    }
}
