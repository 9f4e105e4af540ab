//! 客群: the rules that select customers.

mod add;
mod builder;
mod condition;
mod conflict;
mod detail;
mod editor;
mod list;
mod model;
mod names;
mod outline;
mod pickers;
mod preview;
mod topic;
mod why;

pub use detail::{SegmentNewPage, SegmentPage};
pub use list::SegmentsPage;
