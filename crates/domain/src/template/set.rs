//! Template sets as files, for taking texts from one firm to another.

use serde::{Deserialize, Serialize};

use crate::consent::Purpose;
use crate::lang::Lang;

/// What the files say they are.
pub const FORMAT: &str = "rollcall-templates";
/// The version that is written, and the latest that is read.
pub const VERSION: u32 = 1;

/// A template set: `{"format": "rollcall-templates", "version": 1, "templates": […]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSet {
    format: String,
    version: u32,
    /// The templates.
    pub templates: Vec<SetTemplate>,
}

/// A template of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetTemplate {
    /// Its name.
    pub name: String,
    /// Why it is sent.
    pub purpose: Purpose,
    /// The language of its texts.
    #[serde(default)]
    pub lang: Lang,
    /// Its wordings, with variables; at least one.
    pub wordings: Vec<String>,
}

/// Why a file is no template set.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// It is not JSON of this shape.
    #[error("not a template set: {0}")]
    Shape(#[from] serde_json::Error),
    /// It says that it is something else.
    #[error("the file says that it is “{0}”, not a template set")]
    Format(String),
    /// It is newer than this program.
    #[error("the file is of version {0}; this program reads up to {VERSION}")]
    Version(u32),
}

impl TemplateSet {
    /// A set of these templates.
    pub fn new(templates: Vec<SetTemplate>) -> TemplateSet {
        TemplateSet {
            format: FORMAT.to_owned(),
            version: VERSION,
            templates,
        }
    }

    /// Reads a file. Its texts are judged by whoever takes them in, as if they were typed.
    ///
    /// # Errors
    /// It is no file of this kind, or newer than this program.
    pub fn read(json: &str) -> Result<TemplateSet, SetError> {
        let set: TemplateSet = serde_json::from_str(json.trim_start_matches('\u{feff}'))?;
        if set.format != FORMAT {
            return Err(SetError::Format(set.format));
        }
        if !(1..=VERSION).contains(&set.version) {
            return Err(SetError::Version(set.version));
        }
        Ok(set)
    }

    /// The set as a file.
    ///
    /// # Errors
    /// None in practice: texts and numbers always serialise.
    pub fn write(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn set(wording: &str) -> TemplateSet {
        TemplateSet::new(vec![SetTemplate {
            name: "中秋".into(),
            purpose: Purpose::Care,
            lang: Lang::ZhCn,
            wordings: vec![wording.into()],
        }])
    }

    #[test]
    fn what_is_written_can_be_read() {
        let set = set("{称呼|您}好");
        assert_eq!(TemplateSet::read(&set.write().unwrap()).unwrap(), set);
    }

    #[test]
    fn what_is_no_set_is_refused() {
        let with = |change: &dyn Fn(&mut TemplateSet)| {
            let mut set = set("您好");
            change(&mut set);
            TemplateSet::read(&set.write().unwrap()).unwrap_err()
        };
        assert!(matches!(with(&|s| s.format = "x".into()), SetError::Format(_)));
        assert!(matches!(with(&|s| s.version = 2), SetError::Version(2)));
        assert!(matches!(TemplateSet::read("[]"), Err(SetError::Shape(_))));
    }
}
