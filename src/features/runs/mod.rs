//! 批次: the list, and the roll of one run.

mod cells;
mod detail;
mod doubt;
mod doubts;
mod entries;
mod entry;
mod field;
mod gathered;
mod held;
mod list;
pub mod look;
pub mod model;
mod orphans;
mod pace;
mod proof;
mod proved;
mod rate;
mod reasons;
mod steer;
mod words;

pub use detail::RunPage;
pub use doubts::DoubtsPage;
pub use list::RunsPage;
pub use words::{hold_name, state_name};
