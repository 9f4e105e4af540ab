//! Messages of 报表 (Reports).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("报表", "Reports");
/// How much was sent, how much arrived, and why the rest did not.
pub const LEAD: Msg = Msg::new(
    "发了多少，到了多少，没到的为什么。",
    "How much was sent, how much arrived, and why the rest did not.",
);
/// From day
pub const FROM: Msg = Msg::new("从哪天", "From day");
/// To day
pub const TO: Msg = Msg::new("到哪天", "To day");
/// The first day must not come after the last.
pub const SPAN_WRONG: Msg = Msg::new(
    "开始日期要不晚于结束日期。",
    "The first day must not come after the last.",
);
/// No runs in these days
pub const NOTHING: Msg = Msg::new("这段时间没有批次", "No runs in these days");
/// Try other days.
pub const NOTHING_TEXT: Msg = Msg::new("换一段日期看看。", "Try other days.");
/// All entries are the sum of the outcomes
pub const SUM: Msg = Msg::new("全部条目等于各结果之和", "All entries are the sum of the outcomes");
/// Delivered, of those sent
pub const DELIVERED_SHARE: Msg = Msg::new("送达率（占发出）", "Delivered, of those sent");
/// Parts
pub const PARTS: Msg = Msg::new("分条", "Parts");
/// Cost
pub const COST: Msg = Msg::new("费用", "Cost");
/// Opt-outs
pub const OPT_OUTS: Msg = Msg::new("退订的客户", "Customers who opted out");
/// By day
pub const BY_DAY: Msg = Msg::new("按日", "By day");
/// By campaign
pub const BY_CAMPAIGN: Msg = Msg::new("按活动", "By campaign");
/// By outcome and reason
pub const BY_REASON: Msg = Msg::new("按结果和原因", "By outcome and reason");
/// Campaign
pub const CAMPAIGN: Msg = Msg::new("活动", "Campaign");
/// Outcomes
pub const OUTCOMES: Msg = Msg::new("结果", "Outcomes");
/// Outcome
pub const OUTCOME: Msg = Msg::new("结果", "Outcome");
/// Reason
pub const REASON: Msg = Msg::new("原因", "Reason");
/// Entries
pub const ENTRIES: Msg = Msg::new("条目", "Entries");
/// Runs
pub const RUNS: Msg = Msg::new("批次", "Runs");
/// Share
pub const SHARE: Msg = Msg::new("占比", "Share");
