//! Words of closed lists, names, and other short texts.

use std::borrow::Cow;

use domain::customer::{Sex, SiteStage};

use crate::columns::header_key;
use crate::text::{self, fold};
use crate::{EventKind, RefusalCode};

/// A name has at most so many characters.
const MAX_NAME: usize = 64;
/// A short text (a number, city, tier, site, manager, custom attribute) has at most so many characters.
const MAX_SHORT: usize = 200;
/// A tag has at most so many characters.
const MAX_TAG: usize = 32;
/// A customer has at most so many tags.
const MAX_TAGS: usize = 64;

/// Reads a name: one line, at most 64 characters. Markup is kept as text.
pub fn name(raw: &str) -> Result<Cow<'_, str>, RefusalCode> {
    bounded(raw, MAX_NAME, RefusalCode::NameTooLong)
}

/// Reads a short text: one line, at most 200 characters.
pub fn short(raw: &str) -> Result<Cow<'_, str>, RefusalCode> {
    bounded(raw, MAX_SHORT, RefusalCode::TooLong)
}

fn bounded(raw: &str, most: usize, code: RefusalCode) -> Result<Cow<'_, str>, RefusalCode> {
    let line = text::line(raw);
    if line.len() > most && line.chars().count() > most {
        Err(code)
    } else {
        Ok(line)
    }
}

/// Reads a membership tier: free text, but one spelling for what is the same (`vip`, `ＶＩＰ 会员`, `VIP客户` are `VIP`; `金卡会员`
/// is `金卡`).
pub fn tier(raw: &str) -> Result<Cow<'_, str>, RefusalCode> {
    let line = short(raw)?;
    let words = ["会员", "客户", "用户"];
    if line.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')) && !words.iter().any(|word| line.ends_with(word)) {
        return Ok(line);
    }
    let plain: String = line.chars().map(text::half_width).collect();
    let shorter = words
        .iter()
        .find_map(|word| plain.strip_suffix(word))
        .unwrap_or(&plain)
        .trim();
    let kept = if shorter.is_empty() { plain.as_str() } else { shorter };
    let upper = kept.to_ascii_uppercase().replace(' ', "");
    let kept = if upper.starts_with("VIP") || upper.starts_with("SVIP") {
        upper.as_str()
    } else {
        kept
    };
    Ok(if *kept == *line {
        line
    } else {
        Cow::Owned(kept.to_owned())
    })
}

/// Splits tags at ；;，,、| and line breaks; trims them, drops empty and repeated ones. At most 64 tags of 32 characters.
pub fn tags(raw: &str) -> Result<Vec<Cow<'_, str>>, RefusalCode> {
    let mut tags: Vec<Cow<'_, str>> = Vec::new();
    for part in raw.split(['；', ';', '，', ',', '、', '|', '｜', '\n']) {
        let tag = bounded(part, MAX_TAG, RefusalCode::TooLong)?;
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
        if tags.len() > MAX_TAGS {
            return Err(RefusalCode::TooLong);
        }
    }
    Ok(tags)
}

/// Reads yes or no; `None` for "unknown".
pub fn yes_no(raw: &str) -> Result<Option<bool>, RefusalCode> {
    match raw {
        "是" => return Ok(Some(true)),
        "否" => return Ok(Some(false)),
        _ => {}
    }
    match fold(raw).as_str() {
        "是" | "y" | "yes" | "1" | "true" | "t" | "同意" | "已同意" | "√" | "✓" | "✔" | "有" | "允许" | "接受"
        | "on" | "对" => Ok(Some(true)),
        "否" | "n" | "no" | "0" | "false" | "f" | "不同意" | "拒绝" | "未同意" | "×" | "✗" | "✘" | "x" | "无"
        | "不允许" | "退订" | "已退订" | "off" | "不" => Ok(Some(false)),
        "未知" | "不详" | "-" | "--" | "/" | "?" | "unknown" | "n/a" | "待定" => Ok(None),
        _ => Err(RefusalCode::BadYesNo),
    }
}

/// Reads sex or form of address; `None` for "unknown".
pub fn sex(raw: &str) -> Result<Option<Sex>, RefusalCode> {
    match raw {
        "男" => return Ok(Some(Sex::Male)),
        "女" => return Ok(Some(Sex::Female)),
        _ => {}
    }
    match fold(raw).trim_end_matches('.') {
        "男" | "男性" | "男士" | "先生" | "m" | "male" | "man" | "mr" => Ok(Some(Sex::Male)),
        "女" | "女性" | "女士" | "小姐" | "太太" | "f" | "female" | "woman" | "ms" | "mrs" | "miss" => {
            Ok(Some(Sex::Female))
        }
        "未知" | "不详" | "保密" | "其他" | "-" | "--" | "/" | "unknown" | "n/a" | "other" => Ok(None),
        _ => Err(RefusalCode::BadSex),
    }
}

/// Words of each stage; the first that a text contains decides, so that 已交工保修中 is maintenance and 未开工 is not started.
const STAGES: &[(SiteStage, &[&str])] = &[
    (
        SiteStage::Maintenance,
        &["维保", "保修", "质保", "售后", "maintenance", "warranty"],
    ),
    (
        SiteStage::NotStarted,
        &[
            "未开工",
            "待开工",
            "未开始",
            "未施工",
            "准备",
            "设计",
            "notstarted",
            "pending",
            "planned",
        ],
    ),
    // What is not yet handed over is in its last stage, not delivered.
    (
        SiteStage::Final,
        &[
            "未交",
            "未竣工",
            "未完工",
            "待交",
            "待竣工",
            "待验收",
            "收尾",
            "尾期",
            "后期",
            "final",
            "finishing",
        ],
    ),
    (SiteStage::MidTerm, &["中期", "midterm", "mid"]),
    (
        SiteStage::Delivered,
        &[
            "交付",
            "交工",
            "竣工",
            "完工",
            "已完成",
            "已验收",
            "入住",
            "delivered",
            "handedover",
            "completed",
        ],
    ),
    (
        SiteStage::Started,
        &[
            "开工",
            "在建",
            "施工",
            "前期",
            "进行中",
            "started",
            "inprogress",
            "active",
        ],
    ),
];

/// Reads the stage of a site.
pub fn site_stage(raw: &str) -> Result<SiteStage, RefusalCode> {
    let exact = match raw {
        "未开工" => Some(SiteStage::NotStarted),
        "已开工" | "开工" | "在建" => Some(SiteStage::Started),
        "中期" => Some(SiteStage::MidTerm),
        "收尾" => Some(SiteStage::Final),
        "已交付" | "已交工" | "交付" => Some(SiteStage::Delivered),
        "维保" | "保修" | "维保中" => Some(SiteStage::Maintenance),
        _ => None,
    };
    if let Some(stage) = exact {
        return Ok(stage);
    }
    let key = header_key(raw);
    let found = STAGES
        .iter()
        .find(|(_, words)| words.iter().any(|word| key.contains(word)));
    found.map(|(stage, _)| *stage).ok_or(RefusalCode::BadStage)
}

/// Reads the kind of an event.
pub fn event_kind(raw: &str) -> Result<EventKind, RefusalCode> {
    let key = header_key(raw);
    let has = |words: &[&str]| words.iter().any(|w| key.contains(w));
    if has(&["投诉", "complain", "抱怨"]) {
        Ok(EventKind::Complaint)
    } else if has(&["报修", "维修", "修理", "repair", "故障"]) {
        Ok(EventKind::Repair)
    } else if has(&["工地", "site", "阶段", "进度", "stage", "施工"]) {
        Ok(EventKind::Site)
    } else {
        Err(RefusalCode::BadEventKind)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn yes_and_no() {
        let check = |text: &str, want| assert_eq!(yes_no(text), want, "{text:?}");
        for text in ["是", "Ｙ", "yes", "1", "同意", " TRUE ", "√"] {
            check(text, Ok(Some(true)));
        }
        for text in ["否", "n", "0", "不同意", "FALSE", "已退订"] {
            check(text, Ok(Some(false)));
        }
        check("未知", Ok(None));
        check("也许", Err(RefusalCode::BadYesNo));
    }

    #[test]
    fn sexes() {
        let check = |text: &str, want| assert_eq!(sex(text), want, "{text:?}");
        for text in ["男", "先生", "M", "Mr."] {
            check(text, Ok(Some(Sex::Male)));
        }
        for text in ["女", "女士", "F", " 小姐"] {
            check(text, Ok(Some(Sex::Female)));
        }
        check("保密", Ok(None));
        check("猫", Err(RefusalCode::BadSex));
    }

    #[test]
    fn stages() {
        use SiteStage::{Delivered, Final, Maintenance, MidTerm, NotStarted, Started};
        let check = |text: &str, want| assert_eq!(site_stage(text), want, "{text:?}");
        check("未开工", Ok(NotStarted));
        check("Not started", Ok(NotStarted));
        check("在建", Ok(Started));
        check("施工中", Ok(Started));
        check("started", Ok(Started));
        check("中期验收", Ok(MidTerm));
        check("mid-term", Ok(MidTerm));
        check("收尾阶段", Ok(Final));
        check("未交工", Ok(Final));
        check("交付", Ok(Delivered));
        check("已交工", Ok(Delivered));
        check("已交工（保修中）", Ok(Maintenance));
        check("维保", Ok(Maintenance));
        check("Under maintenance", Ok(Maintenance));
        check("火星", Err(RefusalCode::BadStage));
    }

    #[test]
    fn kinds_of_event() {
        let check = |text: &str, want| assert_eq!(event_kind(text), want, "{text:?}");
        check("报修", Ok(EventKind::Repair));
        check("客户投诉", Ok(EventKind::Complaint));
        check("工地", Ok(EventKind::Site));
        check("Site stage change", Ok(EventKind::Site));
        check("?", Err(RefusalCode::BadEventKind));
    }

    #[test]
    fn tiers() {
        let check = |text: &str, want: &str| assert_eq!(tier(text).unwrap(), want, "{text:?}");
        check("ＶＩＰ 会员", "VIP");
        check("vip客户", "VIP");
        check("VIP", "VIP");
        check("vip 3", "VIP3");
        check("金卡会员", "金卡");
        check("普通", "普通");
        check("会员", "会员");
        check(" 钻石 ", "钻石");
        check("Gold", "Gold");
    }

    #[test]
    fn tag_lists() {
        let check = |text: &str, want: &[&str]| assert_eq!(tags(text).unwrap(), want, "{text:?}");
        check(
            "老客户；别墅;精装，高端,a、b|c",
            &["老客户", "别墅", "精装", "高端", "a", "b", "c"],
        );
        check(" a ,,a; ", &["a"]);
        check("", &[]);
        assert_eq!(tags(&"长".repeat(33)), Err(RefusalCode::TooLong));
    }

    #[test]
    fn names() {
        let check = |text: &str, want: Result<&str, RefusalCode>| {
            assert_eq!(name(text).as_deref(), want.as_deref(), "{text:?}");
        };
        check(" 张\u{0}三\u{3000}", Ok("张三"));
        check("<script>alert(1)</script>", Ok("<script>alert(1)</script>"));
        check(&"长".repeat(64), Ok(&"长".repeat(64)));
        check(&"长".repeat(65), Err(RefusalCode::NameTooLong));
    }
}
