//! Messages of 设置 (Settings).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("设置", "Settings");
/// The section of the firm itself.
pub const ORGANISATION: Msg = Msg::new("公司", "Organisation");
/// The section of people.
pub const USERS: Msg = Msg::new("人员", "People");
/// The section of API tokens.
pub const TOKENS: Msg = Msg::new("接口令牌", "API tokens");
/// The section of carriers.
pub const CARRIERS: Msg = Msg::new("通道", "Carriers");
/// The section of hours and limits.
pub const HOURS: Msg = Msg::new("时段与上限", "Hours and limits");
