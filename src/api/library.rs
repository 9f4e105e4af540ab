//! The gateway's endpoints of the library, one function each.

use domain::lang::Lang;
use wire::library::{LibraryItem, YearDay};

use super::Answer;
use super::transport::get;

/// Every item, with its wordings in a language.
pub fn list(texts: Lang) -> Answer<Vec<LibraryItem>> {
    get(&format!("/api/library?lang={}", texts.tag()))
}

/// The festivals and solar terms of the next twelve months, and what is planned for them.
pub fn year() -> Answer<Vec<YearDay>> {
    get("/api/library/year")
}
