//! Messages of 批次 (Runs).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("批次", "Runs");
/// A run's page.
pub const ONE: Msg = Msg::new("批次", "Run");
