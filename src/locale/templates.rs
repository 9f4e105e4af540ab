//! Messages of 模板 (Templates).

use super::{Lang, Msg, counted};

messages! {
    FILES = "文件", "Files";
    SET_XLSX = "导出为 Excel", "Export for Excel";
    SET_JSON = "导出为 JSON", "Export as JSON";
    SET_TAKE = "导入模板", "Bring templates in";
    SET_TEXT = "同名的模板会成为下一个版本，旧版本都在。先看清会发生什么，再导入。", "A template of the same name becomes its next version, and the old ones stay. You see what happens before it does.";
    SET_DROP = "模板文件", "The file of templates";
    SET_HINT = "从这里导出的 JSON、Excel 或 CSV；第一行是列名：名称、用途、写法 1、写法 2…", "JSON, Excel or CSV as exported here; the first row names the columns: name, purpose, wording 1, wording 2…";
    SET_CANCEL = "取消", "Cancel";
    SET_WRONG = "有模板不能导入，什么都没有改", "Some can't be brought in; nothing was changed";
    MEND_ALL = "一键整理", "Mend it";
    CLOUDS = "登记到短信云平台（模板编号加参数）", "Register with a cloud that takes template codes and parameters";
    CLOUDS_TEXT = "这类平台先审核模板，发送时只传参数。把下面的文字复制到它的控制台；签名在那边另填。", "Such clouds review a template first, and then take only what fills it. Copy the text into their console; the signature is a field of its own there.";
    CLOUDS_EXAMPLE = "示例客户的参数", "What fills it for an example customer";
    SET_WRONG_TEXT = "改好文件再选一次。", "Mend the file, and choose it again.";
}

/// What was brought in.
pub fn set_taken(lang: Lang, added: &str, changed: &str) -> String {
    match lang {
        Lang::ZhCn => format!("已导入：新增 {added} 个，更新 {changed} 个"),
        Lang::En => format!("Brought in: {added} new, {changed} changed"),
    }
}

/// What stands between names.
pub const fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhCn => "、",
        Lang::En => ", ",
    }
}

/// How many are new.
pub fn set_added(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("新增 {count} 个"),
        Lang::En => format!("{count} new"),
    }
}

/// How many become a further version.
pub fn set_changed(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("更新 {count} 个"),
        Lang::En => format!("{count} changed"),
    }
}

/// How many stay as they are.
pub fn set_same(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("不变 {count} 个"),
        Lang::En => format!("{count} as they are"),
    }
}

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
        Lang::En => counted(count, "wording", "wordings"),
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
        Lang::En => counted(campaigns, "campaign", "campaigns"),
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
        Lang::ZhCn => format!("{by} 保存了另一个版本。您写的都还在，下面是两者的差别。"),
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

/// A fallback that clouds do not take for its length.
pub fn fallback_length(
    lang: domain::lang::Lang,
    written: &str,
    characters: usize,
    allowed: &std::ops::RangeInclusive<usize>,
) -> String {
    let (least, most) = (allowed.start(), allowed.end());
    match lang {
        domain::lang::Lang::ZhCn => {
            format!("{{{written}}} 的备用词有 {characters} 个字，应为 {least} 至 {most} 个字。")
        }
        domain::lang::Lang::En => {
            format!("The fallback of {{{written}}} has {characters} characters; it must have {least} to {most}.")
        }
    }
}

/// A field beside the text that two who saved left different.
pub fn differs(lang: Lang, field: &str, theirs: &str, mine: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{field}：对方是“{theirs}”，您的是“{mine}”。"),
        Lang::En => format!("{field}: theirs is “{theirs}”, yours is “{mine}”."),
    }
}
