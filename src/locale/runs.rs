//! Messages of 批次 (Runs).

use super::{Lang, Msg, counted, number};

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("批次", "Runs");
/// A run's page.
pub const ONE: Msg = Msg::new("批次", "Run");

/// Outcome.
pub const DELIVERED: Msg = Msg::new("已送达", "Delivered");
/// Outcome.
pub const HANDED_OVER: Msg = Msg::new("已交出", "Handed over");
/// Outcome.
pub const ACCEPTED: Msg = Msg::new("已接收", "Accepted");
/// Outcome.
pub const NO_RECEIPT: Msg = Msg::new("已接收，无回执", "Accepted, no receipt");
/// Outcome.
pub const QUEUED: Msg = Msg::new("排队中", "Queued");
/// Outcome.
pub const HELD: Msg = Msg::new("暂缓", "Held");
/// Outcome.
pub const IN_DOUBT: Msg = Msg::new("存疑", "In doubt");
/// Outcome.
pub const FAILED: Msg = Msg::new("失败", "Failed");
/// Outcome.
pub const EXCLUDED: Msg = Msg::new("未发送", "Left out");
/// Outcome.
pub const EXPIRED: Msg = Msg::new("已过期", "Expired");
/// Outcome.
pub const CANCELLED: Msg = Msg::new("已取消", "Cancelled");

/// Reason of an exclusion.
pub const NO_PHONE: Msg = Msg::new("没有手机号", "No phone");
/// Reason of an exclusion.
pub const INVALID_PHONE: Msg = Msg::new("手机号无效", "Invalid phone");
/// Reason of an exclusion.
pub const LANDLINE: Msg = Msg::new("固定电话", "Landline");
/// Reason of an exclusion.
pub const DUPLICATE: Msg = Msg::new("与另一条目号码相同", "Same phone as another entry");
/// Reason of an exclusion.
pub const NO_CONSENT: Msg = Msg::new("没有同意记录", "No consent recorded");
/// Reason of an exclusion.
pub const OPTED_OUT: Msg = Msg::new("已退订", "Opted out");
/// Reason of an exclusion.
pub const ERASED: Msg = Msg::new("客户已删除", "Customer erased");
/// Greeted for this birthday already
pub const GREETED: Msg = Msg::new("这个生日已经祝贺过", "Greeted for this birthday already");
/// Reason of an exclusion.
pub const FREQUENCY_CAP: Msg = Msg::new("近期已发送多次", "Written to often enough");
/// Reason of an exclusion.
pub const VARIABLE_MISSING: Msg = Msg::new("变量缺少内容", "A variable has no value");
/// Reason of an exclusion.
pub const CARRIER_POLICY: Msg = Msg::new("通道不接收此内容", "The carrier does not take this text");
/// Reason of an exclusion.
pub const OVER_BUDGET: Msg = Msg::new("超出预算", "Over budget");
/// Reason of a hold.
pub const HOLD_HOURS: Msg = Msg::new("等到允许时段", "Waits for the allowed hours");
/// Reason of a hold.
pub const HOLD_BACKOFF: Msg = Msg::new(
    "通道要求放慢，稍后自动继续",
    "The carrier asked for time; goes on by itself",
);
/// Reason of a hold.
pub const HOLD_LATE: Msg = Msg::new("已迟到，等人决定", "Late; waits for a person");
/// Reason of a failure.
pub const UNKNOWN_SUBSCRIBER: Msg = Msg::new("空号", "Number not in use");
/// Reason of a failure.
pub const UNREACHABLE: Msg = Msg::new("关机或不在服务区", "Switched off or out of reach");
/// Reason of a failure.
pub const BLOCKED: Msg = Msg::new("被运营商拦截", "Blocked by the network");
/// Reason of a failure.
pub const REJECTED: Msg = Msg::new("被通道拒绝", "Refused by the carrier");
/// Reason of a failure.
pub const UNSPECIFIED: Msg = Msg::new("未送达，原因不明", "Not delivered, no reason given");
/// Reason of a failure.
pub const SETTLED_NOT_SENT: Msg = Msg::new("人工认定未发出", "Settled by a person: not sent");

/// What the field of cells is, for those who do not see it.
pub fn field_label(lang: Lang, entries: u64) -> String {
    match lang {
        Lang::ZhCn => format!(
            "名册：{} 个条目，每格一位客户。方向键移动，回车打开，加减号缩放。",
            number(entries)
        ),
        Lang::En => format!(
            "The roll: {}, one cell a customer. Arrow keys move, Enter opens, plus and minus zoom.",
            counted(&number(entries), "entry", "entries")
        ),
    }
}

/// One cell, for those who do not see it.
pub fn cell_label(lang: Lang, seq: u32, outcome: &str) -> String {
    match lang {
        Lang::ZhCn => format!("第 {} 条：{outcome}", number(u64::from(seq) + 1)),
        Lang::En => format!("Entry {}: {outcome}", number(u64::from(seq) + 1)),
    }
}

/// What is said of a cell, and why it is so.
pub fn because(lang: Lang, said: &str, why: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{said}（{why}）"),
        Lang::En => format!("{said} ({why})"),
    }
}

/// Each run has a roll, and everybody on it an outcome.
pub const LEAD: Msg = Msg::new(
    "每个批次一本名册，人人有结果。",
    "Each run has a roll, and everybody on it an outcome.",
);
/// State
pub const STATE: Msg = Msg::new("状态", "State");
/// All states
pub const ALL_STATES: Msg = Msg::new("全部状态", "All states");
/// Campaign
pub const CAMPAIGN: Msg = Msg::new("活动", "Campaign");
/// Roll
pub const ROLL: Msg = Msg::new("名册", "Roll");
/// The whole roll at a glance
pub const WHOLE_ROLL: Msg = Msg::new("名册全貌", "The whole roll at a glance");
/// Accounted / audience
pub const AUDIENCE: Msg = Msg::new("有着落 / 受众", "Accounted for");
/// Due
pub const DUE: Msg = Msg::new("计划时间", "Due");
/// No runs yet
pub const NOTHING: Msg = Msg::new("还没有批次", "No runs yet");
/// Once a campaign is approved and due, its audience is frozen here, sent to one …
pub const NOTHING_TEXT: Msg = Msg::new(
    "活动获批并到点后，会在这里冻结受众、逐一发出，并核对到人。",
    "Once a campaign is approved and due, its audience is frozen here, sent to one by one, and accounted for.",
);
/// Go to campaigns
pub const TO_CAMPAIGNS: Msg = Msg::new("去看活动", "Go to campaigns");
/// Freezing
pub const STATE_FREEZING: Msg = Msg::new("冻结受众中", "Freezing");
/// Held
pub const STATE_HELD: Msg = Msg::new("等待决定", "Held");
/// Going out
pub const STATE_RUNNING: Msg = Msg::new("发送中", "Going out");
/// Paused
pub const STATE_PAUSED: Msg = Msg::new("已暂停", "Paused");
/// Awaiting receipts
pub const STATE_AWAITING: Msg = Msg::new("等待回执", "Awaiting receipts");
/// Closed
pub const STATE_CLOSED: Msg = Msg::new("已核对关闭", "Closed");
/// Being cancelled
pub const STATE_CANCELLING: Msg = Msg::new("取消中", "Being cancelled");
/// Outside the allowed hours
pub const WAITS_FOR_HOURS: Msg = Msg::new("现在不在允许时段", "Outside the allowed hours");
/// Pause
pub const PAUSE: Msg = Msg::new("暂停", "Pause");
/// Nothing more is handed over; what was is still followed. It can go on at any time.
pub const PAUSE_TEXT: Msg = Msg::new(
    "不再交出新的消息；已交出的继续跟踪回执，随时可以继续。",
    "Nothing more is handed over; what was is still followed. It can go on at any time.",
);
/// Resume
pub const RESUME: Msg = Msg::new("继续发送", "Resume");
/// It goes on where it stopped. What was handed over is not sent again.
pub const RESUME_TEXT: Msg = Msg::new(
    "从停下的地方接着发，已交出的不会再发。",
    "It goes on where it stopped. What was handed over is not sent again.",
);
/// Cancel run
pub const CANCEL_RUN: Msg = Msg::new("取消批次", "Cancel run");
/// All entries not yet handed over are cancelled for good. Those handed over are …
pub const CANCEL_TEXT: Msg = Msg::new(
    "还没交出的条目全部取消，不能恢复；已交出的继续跟踪，直到人人有结果。",
    "All entries not yet handed over are cancelled for good. Those handed over are followed until everybody has an outcome.",
);
/// Release
pub const RELEASE: Msg = Msg::new("放行", "Release");
/// The log keeps who decided.
pub const RELEASE_TEXT: Msg = Msg::new("日志会记下是谁决定的。", "The log keeps who decided.");
/// Done
pub const DONE: Msg = Msg::new("已办理", "Done");
/// Reason
pub const REASON: Msg = Msg::new("原因", "Reason");
/// It is kept in the log.
pub const REASON_HINT: Msg = Msg::new("会写进日志。", "It is kept in the log.");
/// Export
pub const EXPORT: Msg = Msg::new("导出", "Export");
/// Excel workbook
pub const EXPORT_XLSX: Msg = Msg::new("Excel 表格", "Excel workbook");
/// CSV file
pub const EXPORT_CSV: Msg = Msg::new("CSV 文件", "CSV file");
/// Proof pack, phones masked
pub const PACK_MASKED: Msg = Msg::new("证明包（号码打码）", "Proof pack, phones masked");
/// Proof pack, phones in full
pub const PACK_FULL: Msg = Msg::new("证明包（完整号码）", "Proof pack, phones in full");
/// Proof pack without phones and texts
pub const PACK_ABSENT: Msg = Msg::new("证明包（不含号码和文字）", "Proof pack without phones and texts");
/// Proof
pub const PROOF: Msg = Msg::new("证明", "Proof");
/// Anybody can check it without this server
pub const PROVABLE: Msg = Msg::new(
    "每一位的结果都已封入签名日志。导出的证明包，任何人都能在“核验”页核对；不信任本服务器的，用 rollcall verify 核对。",
    "Every outcome is sealed in the signed log. Anybody can check the exported proof pack: on the Verify page, or without this server by rollcall verify FILE",
);
/// The audience is the sum of the outcomes
pub const SUM_LABEL: Msg = Msg::new("受众等于各结果之和", "The audience is the sum of the outcomes");
/// Everybody is accounted for
pub const ACCOUNTED: Msg = Msg::new("人人有着落", "Everybody is accounted for");
/// It does not add up
pub const UNACCOUNTED: Msg = Msg::new("对不上", "It does not add up");
/// Written by
pub const AUTHOR: Msg = Msg::new("撰写", "Written by");
/// Segment
pub const SEGMENT: Msg = Msg::new("客群", "Segment");
/// Text
pub const TEXT: Msg = Msg::new("内容", "Text");
/// Carrier
pub const CARRIER: Msg = Msg::new("通道", "Carrier");
/// Parts
pub const PARTS: Msg = Msg::new("分条", "Parts");
/// Cost
pub const COST: Msg = Msg::new("费用", "Cost");
/// Valid until
pub const VALID_UNTIL: Msg = Msg::new("有效至", "Valid until");
/// Approved digest
pub const DIGEST: Msg = Msg::new("内容指纹", "Approved digest");
/// Find by name or last digits
pub const SEARCH: Msg = Msg::new("按姓名或手机尾号查找", "Find by name or last digits");
/// No.
pub const SEQ: Msg = Msg::new("序号", "No.");
/// Customer
pub const CUSTOMER: Msg = Msg::new("客户", "Customer");
/// Phone
pub const PHONE: Msg = Msg::new("手机", "Phone");
/// Outcome
pub const OUTCOME: Msg = Msg::new("结果", "Outcome");
/// Changed
pub const UPDATED: Msg = Msg::new("更新时间", "Changed");
/// No entry fits
pub const NO_ENTRIES: Msg = Msg::new("没有符合的条目", "No entry fits");
/// Erased customer
pub const ERASED_NAME: Msg = Msg::new("已删除的客户", "Erased customer");
/// What happened
pub const HISTORY: Msg = Msg::new("经过", "What happened");
/// Intent written, then handed over
pub const HEARD_INTENT: Msg = Msg::new("登记意图，随后交给通道", "Intent written, then handed over");
/// The carrier took it
pub const HEARD_ACCEPTED: Msg = Msg::new("通道已接收", "The carrier took it");
/// The carrier asked for time
pub const HEARD_DEFERRED: Msg = Msg::new("通道暂时不收，稍后再交", "The carrier asked for time");
/// The carrier refused it
pub const HEARD_REFUSED: Msg = Msg::new("通道拒绝", "The carrier refused it");
/// No answer came: in doubt
pub const HEARD_NO_ANSWER: Msg = Msg::new("没有得到答复，存疑", "No answer came: in doubt");
/// Receipt
pub const HEARD_RECEIPT: Msg = Msg::new("收到回执", "Receipt");
/// The receipt of a customer's entry: a proof to be printed
pub const ENTRY_PROOF: Msg = Msg::new("凭证", "Proof");
/// Receipt after the run closed
pub const HEARD_LATE_RECEIPT: Msg = Msg::new("批次关闭后收到的回执", "Receipt after the run closed");
/// Settled by a person
pub const HEARD_SETTLED: Msg = Msg::new("人工认定", "Settled by a person");
/// Settle
pub const SETTLE: Msg = Msg::new("认定", "Settle");
/// Settle them
pub const SETTLE_ALL: Msg = Msg::new("一并认定", "Settle all");
/// Settle what is in doubt
pub const SETTLE_TITLE: Msg = Msg::new("认定存疑条目", "Settle what is in doubt");
/// These were handed over, and we do not know whether the carrier took them. Ask …
pub const SETTLE_INTRO: Msg = Msg::new(
    "这些消息已交出，但不知道通道是否收下。请先向通道核实；无论怎样认定，本批次都不会再发第二次。",
    "These were handed over, and we do not know whether the carrier took them. Ask the carrier first. However you settle it, this run never sends them again.",
);
/// What you found
pub const SETTLE_HOW: Msg = Msg::new("核实结果", "What you found");
/// The carrier took them
pub const SETTLE_SENT: Msg = Msg::new("通道已收下", "The carrier took them");
/// Counted as accepted, without a receipt.
pub const SETTLE_SENT_TEXT: Msg = Msg::new("记为“已接收，无回执”。", "Counted as accepted, without a receipt.");
/// The carrier did not take them
pub const SETTLE_NOT_SENT: Msg = Msg::new("通道没有收下", "The carrier did not take them");
/// Counted as failed. Write to them in another campaign if need be.
pub const SETTLE_NOT_SENT_TEXT: Msg = Msg::new(
    "记为失败；需要的话可另建活动补发。",
    "Counted as failed. Write to them in another campaign if need be.",
);
/// Handed over, and no answer came: they may have arrived or not. A receipt …
pub const DOUBT_TEXT: Msg = Msg::new(
    "已交出但没有得到答复：可能已送达，也可能没有。回执到了会自动解决，不会盲目重发。",
    "Handed over, and no answer came: they may have arrived or not. A receipt settles it by itself; nothing is resent blindly.",
);

/// The sender as a phone shows it.
pub const SENDER: Msg = Msg::new("短信", "SMS");

/// When it was due and how many it reaches.
pub fn run_lead(lang: Lang, due: &str, audience: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{due} · 受众 {audience} 位"),
        Lang::En => format!("{due} · an audience of {audience}"),
    }
}

/// How many of the audience are accounted for.
pub fn settled_of(_: Lang, settled: &str, audience: &str) -> String {
    format!("{settled} / {audience}")
}

/// What this browser found when it counted the closed roll.
pub fn accounted_text(lang: Lang, audience: &str) -> String {
    match lang {
        Lang::ZhCn => format!("这台浏览器数过名册：{audience} 位受众，{audience} 个结果，一个不漏，一个不重。"),
        Lang::En => format!(
            "This browser counted the roll: an audience of {audience}, {}, nobody missed and nobody twice.",
            counted(audience, "outcome", "outcomes")
        ),
    }
}

/// What this browser found when the closed roll does not add up.
pub fn unaccounted_text(lang: Lang, audience: &str, settled: &str) -> String {
    match lang {
        Lang::ZhCn => format!("受众 {audience} 位，只数到 {settled} 个最终结果。请联系管理员核查数据库。"),
        Lang::En => format!(
            "An audience of {audience}, but only {settled} final outcomes. Ask your admin to check the database."
        ),
    }
}

/// How many entries are in doubt.
pub fn doubt_title(lang: Lang, entries: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{entries} 个条目存疑"),
        Lang::En => format!("In doubt: {entries}"),
    }
}

/// How many doubts were settled.
pub fn settled(lang: Lang, entries: &str) -> String {
    match lang {
        Lang::ZhCn => format!("已认定 {entries} 个条目"),
        Lang::En => format!("Settled: {entries}"),
    }
}

/// The title of one entry.
pub fn entry_title(lang: Lang, number: &str) -> String {
    match lang {
        Lang::ZhCn => format!("第 {number} 条"),
        Lang::En => format!("Entry {number}"),
    }
}

/// How many parts a message has.
pub fn parts(lang: Lang, parts: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{parts} 个分条"),
        Lang::En => format!("Parts: {parts}"),
    }
}

/// The word before the moment until which an entry waits.
pub fn until(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhCn => "至",
        Lang::En => "until",
    }
}

/// A run's carrier, and those that took over part of it.
pub fn carriers(lang: Lang, own: &str, seconds: &[String]) -> String {
    match lang {
        _ if seconds.is_empty() => own.to_owned(),
        Lang::ZhCn => format!("{own}，部分改走 {}", seconds.join("、")),
        Lang::En => format!("{own}; part of it went by {}", seconds.join(", ")),
    }
}

/// How many entries are held, and from when on the hours allow them.
pub fn waits_for_hours(lang: Lang, held: &str, from: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{held} 条暂缓，{from} 起自动继续发送。"),
        Lang::En => format!("{held} wait, and go on by themselves from {from} on."),
    }
}
