//! Messages of 登录 (Sign in).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("登录", "Sign in");
/// The first administrator's page.
pub const SETUP: Msg = Msg::new("首次设置", "Set up");
/// One's own password and sessions.
pub const ACCOUNT: Msg = Msg::new("密码与登录设备", "Password and sessions");
/// Sign in
pub const WELCOME: Msg = Msg::new("登录", "Sign in");
/// Nobody missed, nobody twice.
pub const PROMISE: Msg = Msg::new("一个不漏，一个不重。", "Nobody missed, nobody twice.");
/// Login name
pub const LOGIN: Msg = Msg::new("登录名", "Login name");
/// Letters, digits, or . _ - @
pub const LOGIN_HINT: Msg = Msg::new("字母、数字或 . _ - @", "Letters, digits, or . _ - @");
/// Password
pub const PASSWORD: Msg = Msg::new("密码", "Password");
/// At least 10 characters
pub const PASSWORD_HINT: Msg = Msg::new("至少 10 个字符", "At least 10 characters");
/// Sign in
pub const SIGN_IN: Msg = Msg::new("登录", "Sign in");
/// Forgot it? Your admin can set a new one under Settings, People.
pub const FORGOT: Msg = Msg::new(
    "忘记密码？请管理员在“设置 · 人员”里重设。",
    "Forgot it? Your admin can set a new one under Settings, People.",
);
/// There is no admin yet
pub const NOBODY_YET: Msg = Msg::new("还没有管理员", "There is no admin yet");
/// Where the set-up link is, and how to do without.
pub const NOBODY_YET_TEXT: Msg = Msg::new(
    "请打开网关启动时打印的设置链接（重新启动会打印新的）；或停下网关，用 rollcall user add 登录名 --role admin 建一位。",
    "Open the set-up link that the gateway printed when it started (each start prints a new one); or stop the gateway and make an admin with rollcall user add LOGIN --role admin.",
);
/// Make the first admin. This link works once.
pub const SETUP_LEAD: Msg = Msg::new(
    "建立第一位管理员。这个链接只能用一次。",
    "Make the first admin. This link works once.",
);
/// It is set up already
pub const SETUP_DONE: Msg = Msg::new("已经设置好了", "It is set up already");
/// Sign in with your account.
pub const SETUP_DONE_TEXT: Msg = Msg::new("请用您的账号登录。", "Sign in with your account.");
/// The one-time link is needed
pub const NO_TOKEN: Msg = Msg::new("需要一次性链接", "The one-time link is needed");
/// Open the whole link that the gateway printed when it started.
pub const NO_TOKEN_TEXT: Msg = Msg::new(
    "请打开网关启动时打印的完整链接。",
    "Open the whole link that the gateway printed when it started.",
);
/// The firm's name
pub const FIRM: Msg = Msg::new("公司名称", "The firm's name");
/// Short name for the signature
pub const SHORT_NAME: Msg = Msg::new("短信签名用的简称", "Short name for the signature");
/// Why, and the rule.
pub const SHORT_NAME_HINT: Msg = Msg::new(
    "短信前面的【签名】须为 2 到 18 个字，公司全称放不下。以后可在设置里改。",
    "The 【signature】 before each message has 2 to 18 characters, so the full name does not fit. Settings can change it later.",
);
/// Your name
pub const NAME: Msg = Msg::new("您的姓名", "Your name");
/// Load the demo firm
pub const DEMO: Msg = Msg::new("装入演示公司", "Load the demo firm");
/// 5,000 made-up customers of a decoration firm and a month of campaigns, to get to know the product.
pub const DEMO_HINT: Msg = Msg::new(
    "一家装饰公司的 5,000 位虚构客户和一个月的活动，用来熟悉产品。同时添加 agent、supervisor、manager 三个登录名，密码与您的相同。",
    "5,000 made-up customers of a decoration firm and a month of campaigns, to get to know the product. It adds the logins agent, supervisor and manager, with the same password as yours.",
);
/// Begin
pub const BEGIN: Msg = Msg::new("开始使用", "Begin");
/// Change your password, and see where you are signed in.
pub const ACCOUNT_LEAD: Msg = Msg::new(
    "换密码，查看在哪里登录着。",
    "Change your password, and see where you are signed in.",
);
/// Present password
pub const CURRENT: Msg = Msg::new("现在的密码", "Present password");
/// New password
pub const NEW_PASSWORD: Msg = Msg::new("新密码", "New password");
/// Change it
pub const CHANGE: Msg = Msg::new("换密码", "Change it");
/// Changed; other sessions have ended
pub const PASSWORD_CHANGED: Msg = Msg::new("密码已更换，其他登录已结束", "Changed; other sessions have ended");
/// Sessions
pub const SESSIONS: Msg = Msg::new("登录设备", "Sessions");
/// Browser
pub const BROWSER: Msg = Msg::new("浏览器", "Browser");
/// Since
pub const SINCE: Msg = Msg::new("登录时间", "Since");
/// Last seen
pub const SEEN: Msg = Msg::new("最近使用", "Last seen");
/// End
pub const END: Msg = Msg::new("结束", "End");
/// This one
pub const THIS_ONE: Msg = Msg::new("当前设备", "This one");
/// What can be done
pub const ACTIONS: Msg = Msg::new("操作", "Actions");
