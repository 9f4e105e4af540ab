//! Messages of 日志 (Log).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("日志", "Log");
