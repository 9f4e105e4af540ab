//! Messages of 登录 (Sign in).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("登录", "Sign in");
/// The first administrator's page.
pub const SETUP: Msg = Msg::new("首次设置", "Set up");
/// One's own password and sessions.
pub const ACCOUNT: Msg = Msg::new("密码与登录设备", "Password and sessions");
