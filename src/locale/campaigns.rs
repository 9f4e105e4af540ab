//! Messages of 活动 (Campaigns).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("活动", "Campaigns");
/// A campaign's page.
pub const ONE: Msg = Msg::new("活动", "Campaign");
/// The composer's title.
pub const NEW: Msg = Msg::new("新建活动", "New campaign");
