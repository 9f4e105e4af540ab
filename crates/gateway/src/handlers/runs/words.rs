//! Words of outcomes, reasons and details, for files and for people.

use domain::plan::Detail;
use domain::roll::{EntryState, Exclusion, Failure, HoldReason, Outcome};

use crate::lang::Lang;

/// The language as the domain names it.
pub(super) const fn tongue(lang: Lang) -> domain::lang::Lang {
    match lang {
        Lang::ZhCn => domain::lang::Lang::ZhCn,
        Lang::En => domain::lang::Lang::En,
    }
}

/// What stands beside a reason, in words; a carrier's code stays as it is.
pub(super) fn detail(detail: &str, lang: Lang) -> String {
    detail
        .parse::<Detail>()
        .map(|known| known.words(tongue(lang)))
        .ok()
        .or_else(|| doubt(detail, lang))
        .unwrap_or_else(|| detail.to_owned())
}

/// What is said of something that happened to an entry: the evidence of a doubt in words, all else as it stands.
pub(super) fn of_event(what: &str, said: String, lang: Lang) -> String {
    if what == "no_answer" { detail(&said, lang) } else { said }
}

/// The evidence of a doubt, `broken, 1/2 written`, in words.
fn doubt(evidence: &str, lang: Lang) -> Option<String> {
    let (code, rest) = evidence.split_once(", ")?;
    let (written, parts) = rest.strip_suffix(" written")?.split_once('/')?;
    let (zh, en) = match code {
        "unknown" => ("不知道交出时发生了什么", "What happened is not known"),
        "silent" => ("通道没有回应", "The carrier was silent"),
        "broken" => ("连接中断", "The connection broke"),
        "unreadable" => ("通道的答复读不懂", "The carrier's answer could not be read"),
        "partly" => ("通道只答复了一部分", "The carrier answered for a part only"),
        _ => return None,
    };
    Some(match lang {
        Lang::ZhCn => format!("{zh}；{parts} 条中写出了 {written} 条"),
        Lang::En => format!("{en}; {written} of {parts} written out"),
    })
}

/// An outcome's name.
pub(super) fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    let (zh, en) = match outcome {
        Outcome::Excluded => ("未发", "Left out"),
        Outcome::Queued => ("待发", "Queued"),
        Outcome::Held => ("暂缓", "Held"),
        Outcome::HandedOver => ("已交付通道", "Handed over"),
        Outcome::InDoubt => ("存疑", "In doubt"),
        Outcome::Accepted => ("通道已收", "Accepted"),
        Outcome::NoReceipt => ("通道已收，无回执", "Accepted, no receipt"),
        Outcome::Delivered => ("已送达", "Delivered"),
        Outcome::Failed => ("失败", "Failed"),
        Outcome::Expired => ("过期", "Expired"),
        Outcome::Cancelled => ("已取消", "Cancelled"),
    };
    tongue(lang).pick(zh, en)
}

/// A reason in words; empty where the outcome needs none.
pub(super) fn reason(state: EntryState, lang: Lang) -> &'static str {
    let (zh, en) = match state {
        EntryState::Excluded(why) => match why {
            Exclusion::NoPhone => ("没有手机号", "No phone"),
            Exclusion::InvalidPhone => ("号码无效", "Invalid phone"),
            Exclusion::Landline => ("固定电话", "Landline"),
            Exclusion::Duplicate => ("与名册上另一条号码相同", "Same phone as another entry"),
            Exclusion::NoConsent => ("没有同意记录", "No consent"),
            Exclusion::OptedOut => ("已退订", "Opted out"),
            Exclusion::Erased => ("资料已删除", "Erased"),
            Exclusion::Greeted => ("这个生日已经祝贺过", "Greeted for this birthday already"),
            Exclusion::FrequencyCap => ("近期已发够", "Frequency cap"),
            Exclusion::VariableMissing => ("变量没有值", "A variable has no value"),
            Exclusion::CarrierPolicy => ("通道不接受", "The carrier does not take it"),
            Exclusion::OverBudget => ("超出预算", "Over budget"),
        },
        EntryState::Held { why, .. } => match why {
            HoldReason::Hours => ("不在允许时段", "Outside the allowed hours"),
            HoldReason::Backoff => ("通道要求稍后再试", "The carrier asked to wait"),
            HoldReason::Late => ("迟到，等人决定", "Late, waits for a decision"),
        },
        EntryState::Failed(why) => match why {
            Failure::UnknownSubscriber => ("空号", "Number not in use"),
            Failure::Unreachable => ("关机或不在服务区", "Unreachable"),
            Failure::Blocked => ("被拦截", "Blocked"),
            Failure::Rejected => ("通道拒收", "Rejected by the carrier"),
            Failure::Unspecified => ("原因不明", "No reason given"),
            Failure::SettledNotSent => ("人工认定未发出", "Settled as not sent"),
        },
        _ => ("", ""),
    };
    tongue(lang).pick(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_evidence_of_a_doubt_is_said_in_words() {
        for (evidence, zh, en) in [
            (
                "broken, 1/2 written",
                "连接中断；2 条中写出了 1 条",
                "The connection broke; 1 of 2 written out",
            ),
            (
                "silent, 1/1 written",
                "通道没有回应；1 条中写出了 1 条",
                "The carrier was silent; 1 of 1 written out",
            ),
            ("0x0B", "0x0B", "0x0B"),
            ("other, 1/1 written", "other, 1/1 written", "other, 1/1 written"),
        ] {
            assert_eq!(
                (detail(evidence, Lang::ZhCn), detail(evidence, Lang::En)),
                (zh.to_owned(), en.to_owned())
            );
            assert_eq!(of_event("no_answer", evidence.to_owned(), Lang::ZhCn), zh);
            assert_eq!(of_event("receipt", evidence.to_owned(), Lang::ZhCn), evidence);
        }
    }
}
