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
        Lang::ZhCn => format!("{zh}；{parts} 个分条中写出了 {written} 个"),
        Lang::En => format!("{en}; parts written out: {written} of {parts}"),
    })
}

/// An outcome's name, as on the screens.
pub(super) fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    let (zh, en) = match outcome {
        Outcome::Excluded => ("未发送", "Left out"),
        Outcome::Queued => ("排队中", "Queued"),
        Outcome::Held => ("暂缓", "Held"),
        Outcome::HandedOver => ("已交出", "Handed over"),
        Outcome::InDoubt => ("存疑", "In doubt"),
        Outcome::Accepted => ("已接收", "Accepted"),
        Outcome::NoReceipt => ("已接收，无回执", "Accepted, no receipt"),
        Outcome::Delivered => ("已送达", "Delivered"),
        Outcome::Failed => ("失败", "Failed"),
        Outcome::Expired => ("已过期", "Expired"),
        Outcome::Cancelled => ("已取消", "Cancelled"),
    };
    tongue(lang).pick(zh, en)
}

/// A reason in words; empty where the outcome needs none.
pub(super) fn reason(state: EntryState, lang: Lang) -> &'static str {
    let (zh, en) = match state {
        EntryState::Excluded(why) => match why {
            Exclusion::NoPhone => ("没有手机号", "No phone"),
            Exclusion::InvalidPhone => ("手机号无效", "Invalid phone"),
            Exclusion::Landline => ("固定电话", "Landline"),
            Exclusion::Duplicate => ("与另一条目号码相同", "Same phone as another entry"),
            Exclusion::NoConsent => ("没有同意记录", "No consent recorded"),
            Exclusion::OptedOut => ("已退订", "Opted out"),
            Exclusion::Erased => ("客户已删除", "Customer erased"),
            Exclusion::Greeted => ("这个生日已经祝贺过", "Greeted for this birthday already"),
            Exclusion::FrequencyCap => ("近期已发送多次", "Written to often enough"),
            Exclusion::VariableMissing => ("变量缺少内容", "A variable has no value"),
            Exclusion::CarrierPolicy => ("通道不接收此内容", "The carrier does not take this text"),
            Exclusion::OverBudget => ("超出预算", "Over budget"),
        },
        EntryState::Held { why, .. } => match why {
            HoldReason::Hours => ("等到允许时段", "Waits for the allowed hours"),
            HoldReason::Backoff => (
                "通道要求放慢，稍后自动继续",
                "The carrier asked for time; goes on by itself",
            ),
            HoldReason::Late => ("已迟到，等人决定", "Late; waits for a person"),
        },
        EntryState::Failed(why) => match why {
            Failure::UnknownSubscriber => ("空号", "Number not in use"),
            Failure::Unreachable => ("关机或不在服务区", "Switched off or out of reach"),
            Failure::Blocked => ("被运营商拦截", "Blocked by the network"),
            Failure::Rejected => ("被通道拒绝", "Refused by the carrier"),
            Failure::Unspecified => ("未送达，原因不明", "Not delivered, no reason given"),
            Failure::SettledNotSent => ("人工认定未发出", "Settled by a person: not sent"),
        },
        _ => ("", ""),
    };
    tongue(lang).pick(zh, en)
}

#[cfg(test)]
mod tests {
    use audit::check::{self, outcome_words};

    use super::*;

    #[test]
    fn files_say_what_verdicts_say() {
        let excluded = Exclusion::ALL.iter().map(|why| EntryState::Excluded(*why));
        let failed = Failure::ALL.iter().map(|why| EntryState::Failed(*why));
        let alone = [
            EntryState::NoReceipt,
            EntryState::Delivered,
            EntryState::Expired,
            EntryState::Cancelled,
        ];
        for state in alone.into_iter().chain(excluded).chain(failed) {
            let why = state.reason().map(|code| format!(":{code}")).unwrap_or_default();
            let text = format!("{}{why}", state.outcome().code());
            for (lang, theirs, [open, close]) in [
                (Lang::ZhCn, check::Lang::Zh, ["（", "）"]),
                (Lang::En, check::Lang::En, [" (", ")"]),
            ] {
                let said = match (outcome(state.outcome(), lang), reason(state, lang)) {
                    (outcome, "") => outcome.to_owned(),
                    (outcome, reason) => format!("{outcome}{open}{reason}{close}"),
                };
                assert_eq!(outcome_words(&text, theirs), said.to_lowercase(), "{text}");
            }
        }
    }

    #[test]
    fn the_evidence_of_a_doubt_is_said_in_words() {
        for (evidence, zh, en) in [
            (
                "broken, 1/2 written",
                "连接中断；2 个分条中写出了 1 个",
                "The connection broke; parts written out: 1 of 2",
            ),
            (
                "silent, 1/1 written",
                "通道没有回应；1 个分条中写出了 1 个",
                "The carrier was silent; parts written out: 1 of 1",
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
