//! The library: texts of our own for every occasion on which a firm writes, in both languages.
//!
//! A text is a campaign's text: with variables, each of which has a fallback, and without signature and opt-out line. The
//! texts themselves are data (`data/library`, a file a kind), and only programs with the feature `library` carry them; the
//! others get an [`Item`] or the whole [`Library`] as JSON, which is checked again when it is read.

#[cfg(feature = "library")]
mod bundled;
mod error;
mod item;
mod occasion;

#[cfg(feature = "library")]
pub use bundled::library;
pub use error::{ItemError, LibraryError};
pub use item::Item;
pub use occasion::{Anniversary, Calendar, FollowUp, Occasion, Question, Weather};

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

/// Items with distinct ids and distinct texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Item>", into = "Vec<Item>")]
pub struct Library {
    items: Vec<Item>,
}

impl Library {
    /// The items in the order of the files, which is the order in which lists show them.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item with an id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id() == id)
    }

    /// The items for an occasion.
    pub fn of(&self, occasion: Occasion) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.occasion() == occasion)
    }
}

impl TryFrom<Vec<Item>> for Library {
    type Error = LibraryError;

    fn try_from(items: Vec<Item>) -> Result<Library, LibraryError> {
        let mut ids = HashSet::new();
        let mut texts = HashSet::new();
        for item in &items {
            if !ids.insert(item.id()) {
                return Err(LibraryError::IdTwice(item.id().to_owned()));
            }
            if let Some(text) = item.all_texts().find(|text| !texts.insert(*text)) {
                return Err(LibraryError::TextTwice {
                    id: item.id().to_owned(),
                    text: text.to_owned(),
                });
            }
        }
        Ok(Library { items })
    }
}

impl From<Library> for Vec<Item> {
    fn from(library: Library) -> Vec<Item> {
        library.items
    }
}

#[cfg(test)]
mod tests;
