//! Messages of 导入 (Imports).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("导入", "Imports");
/// One import's page.
pub const ONE: Msg = Msg::new("导入详情", "Import");
