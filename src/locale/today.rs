//! Messages of 今日 (Today).

use super::{Lang, Msg};

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("今日", "Today");
/// Now
pub const NOW: Msg = Msg::new("正在发送", "Now");
/// Needs you
pub const NEEDS: Msg = Msg::new("等你处理", "Needs you");
/// The next fourteen days
pub const NEXT: Msg = Msg::new("接下来十四天", "The next fourteen days");
/// Everybody accounted for, last thirty days
pub const MONTH: Msg = Msg::new("最近三十天，人人有着落", "Everybody accounted for, last thirty days");
/// Nothing waits for you.
pub const CALM: Msg = Msg::new("没有等你处理的事。", "Nothing waits for you.");
/// Nothing is going out right now.
pub const QUIET: Msg = Msg::new("此刻没有正在发送的批次。", "Nothing is going out right now.");
/// Roll
pub const ROLL: Msg = Msg::new("名册", "Roll");
/// Read it
pub const READ: Msg = Msg::new("去审批", "Read it");
/// Decide
pub const DECIDE: Msg = Msg::new("去决定", "Decide");
/// Settle
pub const SETTLE: Msg = Msg::new("去认定", "Settle");
/// Mend it
pub const MEND: Msg = Msg::new("去修改", "Mend it");
/// Look
pub const LOOK: Msg = Msg::new("去看看", "Look");
/// No customers yet
pub const NO_CUSTOMERS: Msg = Msg::new("还没有客户", "No customers yet");
/// Import an Excel or CSV file to begin.
pub const NO_CUSTOMERS_TEXT: Msg = Msg::new(
    "导入一份 Excel 或 CSV，就可以开始。",
    "Import an Excel or CSV file to begin.",
);
/// Load the demo firm
pub const LOAD_DEMO: Msg = Msg::new("装入演示公司", "Load the demo firm");
/// Import customers
pub const IMPORT: Msg = Msg::new("导入客户", "Import customers");
/// New campaign
pub const NEW_CAMPAIGN: Msg = Msg::new("新建活动", "New campaign");
/// Weather
pub const WEATHER: Msg = Msg::new("天气", "Weather");
/// Reports
pub const TO_REPORTS: Msg = Msg::new("看报表", "Reports");

/// The page's title.
pub fn greeting(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("今日 · {name}"),
        Lang::En => format!("Today · {name}"),
    }
}

/// How many of a run are accounted for.
pub fn accounted(lang: Lang, settled: &str, audience: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{settled} / {audience} 有着落"),
        Lang::En => format!("{settled} of {audience} accounted for"),
    }
}

/// Who submitted it, when, and when it is to fire.
pub fn approval(lang: Lang, by: &str, ago: &str, due: Option<&str>) -> String {
    match (lang, due) {
        (Lang::ZhCn, Some(due)) => format!("{by} {ago}提交，计划 {due} 发出"),
        (Lang::ZhCn, None) => format!("{by} {ago}提交，批准后立即发出"),
        (Lang::En, Some(due)) => format!("Submitted by {by} {ago}, due {due}"),
        (Lang::En, None) => format!("Submitted by {by} {ago}, goes out on approval"),
    }
}

/// How many entries are in doubt, and since when.
pub fn in_doubt(lang: Lang, entries: &str, since: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{entries} 个条目存疑，最早{since}"),
        Lang::En => format!("In doubt: {entries}, the oldest {since}"),
    }
}

/// Why it was returned.
pub fn returned(lang: Lang, comment: &str) -> String {
    match lang {
        Lang::ZhCn => format!("已退回：{comment}"),
        Lang::En => format!("Returned: {comment}"),
    }
}

/// How many rows were refused.
pub fn refused(lang: Lang, rows: &str) -> String {
    match lang {
        Lang::ZhCn => format!("有 {rows} 行没有导入，可取回修改"),
        Lang::En => format!("{rows} rows were not taken; fetch and mend them"),
    }
}

/// How many customers heard nothing for how long.
pub fn gap(lang: Lang, customers: &str, days: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{customers} 位客户超过 {days} 天没有收到我们的消息"),
        Lang::En => format!("{customers} customers have heard nothing from us for over {days} days"),
    }
}

/// How many customers have a birthday.
pub fn birthdays(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{count} 位生日"),
        Lang::En => format!("Birthdays: {count}"),
    }
}

/// Weather and where.
pub fn weather(lang: Lang, kind: &str, cities: &[String]) -> String {
    let named = cities.iter().take(3).map(String::as_str).collect::<Vec<_>>();
    let more = cities.len().saturating_sub(named.len());
    match (lang, more) {
        (Lang::ZhCn, 0) => format!("{kind}：{}", named.join("、")),
        (Lang::ZhCn, _) => format!("{kind}：{}等 {} 城", named.join("、"), cities.len()),
        (Lang::En, 0) => format!("{kind}: {}", named.join(", ")),
        (Lang::En, _) => format!("{kind}: {} and {more} more", named.join(", ")),
    }
}

/// What the month's number means.
pub fn month_text(lang: Lang, accounted: &str, entries: &str, runs: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{runs} 个已关闭批次，{entries} 个条目，{accounted} 个有最终结果"),
        Lang::En => format!("{runs} closed runs, {entries} entries, {accounted} with a final outcome"),
    }
}
