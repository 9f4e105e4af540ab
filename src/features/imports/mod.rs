//! 导入: bringing files of customers, purchases and events in.

mod columns;
mod counts;
mod detail;
mod fields;
mod list;
mod names;
mod refused;
mod stage;
mod upload;

pub use detail::ImportPage;
pub use list::ImportsPage;
pub use names::{kind, state_name};
