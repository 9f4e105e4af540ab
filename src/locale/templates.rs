//! Messages of 模板 (Templates).

use super::{Lang, Msg};

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("模板", "Templates");
/// A template's page.
pub const ONE: Msg = Msg::new("模板", "Template");
/// The title for a new template.
pub const NEW: Msg = Msg::new("新建模板", "New template");
/// Write once, use often. Variables become each customer's own.
pub const LEAD: Msg = Msg::new(
    "写一次，改着用。变量会换成每位客户自己的内容。",
    "Write once, use often. Variables become each customer's own.",
);
/// Find by name or text
pub const SEARCH: Msg = Msg::new("按名称或内容查找", "Find by name or text");
/// No templates yet
pub const NOTHING: Msg = Msg::new("还没有模板", "No templates yet");
/// Keep the greetings you write often, and start a campaign from them with one click.
pub const NOTHING_TEXT: Msg = Msg::new(
    "把常写的问候存成模板，写活动时一点就用。",
    "Keep the greetings you write often, and start a campaign from them with one click.",
);
/// No template fits
pub const NO_MATCH: Msg = Msg::new("没有符合的模板", "No template fits");
/// Service
pub const SERVICE: Msg = Msg::new("服务", "Service");
/// Care
pub const CARE: Msg = Msg::new("关怀", "Care");
/// Marketing
pub const MARKETING: Msg = Msg::new("营销", "Marketing");
/// Name
pub const NAME: Msg = Msg::new("名称", "Name");
/// Purpose
pub const PURPOSE: Msg = Msg::new("用途", "Purpose");
/// Text
pub const TEXT: Msg = Msg::new("内容", "Text");
/// Insert a variable
pub const INSERT: Msg = Msg::new("插入变量", "Insert a variable");
/// Remove it
pub const MEND_DELETE: Msg = Msg::new("删去", "Remove it");
/// Added
pub const ADDED: Msg = Msg::new("新增", "Added");
/// Removed
pub const REMOVED: Msg = Msg::new("删去", "Removed");
/// No changes
pub const NO_CHANGES: Msg = Msg::new("没有改动", "No changes");
/// Save
pub const SAVE: Msg = Msg::new("保存", "Save");
/// Template saved
pub const SAVED: Msg = Msg::new("模板已保存", "Template saved");
/// Write a campaign from it
pub const WRITE: Msg = Msg::new("用它写活动", "Write a campaign from it");
/// Archive
pub const ARCHIVE: Msg = Msg::new("归档", "Archive");
/// It leaves the list. Campaigns written from it stay as they are.
pub const ARCHIVE_TEXT: Msg = Msg::new(
    "模板不再出现在列表里；用它写成的活动不受影响。",
    "It leaves the list. Campaigns written from it stay as they are.",
);
/// Archived
pub const ARCHIVED: Msg = Msg::new("已归档", "Archived");
/// It can only be read.
pub const ARCHIVED_TEXT: Msg = Msg::new("只能查看。", "It can only be read.");
/// Somebody else has just changed this template
pub const CONFLICT: Msg = Msg::new("别人刚改过这个模板", "Somebody else has just changed this template");
/// Keep mine
pub const KEEP_MINE: Msg = Msg::new("用我的", "Keep mine");
/// Take theirs
pub const TAKE_THEIRS: Msg = Msg::new("用对方的", "Take theirs");
/// SMS
pub const SENDER: Msg = Msg::new("短信", "SMS");
/// As a made-up customer would read it. Signature and opt-out line are added.
pub const PREVIEW_NOTE: Msg = Msg::new(
    "以一位虚构客户为例；签名和退订语自动加上。",
    "As a made-up customer would read it. Signature and opt-out line are added.",
);
/// Versions
pub const VERSIONS: Msg = Msg::new("历史版本", "Versions");

/// Wordings
pub const WORDINGS: Msg = Msg::new("写法", "Wordings");
/// Add a wording
pub const ADD_WORDING: Msg = Msg::new("添加一种写法", "Add a wording");
/// Remove this wording
pub const REMOVE_WORDING: Msg = Msg::new("删去这种写法", "Remove this wording");
/// Wording removed
pub const WORDING_REMOVED: Msg = Msg::new("已删去一种写法", "Wording removed");
/// Undo
pub const UNDO: Msg = Msg::new("撤销", "Undo");
/// Move it forward
pub const WORDING_EARLIER: Msg = Msg::new("往前移", "Move it forward");
/// Move it back
pub const WORDING_LATER: Msg = Msg::new("往后移", "Move it back");
/// has something to mend
pub const WORDING_WRONG: Msg = Msg::new("有需要修改的地方", "has something to mend");
/// They go to the customers in turn; neighbours never get the same words.
pub const WORDINGS_HINT: Msg = Msg::new(
    "几种写法轮流发给客户，挨着的两位不会收到同样的话。",
    "They go to the customers in turn, so that neighbours do not get the same words.",
);

/// How many wordings there are.
pub fn wordings(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{count} 种写法"),
        Lang::En => format!("wordings: {count}"),
    }
}

/// The button that puts something else in the place.
pub fn mend_to(lang: Lang, with: &str) -> String {
    match lang {
        Lang::ZhCn => format!("改为 {with}"),
        Lang::En => format!("Change to {with}"),
    }
}

/// How many campaigns use it.
pub fn used_by(lang: Lang, campaigns: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{campaigns} 个活动在用"),
        Lang::En => format!("campaigns: {campaigns}"),
    }
}

/// How long the example is.
pub fn parts(lang: Lang, parts: &str, characters: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{characters} 字 · {parts} 个分条"),
        Lang::En => format!("Characters: {characters} · parts: {parts}"),
    }
}

/// Who changed it meanwhile.
pub fn conflict(lang: Lang, by: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{by} 保存了另一个版本。你写的都还在，下面是两者的差别。"),
        Lang::En => format!("{by} saved another version. What you wrote is still here; below is how they differ."),
    }
}

/// One version's head line.
pub fn version(lang: Lang, version: &str, by: &str) -> String {
    match lang {
        Lang::ZhCn => format!("第 {version} 版 · {by}"),
        Lang::En => format!("Version {version} · {by}"),
    }
}
