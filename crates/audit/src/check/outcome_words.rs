//! What outcomes and their reasons are called, as on the screens.

use super::Lang;
use crate::roll::{Kind, Outcome};

/// What an outcome is called.
pub(super) fn kind_word(kind: Kind, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        Kind::Excluded => ("未发送", "left out"),
        Kind::Queued => ("排队中", "queued"),
        Kind::Held => ("暂缓", "held"),
        Kind::HandedOver => ("已交出", "handed over"),
        Kind::InDoubt => ("存疑", "in doubt"),
        Kind::Accepted => ("已接收", "accepted"),
        Kind::NoReceipt => ("已接收，无回执", "accepted, no receipt"),
        Kind::Delivered => ("已送达", "delivered"),
        Kind::Failed => ("失败", "failed"),
        Kind::Expired => ("已过期", "expired"),
        Kind::Cancelled => ("已取消", "cancelled"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Why an entry has its outcome; `None` for a code of another version.
fn reason_word(code: &str, lang: Lang) -> Option<&'static str> {
    let (zh, en) = match code {
        "no_phone" => ("没有手机号", "no phone"),
        "invalid_phone" => ("手机号无效", "invalid phone"),
        "landline" => ("固定电话", "landline"),
        "duplicate" => ("与另一条目号码相同", "same phone as another entry"),
        "no_consent" => ("没有同意记录", "no consent recorded"),
        "opted_out" => ("已退订", "opted out"),
        "erased" => ("客户已删除", "customer erased"),
        "greeted" => ("这个生日已经祝贺过", "greeted for this birthday already"),
        "frequency_cap" => ("近期已发送多次", "written to often enough"),
        "variable_missing" => ("变量缺少内容", "a variable has no value"),
        "carrier_policy" => ("通道不接收此内容", "the carrier does not take this text"),
        "over_budget" => ("超出预算", "over budget"),
        "unknown_subscriber" => ("空号", "number not in use"),
        "unreachable" => ("关机或不在服务区", "switched off or out of reach"),
        "blocked" => ("被运营商拦截", "blocked by the network"),
        "rejected" => ("被通道拒绝", "refused by the carrier"),
        "unspecified" => ("未送达，原因不明", "not delivered, no reason given"),
        "settled_not_sent" => ("人工认定未发出", "settled by a person: not sent"),
        _ => return None,
    };
    match lang {
        Lang::Zh => Some(zh),
        Lang::En => Some(en),
    }
}

/// An outcome in words, with its reason if it has one; as it stands where it is none.
#[must_use]
pub fn outcome_words(text: &str, lang: Lang) -> String {
    let Some(outcome) = Outcome::parse(text) else {
        return text.to_owned();
    };
    let word = kind_word(outcome.kind(), lang);
    match text.split_once(':') {
        Some((_, code)) => {
            let why = reason_word(code, lang).unwrap_or(code);
            lang.of(format!("{word}（{why}）"), format!("{word} ({why})"))
        }
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_said_in_words() {
        for (outcome, zh, en) in [
            ("delivered", "已送达", "delivered"),
            (
                "failed:blocked",
                "失败（被运营商拦截）",
                "failed (blocked by the network)",
            ),
            ("excluded:opted_out", "未发送（已退订）", "left out (opted out)"),
            ("failed:to_come", "失败（to_come）", "failed (to_come)"),
            ("?", "?", "?"),
        ] {
            assert_eq!(outcome_words(outcome, Lang::Zh), zh);
            assert_eq!(outcome_words(outcome, Lang::En), en);
        }
    }
}
