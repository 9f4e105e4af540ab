//! Messages of 今日 (Today).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("今日", "Today");
