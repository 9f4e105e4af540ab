//! Messages of 批次 (Runs).

use super::{Lang, Msg, number};

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
            "The roll: {} entries, one cell a customer. Arrow keys move, Enter opens, plus and minus zoom.",
            number(entries)
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
