//! 日志: every change of state, by whom, when, from what to what.

mod filter;
mod list;
mod names;

pub use list::LogPage;
