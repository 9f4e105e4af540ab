//! Messages of 设置 (Settings).

use super::{Lang, Msg, counted};

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
/// The section of the firm's own days.
pub const OWN_DAYS: Msg = Msg::new("自定日子", "Own days");
/// Yearly days of the firm's own, that campaigns can fire on.
pub const DAYS_LEAD: Msg = Msg::new(
    "公司自己的日子，如周年庆、开放日；活动可以逢这些日子发送，年历里也会出现。",
    "Yearly days of the firm's own, such as an anniversary; campaigns can fire on them, and the year shows them.",
);
/// Day
pub const DAY_NAME: Msg = Msg::new("日子", "Day");
/// When
pub const DAY_WHEN: Msg = Msg::new("每年", "Every year on");
/// Next
pub const DAY_NEXT: Msg = Msg::new("下一次", "Next");
/// Remove
pub const REMOVE: Msg = Msg::new("删去", "Remove");
/// No days of your own yet
pub const NO_DAYS: Msg = Msg::new("还没有自定的日子", "No days of your own yet");
/// Add the days on which your firm writes to its customers.
pub const NO_DAYS_TEXT: Msg = Msg::new(
    "把公司每年都想问候客户的日子加进来。",
    "Add the days on which your firm writes to its customers.",
);
/// Add a day
pub const ADD_DAY: Msg = Msg::new("添加日子", "Add a day");
/// Name
pub const DAY_ZH: Msg = Msg::new("中文名称", "Chinese name");
/// English name
pub const DAY_EN: Msg = Msg::new("英文名称", "English name");
/// Without it, the Chinese name stands in English screens, too.
pub const DAY_EN_HINT: Msg = Msg::new(
    "不填时，英文界面也显示中文名称。",
    "Without it, English screens show the Chinese name.",
);
/// Calendar
pub const DAY_CALENDAR: Msg = Msg::new("历法", "Calendar");
/// Solar
pub const DAY_SOLAR: Msg = Msg::new("公历", "Solar");
/// Lunar
pub const DAY_LUNAR: Msg = Msg::new("农历", "Lunar");
/// The weather's page.
pub const WEATHER: Msg = Msg::new("客户所在城市的天气", "Weather of customers' cities");
/// Texts say it for {天气}, and Today shows it.
pub const WEATHER_LEAD: Msg = Msg::new(
    "短信里的 {天气} 用的就是这张表，今天页也会显示；其他系统可以用接口写入。",
    "What texts say for {weather}; Today shows it, too. Other systems can write it by the API.",
);
/// City
pub const CITY: Msg = Msg::new("城市", "City");
/// No cities yet
pub const NO_CITIES: Msg = Msg::new("还没有城市", "No cities yet");
/// Cities come with the customers; any other can be added below.
pub const NO_CITIES_TEXT: Msg = Msg::new(
    "城市来自客户资料；也可以在下面另加。",
    "Cities come with the customers; any other can be added below.",
);
/// Another city
pub const OTHER_CITY: Msg = Msg::new("另加城市", "Another city");
/// Its weather today
pub const WEATHER_TODAY: Msg = Msg::new("今天的天气", "Its weather today");
/// Note it
pub const NOTE_WEATHER: Msg = Msg::new("记下", "Note it");
/// The firm's name, default signature, phone and zone.
pub const ORGANISATION_LEAD: Msg = Msg::new(
    "公司的名称、默认签名、客服电话和时区。",
    "The firm's name, default signature, phone and zone.",
);
/// Who signs in and may do what. Writing and approving take two people.
pub const USERS_LEAD: Msg = Msg::new(
    "谁能登录，谁能做什么。撰写和审批必须是两个人。",
    "Who signs in and may do what. Writing and approving take two people.",
);
/// Let other systems call the API in a role.
pub const TOKENS_LEAD: Msg = Msg::new(
    "让其他系统按某个角色调用接口。",
    "Let other systems call the API in a role.",
);
/// Where messages go out, at which price and speed.
pub const CARRIERS_LEAD: Msg = Msg::new(
    "消息从哪里发出，每个分条多少钱，多快。",
    "Where messages go out, at which price and speed.",
);
/// When messages may go out, and how many one customer gets.
pub const HOURS_LEAD: Msg = Msg::new(
    "什么时候可以发，同一位客户最多收几条。",
    "When messages may go out, and how many one customer gets.",
);
/// Save
pub const SAVE: Msg = Msg::new("保存", "Save");
/// Saved
pub const SAVED: Msg = Msg::new("已保存", "Saved");
/// Cancel
pub const CANCEL: Msg = Msg::new("取消", "Cancel");
/// Name of the firm
pub const FIRM: Msg = Msg::new("公司名称", "Name of the firm");
/// Default signature
pub const SIGNATURE: Msg = Msg::new("默认签名", "Default signature");
/// 2 to 18 characters without brackets; 【】 is added when sending.
pub const SIGNATURE_HINT: Msg = Msg::new(
    "2 到 18 个字，不用写【】，发送时自动加上。",
    "2 to 18 characters without brackets; 【】 is added when sending.",
);
/// Service phone
pub const FIRM_PHONE: Msg = Msg::new("客服电话", "Service phone");
/// For customers who ask about a message; receipts show it. May be empty.
pub const FIRM_PHONE_HINT: Msg = Msg::new(
    "印在发送凭证上，方便客户来电询问；可以不填。",
    "Stands on receipts, for customers who ask about a message. May be empty.",
);
/// Zone
pub const ZONE: Msg = Msg::new("时区", "Zone");
/// All times are shown and meant in this zone.
pub const ZONE_HINT: Msg = Msg::new(
    "所有时间都按这个时区显示和计算。",
    "All times are shown and meant in this zone.",
);
/// There are no customers yet
pub const DEMO: Msg = Msg::new("这里还没有客户", "There are no customers yet");
/// Load the demo firm first: 5,000 made-up customers and a month of campaigns. Agent, supervisor and manager come along.
pub const DEMO_TEXT: Msg = Msg::new(
    "可以先装入演示公司：5,000 位虚构客户和一个月的活动。同时添加 agent、supervisor、manager 三个登录名，密码与您自己的相同。",
    "Load the demo firm first: 5,000 made-up customers and a month of campaigns. It adds the logins agent, supervisor and manager, with the password that you have yourself.",
);
/// Load the demo firm
pub const DEMO_LOAD: Msg = Msg::new("装入演示公司", "Load the demo firm");
/// Loading the demo firm
pub const DEMO_LOADING: Msg = Msg::new("正在装入演示公司", "Loading the demo firm");
/// The demo firm is loaded
pub const DEMO_DONE: Msg = Msg::new("演示公司已装入", "The demo firm is loaded");
/// Allowed hours
pub const ALLOWED: Msg = Msg::new("允许时段", "Allowed hours");
/// Outside these hours messages are held and go on by themselves; none is lost.
pub const ALLOWED_HINT: Msg = Msg::new(
    "时段以外的消息会先留着，到点自动继续，不会丢。",
    "Outside these hours messages are held and go on by themselves; none is lost.",
);
/// From
pub const HOURS_FROM: Msg = Msg::new("从", "From");
/// Until
pub const HOURS_UNTIL: Msg = Msg::new("到", "Until");
/// The beginning must come before the end.
pub const HOURS_WRONG: Msg = Msg::new("开始要早于结束。", "The beginning must come before the end.");
/// Frequency cap
pub const CAP: Msg = Msg::new("频次上限", "Frequency cap");
/// Within
pub const CAP_DAYS: Msg = Msg::new("在这些天内", "Within");
/// At most
pub const CAP_MESSAGES: Msg = Msg::new("每位客户最多", "At most");
/// Counted over all campaigns; service messages are exempt; 0 means no cap.
pub const CAP_HINT: Msg = Msg::new(
    "跨全部活动计算；服务类消息不受限制；0 表示不限。",
    "Counted over all campaigns; service messages are exempt; 0 means no cap.",
);
/// By purpose
pub const BY_PURPOSE: Msg = Msg::new("按用途收紧", "Narrower by purpose");
/// Hours: empty means the firm's. Caps count messages of that purpose to one customer over all campaigns; 0 means no cap.
pub const BY_PURPOSE_HINT: Msg = Msg::new(
    "时段留空，就按公司的时段；填了，就取两者的交集。条数按同一客户、同一用途，跨全部活动计算；七天包含今天；0 表示不限。",
    "Hours left empty are the firm's; else what both allow counts. Messages are counted by customer and purpose over all campaigns; seven days end today; 0 means no cap.",
);
/// Both or neither, and the beginning before the end.
pub const OWN_HOURS_WRONG: Msg = Msg::new(
    "开始和结束都填或都不填，开始要早于结束。",
    "Give both or neither, the beginning before the end.",
);
/// At most a day
pub const A_DAY: Msg = Msg::new("每天最多", "At most a day");
/// In seven days
pub const A_WEEK: Msg = Msg::new("七天最多", "In seven days");
/// days
pub const DAYS: Msg = Msg::new("天", "days");
/// messages
pub const MESSAGES: Msg = Msg::new("条", "messages");
/// hours
pub const HOURS_UNIT: Msg = Msg::new("小时", "hours");
/// Await receipts for
pub const RECEIPT: Msg = Msg::new("回执等待", "Await receipts for");
/// After that they count as accepted without a receipt, and the run can close.
pub const RECEIPT_HINT: Msg = Msg::new(
    "超过后记为“已接收，无回执”，批次才能核对关闭。",
    "After that they count as accepted without a receipt, and the run can close.",
);
/// A gap after
pub const GAP: Msg = Msg::new("多少天没联系算遗漏", "A gap after");
/// Today warns when active sites and VIPs heard nothing from us for so long.
pub const GAP_HINT: Msg = Msg::new(
    "在建工地和 VIP 客户超过这些天没有收到我们的消息，今日页会提醒。",
    "Today warns when active sites and VIPs heard nothing from us for so long.",
);
/// Care messages need recorded consent
pub const CARE: Msg = Msg::new("关怀消息需要同意记录", "Care messages need recorded consent");
/// When off, it is enough that nobody opted out. Marketing always needs consent.
pub const CARE_HINT: Msg = Msg::new(
    "关闭时，只要没有退订就可以发。营销消息始终需要。",
    "When off, it is enough that nobody opted out. Marketing always needs consent.",
);
/// Confirm opt-outs by a message
pub const CONFIRM: Msg = Msg::new("退订后回一条确认短信", "Confirm opt-outs by a message");
/// Once within thirty days for a number, at any hour, on no roll. Turn it on only where your carrier and the law allow it.
pub const CONFIRM_HINT: Msg = Msg::new(
    "同一号码三十天内只回一次，不分时段，不进名册。请确认通道和法规允许后再打开。",
    "Once within thirty days for a number, at any hour, on no roll. Turn it on only where your carrier and the law allow it.",
);
/// In Chinese
pub const CONFIRM_ZH: Msg = Msg::new("中文", "In Chinese");
/// In English
pub const CONFIRM_EN: Msg = Msg::new("英文", "In English");
/// 1 to 60 characters; the signature is put before it.
pub const CONFIRM_TEXT_HINT: Msg = Msg::new(
    "1 到 60 个字，前面会加上签名。",
    "1 to 60 characters; the signature is put before it.",
);
/// Nobody can approve yet
pub const NO_APPROVER: Msg = Msg::new("还没有人能审批", "Nobody can approve yet");
/// Nothing goes out before a second person has approved it: add a supervisor or a manager.
pub const NO_APPROVER_TEXT: Msg = Msg::new(
    "活动由另一个人批准后才会发出。请添加一位主管或经理。",
    "Nothing goes out before a second person has approved it: add a supervisor or a manager.",
);
/// Add a person
pub const ADD_USER: Msg = Msg::new("添加人员", "Add a person");
/// Edit person
pub const EDIT_USER: Msg = Msg::new("修改人员", "Edit person");
/// Edit
pub const EDIT: Msg = Msg::new("修改", "Edit");
/// Name
pub const NAME: Msg = Msg::new("姓名", "Name");
/// Login name
pub const LOGIN: Msg = Msg::new("登录名", "Login name");
/// 2 to 40 letters, digits, or . _ - @
pub const LOGIN_HINT: Msg = Msg::new("2 到 40 个字母、数字或 . _ - @", "2 to 40 letters, digits, or . _ - @");
/// Role
pub const ROLE: Msg = Msg::new("角色", "Role");
/// Last seen
pub const SEEN: Msg = Msg::new("最近使用", "Last seen");
/// never
pub const NEVER: Msg = Msg::new("从未", "never");
/// Inactive
pub const INACTIVE: Msg = Msg::new("已停用", "Inactive");
/// May sign in
pub const ACTIVE: Msg = Msg::new("可以登录", "May sign in");
/// Switching it off ends all sessions at once.
pub const ACTIVE_HINT: Msg = Msg::new(
    "关闭后立即结束此人的全部登录。",
    "Switching it off ends all sessions at once.",
);
/// First password
pub const PASSWORD: Msg = Msg::new("初始密码", "First password");
/// At least 10 characters; let them change it after signing in.
pub const PASSWORD_HINT: Msg = Msg::new(
    "至少 10 个字符；请本人登录后自行更换。",
    "At least 10 characters; let them change it after signing in.",
);
/// New password
pub const NEW_PASSWORD: Msg = Msg::new("新密码", "New password");
/// Leave it empty to keep the old one; a new one ends all sessions.
pub const NEW_PASSWORD_HINT: Msg = Msg::new(
    "留空则不变；更换会结束此人的全部登录。",
    "Leave it empty to keep the old one; a new one ends all sessions.",
);
/// Imports customers, writes templates and campaigns, submits them.
pub const AGENT_HINT: Msg = Msg::new(
    "导入客户，写模板和活动，提交审批。",
    "Imports customers, writes templates and campaigns, submits them.",
);
/// Also approves what others wrote, and steers runs.
pub const SUPERVISOR_HINT: Msg = Msg::new(
    "也能审批别人的活动，控制批次。",
    "Also approves what others wrote, and steers runs.",
);
/// Approves, steers runs, reads all logs and reports; does not edit.
pub const MANAGER_HINT: Msg = Msg::new(
    "审批、控制批次，看全部日志和报表，不改客户。",
    "Approves, steers runs, reads all logs and reports; does not edit.",
);
/// Sets up people, carriers, tokens and rules; does not approve.
pub const ADMIN_HINT: Msg = Msg::new(
    "管理人员、通道、令牌和规则；不能审批。",
    "Sets up people, carriers, tokens and rules; does not approve.",
);
/// New token
pub const ADD_TOKEN: Msg = Msg::new("新建令牌", "New token");
/// Who made a token
pub const MADE_BY: Msg = Msg::new("建立者", "Made by");
/// The token is refused
pub const MAKER_GONE: Msg = Msg::new(
    "不再有效：建立者已停用或换了角色",
    "No longer valid: its maker was disabled or changed roles",
);
/// What for
pub const TOKEN_NAME: Msg = Msg::new("用途", "What for");
/// For example: the shop's system.
pub const TOKEN_NAME_HINT: Msg = Msg::new("例如：门店系统。", "For example: the shop's system.");
/// Make it
pub const MAKE: Msg = Msg::new("建立", "Make it");
/// The token is made
pub const TOKEN_MADE: Msg = Msg::new("令牌已建立", "The token is made");
/// It is shown this once. Copy it now.
pub const TOKEN_ONCE: Msg = Msg::new("只显示这一次，请现在复制保存。", "It is shown this once. Copy it now.");
/// No tokens yet
pub const NO_TOKENS: Msg = Msg::new("还没有令牌", "No tokens yet");
/// Other systems call the API with a token, and may do what its role may.
pub const NO_TOKENS_TEXT: Msg = Msg::new(
    "其他系统凭令牌调用接口，权限与所选角色相同。",
    "Other systems call the API with a token, and may do what its role may.",
);
/// Made
pub const CREATED: Msg = Msg::new("建立于", "Made");
/// Last used
pub const USED: Msg = Msg::new("最近使用", "Last used");
/// Revoke
pub const REVOKE: Msg = Msg::new("吊销", "Revoke");
/// Revoked
pub const REVOKED: Msg = Msg::new("已吊销", "Revoked");
/// What uses it loses access at once. This cannot be undone.
pub const REVOKE_TEXT: Msg = Msg::new(
    "用它的系统会立即失去访问，不能恢复。",
    "What uses it loses access at once. This cannot be undone.",
);

/// A number is out of its bounds.
pub fn between(lang: Lang, least: u64, most: u64) -> String {
    match lang {
        Lang::ZhCn => format!("请填 {least} 到 {most} 之间的整数。"),
        Lang::En => format!("Give a whole number from {least} to {most}."),
    }
}

/// Removes a day.
pub fn remove(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("删去{name}"),
        Lang::En => format!("Remove {name}"),
    }
}

/// Undo
pub const UNDO: Msg = Msg::new("撤销", "Undo");

/// A day was removed.
pub fn removed_day(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("已删去“{name}”；已排在这一天的活动照常发送。"),
        Lang::En => format!("{name} is removed. Campaigns that are set to this day still fire on it."),
    }
}

/// When a new day is next.
pub fn next_day(lang: Lang, day: &str) -> String {
    match lang {
        Lang::ZhCn => format!("下一次是 {day}。"),
        Lang::En => format!("Next: {day}."),
    }
}

/// Which choice it is.
pub fn weather_of(lang: Lang, city: &str, day: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{city} {day} 的天气"),
        Lang::En => format!("Weather in {city}, {day}"),
    }
}

/// How many customers a city has.
pub fn city_customers(lang: Lang, customers: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{customers} 位客户"),
        Lang::En => counted(customers, "customer", "customers"),
    }
}
