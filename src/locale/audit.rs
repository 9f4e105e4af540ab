//! Messages of 日志 (Log).

use super::{Lang, Msg};

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("日志", "Log");
/// Who changed what, when, from what to what. Nothing is left out.
pub const LEAD: Msg = Msg::new(
    "谁在什么时候把什么改成了什么，一条不少。",
    "Who changed what, when, from what to what. Nothing is left out.",
);
/// Every change that you made.
pub const LEAD_OWN: Msg = Msg::new("您做过的每一次改动。", "Every change that you made.");
/// Export CSV
pub const EXPORT: Msg = Msg::new("导出 CSV", "Export CSV");
/// Find an id, an action or a digest
pub const SEARCH: Msg = Msg::new("查找编号、动作或指纹", "Find an id, an action or a digest");
/// Kind
pub const KIND: Msg = Msg::new("对象", "Kind");
/// Everything
pub const ALL_KINDS: Msg = Msg::new("全部对象", "Everything");
/// From day
pub const FROM: Msg = Msg::new("从哪天", "From day");
/// To day
pub const TO: Msg = Msg::new("到哪天", "To day");
/// Nothing fits
pub const NOTHING: Msg = Msg::new("没有符合的记录", "Nothing fits");
/// Try another filter. Every change of state is kept here.
pub const NOTHING_TEXT: Msg = Msg::new(
    "换一个条件试试。系统里的每一次改动都会记在这里。",
    "Try another filter. Every change of state is kept here.",
);
/// What
pub const WHAT: Msg = Msg::new("做了什么", "What");
/// Of what
pub const SUBJECT: Msg = Msg::new("对象", "Of what");
/// Who
pub const ACTOR: Msg = Msg::new("谁", "Who");
/// When
pub const AT: Msg = Msg::new("时间", "When");
/// No.
pub const SEQ: Msg = Msg::new("序号", "No.");
/// Details
pub const DETAILS: Msg = Msg::new("细节", "Details");
/// Leaf hash
pub const LEAF: Msg = Msg::new("叶子哈希", "Leaf hash");
/// The RFC 6962 leaf hash of this event: change one letter of it, and the hash differs.
pub const LEAF_TEXT: Msg = Msg::new(
    "这条记录的 RFC 6962 叶子哈希：内容改动一个字，它就不同。",
    "The RFC 6962 leaf hash of this event: change one letter of it, and the hash differs.",
);
/// Campaign
pub const CAMPAIGN: Msg = Msg::new("活动", "Campaign");
/// Run
pub const RUN: Msg = Msg::new("批次", "Run");
/// Customer
pub const CUSTOMER: Msg = Msg::new("客户", "Customer");
/// Import
pub const IMPORT: Msg = Msg::new("导入", "Import");
/// Segment
pub const SEGMENT: Msg = Msg::new("客群", "Segment");
/// Template
pub const TEMPLATE: Msg = Msg::new("模板", "Template");
/// Staff
pub const USER: Msg = Msg::new("人员", "Staff");
/// signed in
pub const SESSION_OPENED: Msg = Msg::new("已登录", "signed in");
/// signed out
pub const SESSION_ENDED: Msg = Msg::new("已退出登录", "signed out");
/// Session
pub const SESSION: Msg = Msg::new("登录", "Session");
/// API token
pub const TOKEN: Msg = Msg::new("接口令牌", "API token");
/// Carrier
pub const CARRIER: Msg = Msg::new("通道", "Carrier");
/// Settings
pub const SETTINGS: Msg = Msg::new("设置", "Settings");
/// created
pub const CREATED: Msg = Msg::new("已建立", "created");
/// edited
pub const EDITED: Msg = Msg::new("已修改", "edited");
/// archived
pub const ARCHIVED: Msg = Msg::new("已归档", "archived");
/// restored
pub const RESTORED: Msg = Msg::new("已恢复", "restored");
/// copied
pub const COPIED: Msg = Msg::new("已复制", "copied");
/// submitted
pub const SUBMITTED: Msg = Msg::new("已提交", "submitted");
/// withdrawn
pub const WITHDRAWN: Msg = Msg::new("已撤回", "withdrawn");
/// approved
pub const APPROVED: Msg = Msg::new("已批准", "approved");
/// returned
pub const RETURNED: Msg = Msg::new("已退回", "returned");
/// approval voided
pub const VOIDED: Msg = Msg::new("批准已作废", "approval voided");
/// test sent
pub const TESTED: Msg = Msg::new("已试发", "test sent");
/// opened
pub const OPENED: Msg = Msg::new("已开始", "opened");
/// audience frozen
pub const FROZEN: Msg = Msg::new("受众已冻结", "audience frozen");
/// held
pub const HELD: Msg = Msg::new("已停下等决定", "held");
/// released
pub const RELEASED: Msg = Msg::new("已放行", "released");
/// database taken back to an older copy
pub const TAKEN_BACK: Msg = Msg::new("数据库退回旧备份", "database taken back to an older copy");
/// refused rows exported
pub const REFUSED_EXPORTED: Msg = Msg::new("已导出被拒的行", "refused rows exported");
/// roll exported
pub const ROLL_EXPORTED: Msg = Msg::new("已导出名册", "roll exported");
/// renamed
pub const RENAMED: Msg = Msg::new("已改名", "renamed");
/// rescheduled
pub const RESCHEDULED: Msg = Msg::new("下次时间随时区改动", "next firing moved with the zone");
/// added
pub const ADDED: Msg = Msg::new("已添加", "added");
/// removed
pub const REMOVED: Msg = Msg::new("已移除", "removed");
/// set up
pub const SET_UP: Msg = Msg::new("已设立", "set up");
/// password changed
pub const PASSWORD_CHANGED: Msg = Msg::new("密码已修改", "password changed");
/// ended
pub const ENDED: Msg = Msg::new("已结束", "ended");
/// opt-outs given up
pub const OPT_OUTS_FORGOTTEN: Msg = Msg::new("已放弃认不出的退订号码", "opt-outs given up");
/// opt-outs of before committed
pub const OPT_OUTS_COMMITTED: Msg = Msg::new("补记此前的退订号码", "opt-outs of before committed");
/// numbers of erased customers sealed
pub const ERASED_SEALED: Msg = Msg::new("已删除客户的号码已封存", "numbers of erased customers sealed");
/// an opt-out kept beyond its customer
pub const OPT_OUT_KEPT: Msg = Msg::new(
    "已留存无主号码的退订或删除",
    "kept of a number that is nobody's that it opted out or was erased",
);
/// an opt-out lifted by a later consent
pub const OPT_OUT_LIFTED: Msg = Msg::new(
    "留存的号码已移除：又给了同意，或又录入了",
    "a kept number taken off: it consented or was entered again",
);
/// an erased customer's number that had opted out before, kept without its moment from now on
pub const OPT_OUT_MOVED: Msg = Msg::new(
    "退订号码随客户删除，改存不带时间的名单",
    "an erased customer's opt-out is kept without its moment from here on",
);
/// consents exported
pub const CONSENTS_EXPORTED: Msg = Msg::new("同意记录已导出", "consents exported");
/// proof pack exported
pub const PACK_EXPORTED: Msg = Msg::new("证明包已导出", "proof pack exported");
/// receipt exported
pub const RECEIPT_EXPORTED: Msg = Msg::new("凭证已导出", "receipt exported");
/// words erased
pub const WORDS_ERASED: Msg = Msg::new("文字已删除", "words erased");
/// entries held
pub const ENTRIES_HELD: Msg = Msg::new("条目已暂缓", "entries held");
/// entries released
pub const ENTRIES_RELEASED: Msg = Msg::new("条目已恢复待发", "entries released");
/// entries expired
pub const ENTRIES_EXPIRED: Msg = Msg::new("条目已过期", "entries expired");
/// entries cancelled
pub const ENTRIES_CANCELLED: Msg = Msg::new("条目已取消", "entries cancelled");
/// unanswered, now in doubt
pub const UNANSWERED: Msg = Msg::new("没有答复，已转存疑", "unanswered, now in doubt");
/// looked up at the carrier
pub const LOOKED_UP: Msg = Msg::new("已向通道查询", "looked up at the carrier");
/// no receipt came in time
pub const WINDOW_PASSED: Msg = Msg::new("等候回执已到期", "no receipt came in time");
/// rate changed
pub const RATE_CHANGED: Msg = Msg::new("速度已调整", "rate changed");
/// paused
pub const PAUSED: Msg = Msg::new("已暂停", "paused");
/// resumed
pub const RESUMED: Msg = Msg::new("已继续", "resumed");
/// cancelled
pub const CANCELLED: Msg = Msg::new("已取消", "cancelled");
/// closed
pub const CLOSED: Msg = Msg::new("已核对关闭", "closed");
/// batch handed over
pub const HANDED_OVER: Msg = Msg::new("已交出一批", "batch handed over");
/// doubts settled
pub const SETTLED: Msg = Msg::new("存疑已认定", "doubts settled");
/// expired
pub const EXPIRED: Msg = Msg::new("已过期", "expired");
/// in doubt
pub const DOUBTED: Msg = Msg::new("转为存疑", "in doubt");
/// receipts taken in
pub const RECEIPTS: Msg = Msg::new("收到回执", "receipts taken in");
/// carrier answered
pub const ANSWERED: Msg = Msg::new("通道已答复", "carrier answered");
/// erased
pub const ERASED: Msg = Msg::new("已删除", "erased");
/// phone revealed
pub const REVEALED: Msg = Msg::new("查看了号码", "phone revealed");
/// imported
pub const IMPORTED: Msg = Msg::new("已导入", "imported");
/// uploaded
pub const UPLOADED: Msg = Msg::new("已上传", "uploaded");
/// is checked
pub const CHECKING: Msg = Msg::new("开始检查", "check begun");
/// is written
pub const APPLYING: Msg = Msg::new("开始写入", "writing begun");
/// checked
pub const CHECKED: Msg = Msg::new("已检查", "checked");
/// columns mapped
pub const MAPPED: Msg = Msg::new("列对应已修改", "columns mapped");
/// applied
pub const APPLIED: Msg = Msg::new("已写入", "applied");
/// failed
pub const FAILED: Msg = Msg::new("失败", "failed");
/// consent recorded
pub const CONSENTED: Msg = Msg::new("同意记录", "consent recorded");
/// yes
pub const YES: Msg = Msg::new("是", "yes");
/// no
pub const NO: Msg = Msg::new("否", "no");
/// noted
pub const NOTED: Msg = Msg::new("已加备注", "noted");
/// signed in
pub const SIGNED_IN: Msg = Msg::new("登录", "signed in");
/// signed out
pub const SIGNED_OUT: Msg = Msg::new("退出", "signed out");
/// refused
pub const REFUSED: Msg = Msg::new("被拒绝", "refused");
/// revoked
pub const REVOKED: Msg = Msg::new("已吊销", "revoked");
/// A message of which nobody knows whether it was taken.
pub const DOUBT: Msg = Msg::new("存疑", "Doubt");
/// The message that confirms an opt-out.
pub const CONFIRMATION: Msg = Msg::new("退订确认", "Opt-out confirmation");
/// The forecast.
pub const WEATHER: Msg = Msg::new("天气", "Weather");
/// Where checkpoints are sent to be kept.
pub const COPIES: Msg = Msg::new("检查点外存", "Copies of checkpoints");
/// The log itself.
pub const LOG: Msg = Msg::new("日志", "Log");
/// committed consents that were recorded before
pub const CONSENTS_COMMITTED: Msg = Msg::new("补记此前的同意", "consents of before committed");
/// key added
pub const KEY_ADDED: Msg = Msg::new("启用新签名公钥", "signing key added");
/// key retired
pub const KEY_RETIRED: Msg = Msg::new("停用旧签名公钥", "signing key retired");
/// authenticated from here on
pub const AUTHENTICATED: Msg = Msg::new("自此每条记录带网关的认证码", "authenticated from here on");
/// exported
pub const EXPORTED: Msg = Msg::new("已导出", "exported");

/// Conversation
pub const CONVERSATION: Msg = Msg::new("对话", "Conversation");
/// customer replied
pub const REPLIED: Msg = Msg::new("客户来信", "customer replied");
/// Reply
pub const REPLY: Msg = Msg::new("回复", "Reply");
/// received
pub const RECEIVED: Msg = Msg::new("已收到", "received");
/// one more part of it received
pub const CONTINUED: Msg = Msg::new("又收到一段", "one more part received");
/// a reply of before committed
pub const COMMITTED: Msg = Msg::new("补记封签", "sealed later");
/// replies of before committed
pub const REPLIES_COMMITTED: Msg = Msg::new("补记此前的回复", "replies of before committed");
/// taken
pub const TAKEN: Msg = Msg::new("已接手", "taken");
/// given back
pub const GIVEN_BACK: Msg = Msg::new("已放回", "given back");
/// done
pub const DONE: Msg = Msg::new("已办结", "done");
/// reopened
pub const REOPENED: Msg = Msg::new("已重新处理", "reopened");

messages! {
    ACTIVE = "启用", "Active";
    APPROVED_AT = "批准时间", "Approved";
    APPROVED_BY = "批准人", "Approved by";
    AUTHOR = "作者", "Author";
    CAPS = "各用途的频次上限", "Caps by purpose";
    CHANGED = "有改动", "Changed";
    CLOSE_ROOT = "关闭时名册的根", "Root of the roll at the close";
    CONFIG_CHANGED = "连接设置有改动", "Connection changed";
    CONSENT_ROOT = "同意记录的根", "Root of the consents";
    COPIED_FROM = "复制自", "Copied from";
    COUNT = "条数", "How many";
    DIGEST = "内容指纹", "Digest of the content";
    DUE_AT = "应发时间", "Due";
    ENTRIES = "条目", "Entries";
    ENTRY = "第几条", "Entry";
    FIRST = "从第几条起", "From event";
    FREEZE_ROOT = "冻结时名册的根", "Root of the roll at the freeze";
    HELD_WHY = "停下的原因", "Why it was held";
    IS = "同意与否", "Consent";
    KEY = "公钥", "Public key";
    MESSAGES = "消息", "Messages";
    NAME = "名称", "Name";
    NEVER = "没有下次", "Never again";
    BROUGHT_BACK = "重新录入的已删除客户", "Brought back after erasure";
    NEW = "新增", "New";
    NEXT_AT = "下次时间", "Next firing";
    NOTE = "备注", "Note";
    NOTHING_BEFORE = "无", "None";
    NOW = "现在", "Now";
    OLD_DIGEST = "原内容指纹", "Digest before";
    OLD_VERSION = "原版本", "Version before";
    PASSWORD = "重设了密码", "Password set anew";
    PHONES = "号码", "Phones";
    PHONES_ABSENT = "不含", "Left out";
    PHONES_FULL = "完整", "In full";
    PHONES_MASKED = "打码", "Masked";
    PURPOSE_HOURS = "各用途的时段", "Hours by purpose";
    RECEIPTS_CAME = "回执", "Receipts";
    REVISION = "第几次变动", "Change number";
    SEAL = "名称、内容或密钥的校验和", "Checksum of names, texts or secrets";
    SORT = "种类", "Kind";
    SOURCE = "来源", "Source";
    SUM = "条目去向的校验和", "Checksum of where entries went";
    SUM_KEPT = "交出与回执的校验和", "Checksum of hand-overs or receipts";
    SUM_SAID = "运营商应答的校验和", "Checksum of the carrier's answers";
    UNLIMITED = "不限", "No limit";
    UNCHANGED = "没有改动", "Unchanged";
    VERSION = "版本", "Version";
    WAS = "原来", "Before";
}

/// Between two things that are said.
pub const AND: Msg = Msg::new("，", ", ");

/// So many messages within so many days.
pub fn cap(lang: Lang, most: &str, days: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{days} 天内 {most} 条"),
        Lang::En if days == "1" => format!("{most} within a day"),
        Lang::En => format!("{most} within {days} days"),
    }
}

/// A setting, and what it was.
pub fn was(lang: Lang, name: &str, said: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{name}：{said}"),
        Lang::En => format!("{name}: {said}"),
    }
}

/// How many entries went from an outcome.
pub fn left(lang: Lang, outcome: &str) -> String {
    match lang {
        Lang::ZhCn => format!("离开“{outcome}”"),
        Lang::En => format!("Left “{outcome}”"),
    }
}

/// The digest of words that stand beside the log.
pub fn digest_of(lang: Lang, what: &str) -> String {
    match lang {
        Lang::ZhCn => format!("“{what}”的指纹"),
        Lang::En => format!("Digest of “{what}”"),
    }
}

/// How many events came since the list was fetched.
pub fn newer(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("有 {count} 条新记录，点击刷新"),
        Lang::En => format!("{count} new, click to refresh"),
    }
}
