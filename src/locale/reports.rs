//! Messages of 报表 (Reports).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("报表", "Reports");
