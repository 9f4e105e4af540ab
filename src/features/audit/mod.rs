//! 日志: every change of state, by whom, when, from what to what.

mod details;
mod filter;
mod list;
mod names;
mod proof;

pub use list::LogPage;
