//! 日志: every change of state, by whom, when, from what to what.

mod details;
mod filter;
mod list;
mod names;
mod proof;
mod set_up;

pub use list::LogPage;
