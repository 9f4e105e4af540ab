//! Messages of the shell and of the kit's own elements.

use domain::role::Role;

use super::{Lang, Msg};

messages! {
    APP = "无漏", "Rollcall";
    BREADCRUMB = "路径", "You are here";
    KIT = "样式", "Kit";
    MINE = "我的", "Mine";
    THEIRS = "对方的", "Theirs";
    KEEP_MINE = "保留我的", "Keep mine";
    TAKE_THEIRS = "采用对方的", "Take theirs";
    NOT_FOUND = "没有这个页面", "There is no such page";
    NOT_FOUND_TEXT = "地址可能写错了，或者内容已被移走。", "The address may be mistyped, or what it named has moved.";
    SETTINGS = "设置", "Settings";
    LOOK = "外观", "Appearance";
    OWN_SESSIONS = "密码与登录设备", "Password and sessions";
    GO_HOME = "回到今日", "Back to Today";
    SKIP = "跳到正文", "Skip to content";
    MAIN_NAV = "主导航", "Main navigation";
    MORE = "更多", "More";
    THEME_LIGHT = "浅色", "Light";
    THEME_DARK = "深色", "Dark";
    THEME_SYSTEM = "跟随系统", "System";
    COMFORTABLE = "宽松", "Comfortable";
    COMPACT = "紧凑", "Compact";
    SIGN_OUT = "退出登录", "Sign out";
    SIGNED_OUT = "已退出登录", "Signed out";
    PERSON_MENU = "个人菜单", "Personal menu";
    PALETTE = "查找与前往", "Find and go";
    PALETTE_HINT = "输入页面、客户或动作…", "Type a page, a customer or an action…";
    PALETTE_EMPTY = "没有匹配的结果", "Nothing matches";
    PALETTE_PAGES = "前往", "Go to";
    PALETTE_ACTIONS = "动作", "Actions";
    PALETTE_CUSTOMERS = "客户", "Customers";
    CLOSE = "关闭", "Close";
    NOT_NOW = "先不了", "Not now";
    OTHER_LANGUAGE = "English", "中文";
    SWITCH_LANGUAGE = "Switch to English", "切换到中文";
    CANCEL = "取消", "Cancel";
    SAVE = "保存", "Save";
    BACK = "返回", "Back";
    NEXT = "下一步", "Next";
    RETRY = "重试", "Try again";
    REMOVE = "移除", "Remove";
    CLEAR = "清除", "Clear";
    COPY = "复制", "Copy";
    COPIED = "已复制", "Copied";
    SEARCH = "搜索", "Search";
    LOADING = "正在载入…", "Loading…";
    LOAD_MORE = "载入更多", "Load more";
    REQUIRED = "必填", "required";
    NO_OPTIONS = "没有可选项", "No options";
    CHOOSE = "请选择", "Choose";
    PREVIOUS = "上一页", "Previous";
    NEXT_PAGE = "下一页", "Next page";
    SORTED_ASC = "升序", "ascending";
    SORTED_DESC = "降序", "descending";
    NOTICES = "通知", "Notices";
    DISMISS = "收起", "Dismiss";
    DROP_FILE = "把文件拖到这里，或点按选择", "Drop a file here, or choose one";
    DROP_NOW = "松开即可", "Let go to take it";
    PHONE_PREVIEW = "收到时的样子", "As it arrives";
    PROBLEM = "没有办成", "That did not work";
    LEAVE_UNSAVED = "这里有内容还没保存，离开就没有了。要离开吗？", "Something here is not saved, and will be gone. Leave?";
    PROBLEM_NETWORK = "连不上网关", "The gateway cannot be reached";
    PROBLEM_NETWORK_TEXT = "网络断了，或网关没有运行。您写下的内容还在这里，没有丢失。", "The network is down, or the gateway is not running. What you wrote is still here.";
    PROBLEM_DECODE = "网关的回答看不懂", "The gateway's answer could not be read";
    PROBLEM_DECODE_TEXT = "应用与网关的版本可能不一致。请刷新页面。", "App and gateway may be of different versions. Reload the page.";
    PROBLEM_KEPT = "没有任何内容被改动。", "Nothing was changed.";
    PROBLEM_GONE_TEXT = "可能已经删除，或者链接不完整。请到列表里查找。", "It may have been deleted, or the link is incomplete. Look for it in the list.";
    PROBLEM_CODE = "错误代码", "Error code";
    PIECE_MISSED = "这部分没有载入", "This part of the app did not come";
    PIECE_MISSED_TEXT = "网络断了，或者系统已经更新。请重试；还不行就重新载入页面，没有保存的内容会丢失。", "The network is down, or the app was updated. Try again; if that does not help, reload the page, and what is not saved is lost.";
    RELOAD = "重新载入", "Reload";
    FORBIDDEN = "您的角色不能打开这一页", "Your role may not open this page";
    FORBIDDEN_TEXT = "需要的话，请向管理员申请。", "Ask an administrator if you need it.";
    FORBIDDEN_ADMIN = "审批由主管和经理完成。", "Supervisors and managers approve.";
    SESSION_ENDED = "登录已过期，请重新登录", "Your session has ended; please sign in again";
    SESSION_ENDED_TEXT = "您写下的内容还在，登录后接着写。", "What you wrote is still here: sign in and go on.";
    STARTING = "正在打开…", "Opening…";
    EQUALS = "等于", "equals";
    OPEN = "打开", "Open";
    ROWS = "行", "rows";
    SEAL_APPROVED = "已由第二人批准", "Approved by a second person";
    SEAL_VERIFIED = "已由本浏览器验证", "Verified by this browser";
    ROLE_AGENT = "客服", "Agent";
    ROLE_SUPERVISOR = "主管", "Supervisor";
    ROLE_MANAGER = "经理", "Manager";
    ROLE_ADMIN = "管理员", "Admin";
    STEP_DONE = "已完成", "done";
    STALE = "没能更新，屏幕上是先前的内容。", "Not brought up to date: what you see is from before.";
    ZOOM_IN = "放大", "Zoom in";
    ZOOM_OUT = "缩小", "Zoom out";
    NOW_OFFLINE = "实时连接断开，正在重连…", "Live updates lost; reconnecting…";
}

/// The name of a role.
pub const fn role(role: Role) -> Msg {
    match role {
        Role::Agent => ROLE_AGENT,
        Role::Supervisor => ROLE_SUPERVISOR,
        Role::Manager => ROLE_MANAGER,
        Role::Admin => ROLE_ADMIN,
    }
}

/// How many rows of how many are loaded.
pub fn loaded_of(lang: Lang, loaded: &str, total: Option<&str>) -> String {
    match (lang, total) {
        (Lang::ZhCn, Some(total)) => format!("已载入 {loaded} / 共 {total}"),
        (Lang::ZhCn, None) => format!("已载入 {loaded}"),
        (Lang::En, Some(total)) => format!("{loaded} of {total} loaded"),
        (Lang::En, None) => format!("{loaded} loaded"),
    }
}

/// The shortcut that opens the palette, as a keyboard shows it.
pub const fn palette_keys(mac: bool) -> &'static str {
    if mac { "⌘K" } else { "Ctrl K" }
}
