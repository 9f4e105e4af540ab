//! 批次: the list, and the roll of one run.

mod cells;
mod detail;
mod doubt;
mod entries;
mod entry;
mod field;
mod list;
pub mod look;
pub mod model;
mod pace;
mod proof;
mod proved;
mod rate;
mod steer;
mod words;

pub use detail::RunPage;
pub use list::RunsPage;
pub use words::{hold_name, state_name};
