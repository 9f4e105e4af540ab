//! Messages of 模板 (Templates).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("模板", "Templates");
/// A template's page.
pub const ONE: Msg = Msg::new("模板", "Template");
/// The title for a new template.
pub const NEW: Msg = Msg::new("新建模板", "New template");
