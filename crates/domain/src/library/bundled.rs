//! The texts that come with the product.

use super::{Item, Library, LibraryError};

macro_rules! files {
    ($($name:literal),*) => { [$(($name, include_str!(concat!("../../data/library/", $name)))),*] };
}

/// Name and content of each file, in the order in which lists show their items.
const FILES: [(&str, &str); 7] = files![
    "festivals.json",
    "terms.json",
    "birthdays.json",
    "anniversaries.json",
    "weather.json",
    "stages.json",
    "follow-ups.json"
];

/// Reads the texts that come with the product; every call reads them anew.
///
/// # Errors
/// A file is no list of items, or they do not make a library. The tests hold that neither is so.
pub fn library() -> Result<Library, LibraryError> {
    let mut items: Vec<Item> = Vec::new();
    for (file, text) in FILES {
        let more: Vec<Item> = serde_json::from_str(text).map_err(|source| LibraryError::File { file, source })?;
        items.extend(more);
    }
    Library::try_from(items)
}
