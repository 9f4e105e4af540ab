//! What can be wrong with a library.

use crate::lang::Lang;
use crate::template::TemplateError;

/// Why items do not make a library.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// A file is no list of items.
    #[error("{file} is no list of items")]
    File {
        /// Its name.
        file: &'static str,
        /// What is wrong with it, an [`ItemError`] within.
        #[source]
        source: serde_json::Error,
    },
    /// Two items have one id.
    #[error("the id {0} is there twice")]
    IdTwice(String),
    /// A text stands in two places.
    #[error("{id} says what another place says already: {text}")]
    TextTwice {
        /// The item of the second place.
        id: String,
        /// The text.
        text: String,
    },
}

/// Why something is no item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// The id is not made of small letters, digits, `_` and `.`.
    #[error("{0:?} is no id")]
    Id(String),
    /// A language has no text.
    #[error("{id} has no text in {}", lang.tag())]
    NoText {
        /// The item.
        id: String,
        /// The language.
        lang: Lang,
    },
    /// A text is no template.
    #[error("{id}: {text}")]
    Text {
        /// The item.
        id: String,
        /// The text.
        text: String,
        /// What is wrong with it.
        #[source]
        source: TemplateError,
    },
}
