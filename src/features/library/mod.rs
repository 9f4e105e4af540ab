//! 文库 and 年历: texts for every occasion, and the year that they are for.

mod browser;
pub mod model;
mod page;
mod year;

pub use browser::{LibraryBrowser, Picked};
pub use page::LibraryPage;
pub use year::YearPage;
