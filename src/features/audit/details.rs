//! What the details of an event are called, and say.

use domain::roll::{Outcome, Settlement};
use serde::de::DeserializeOwned;
use serde_json::Value;
use wire::replies::ConversationState;
use wire::runs::PhonesShown;

use super::set_up;
use crate::api::json;
use crate::features::campaigns::state_name as campaign_state;
use crate::features::customers::words::{consent, purpose, source};
use crate::features::imports::{kind, state_name as import_state};
use crate::features::runs::{hold_name, look, state_name as run_state};
use crate::locale::{
    Msg, approvals, audit as words, campaigns, carriers, date, imports, lang, money, number, replies, reports, runs,
    settings, templates, ui, witness,
};

/// Details by their codes. What entries came to and went from has the names of outcomes.
const NAMES: [(&str, Msg); 85] = [
    ("active", words::ACTIVE),
    ("approved_at", words::APPROVED_AT),
    ("approved_by", words::APPROVED_BY),
    ("audience", campaigns::AUDIENCE),
    ("author", words::AUTHOR),
    ("brought_back", words::BROUGHT_BACK),
    ("bytes", imports::SIZE),
    ("campaign", words::CAMPAIGN),
    ("cap", settings::CAP),
    ("caps", words::CAPS),
    ("care_needs_consent", settings::CARE),
    ("changed", words::CHANGED),
    ("close_root", words::CLOSE_ROOT),
    ("config_changed", words::CONFIG_CHANGED),
    ("confirm_opt_outs", settings::CONFIRM),
    ("confirmations", words::CONFIRMATION),
    ("consent_root", words::CONSENT_ROOT),
    ("consents", words::CONSENTED),
    ("content", words::DIGEST),
    ("conversations", words::CONVERSATION),
    ("copied_from", words::COPIED_FROM),
    ("cost_millis", reports::COST),
    ("count", words::COUNT),
    ("digest", words::DIGEST),
    ("due_at", words::DUE_AT),
    ("enabled", carriers::ENABLED),
    ("entries", words::ENTRIES),
    ("entry", words::ENTRY),
    ("fallback", carriers::FALLBACK),
    ("firm", settings::FIRM),
    ("first", words::FIRST),
    ("folder", witness::FOLDER),
    ("format", imports::FORMAT),
    ("freeze_root", words::FREEZE_ROOT),
    ("from", words::WAS),
    ("from_digest", words::OLD_DIGEST),
    ("from_state", words::WAS),
    ("from_version", words::OLD_VERSION),
    ("gap_days", settings::GAP),
    ("held_why", words::HELD_WHY),
    ("hours", carriers::OWN_HOURS),
    ("how", runs::SETTLE_HOW),
    ("is", words::IS),
    ("key", words::KEY),
    ("kind", words::SORT),
    ("messages", words::MESSAGES),
    ("name", words::NAME),
    ("new", words::NEW),
    ("next_at", words::NEXT_AT),
    ("note", words::NOTE),
    ("own_days", settings::OWN_DAYS),
    ("parts", reports::PARTS),
    ("password", words::PASSWORD),
    ("people", approvals::PEOPLE),
    ("phone", settings::FIRM_PHONE),
    ("phones", words::PHONES),
    ("policy", carriers::POLICY),
    ("price_millis", carriers::PRICE),
    ("purpose", templates::PURPOSE),
    ("purpose_hours", words::PURPOSE_HOURS),
    ("rate", carriers::RATE),
    ("reason", runs::REASON),
    ("receipt_hours", settings::RECEIPT),
    ("receipts", words::RECEIPTS_CAME),
    ("refused", words::REFUSED),
    ("renamed", words::RENAMED),
    ("replies", words::REPLY),
    ("revision", words::REVISION),
    ("role", settings::ROLE),
    ("rows", words::COUNT),
    ("runs", words::RUN),
    ("seal", words::SEAL),
    ("second_carrier", carriers::FALLBACK),
    ("signature", campaigns::SIGNATURE),
    ("source", words::SOURCE),
    ("state", campaigns::STATE),
    ("sum", words::SUM),
    ("sum_kept", words::SUM_KEPT),
    ("sum_said", words::SUM_SAID),
    ("unchanged", words::UNCHANGED),
    ("url", witness::URL),
    ("user", words::USER),
    ("version", words::VERSION),
    ("why", words::HELD_WHY),
    ("zone", settings::ZONE),
];

/// What a detail of such a subject is called; `None` for a code of another version.
pub fn name(subject: &str, key: &str) -> Option<String> {
    if let Some(own) = set_up::name(subject, key) {
        return Some(own.get().to_owned());
    }
    if let Some(outcome) = outcome(key) {
        return Some(outcome.get().to_owned());
    }
    if let Some(left) = key.strip_prefix("from_").and_then(outcome) {
        return Some(words::left(lang(), left.get()));
    }
    let of = |key: &str| NAMES.iter().find(|(code, _)| *code == key).map(|(_, name)| name.get());
    if let Some(name) = of(key) {
        return Some(name.to_owned());
    }
    match key {
        "to" | "to_state" => Some(words::NOW.get().to_owned()),
        "to_version" => Some(words::VERSION.get().to_owned()),
        "to_digest" => Some(words::DIGEST.get().to_owned()),
        _ => Some(words::digest_of(lang(), of(key.strip_suffix("_digest")?)?)),
    }
}

fn outcome(code: &str) -> Option<Msg> {
    let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.code() == code)?;
    Some(look::name(outcome))
}

/// What a detail says as one reads it: codes in words, moments, hours of the day, money; `None` for what reads as it stands.
pub fn said(subject: &str, key: &str, value: &str) -> Option<String> {
    if let Some((was, is)) = value.split_once(" > ") {
        let word = |value: &str| said(subject, key, value).unwrap_or_else(|| value.to_owned());
        return matches!(key, "role" | "active").then(|| [word(was), word(is)].join(" → "));
    }
    match (key, value) {
        ("next_at", "never") => return Some(words::NEVER.get().to_owned()),
        ("from", "none") => return Some(words::NOTHING_BEFORE.get().to_owned()),
        (_, "true") => return Some(words::YES.get().to_owned()),
        (_, "false") => return Some(words::NO.get().to_owned()),
        _ => {}
    }
    match key {
        "cost_millis" => value
            .parse::<u64>()
            .ok()
            .map(|millis| money(millis.div_ceil(1_000) as i64)),
        // Counted from 1 everywhere else.
        "entry" => value.parse::<u64>().ok().map(|place| number(place + 1)),
        _ if key.ends_with("_at") => value.parse().ok().map(date::exact),
        _ => coded(subject, key, value).or_else(|| set_up::said(subject, key, value)),
    }
}

fn coded(subject: &str, key: &str, code: &str) -> Option<String> {
    match (key, subject) {
        ("role", _) => word(code, ui::role),
        ("purpose", _) => word(code, purpose),
        ("is", _) => word(code, consent),
        ("source", "customer") => Some(source(code).get().to_owned()),
        ("kind", "import") => word(code, kind),
        ("how", _) => word(code, settlement),
        ("phones", _) => word(code, phones),
        ("why" | "held_why", _) => word(code, hold_name),
        ("from" | "to" | "state", "run") => word(code, run_state),
        ("from" | "to", "conversation") => word(code, conversation),
        ("from" | "to", "import") => word(code, import_state),
        ("from_state" | "to_state", "campaign") => word(code, campaign_state),
        _ => None,
    }
}

/// A code of a closed list in words; `None` for one of another version.
fn word<T: DeserializeOwned>(code: &str, name: impl FnOnce(T) -> Msg) -> Option<String> {
    let of = json::read(Value::from(code)).ok()?;
    Some(name(of).get().to_owned())
}

const fn settlement(how: Settlement) -> Msg {
    match how {
        Settlement::Sent => runs::SETTLE_SENT,
        Settlement::NotSent => runs::SETTLE_NOT_SENT,
    }
}

const fn conversation(state: ConversationState) -> Msg {
    match state {
        ConversationState::New => replies::NEW,
        ConversationState::Taken => replies::TAKEN,
        ConversationState::Done => replies::DONE,
    }
}

const fn phones(shown: PhonesShown) -> Msg {
    match shown {
        PhonesShown::Full => words::PHONES_FULL,
        PhonesShown::Masked => words::PHONES_MASKED,
        PhonesShown::Absent => words::PHONES_ABSENT,
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::locale::{Lang, set_lang};

    #[test]
    fn details_are_said_as_one_reads_them() {
        let check = |subject, key, value, want: Option<&str>| {
            assert_eq!(said(subject, key, value).as_deref(), want, "{subject} {key} {value}");
        };
        set_lang(Lang::ZhCn);
        let moment = date::exact(1_795_876_016_044);
        check("campaign", "next_at", "1795876016044", Some(&moment));
        check("campaign", "next_at", "", None);
        check("campaign", "next_at", "never", Some("没有下次"));
        check("organisation", "hours", "480-1200", Some("08:00–20:00"));
        check("organisation", "hours", "6", None);
        check("organisation", "care_needs_consent", "false", Some("否"));
        check("organisation", "from", "hours=480-1200", Some("允许时段：08:00–20:00"));
        check("run", "entry", "0", Some("1"));
        check("run", "from", "running", Some("发送中"));
        check("run", "from", "5", None);
        check("run", "held_why", "people", Some("人数超过审批上限。"));
        check("run", "phones", "masked", Some("打码"));
        check("run", "how", "not_sent", Some("通道没有收下"));
        check("conversation", "from", "none", Some("无"));
        check("conversation", "to", "taken", Some("处理中"));
        check("import", "from", "checking", Some("正在核对"));
        check(
            "campaign",
            "to_state",
            "submitted",
            Some(campaigns::SUBMITTED.of(Lang::ZhCn)),
        );
        check("campaign", "to_state", "one_to_come", None);
        check("customer", "is", "withdrawn", Some("已退订"));
        check("customer", "source", "reply", Some("短信回复"));
        check("user", "role", "agent > supervisor", Some("客服 → 主管"));
        check("user", "active", "true > false", Some("是 → 否"));
        // What a person typed is nobody's code.
        check("run", "reason", "a > b", None);
        check("run", "reason", "running", None);
    }

    #[test]
    fn details_have_names() {
        let check = |key, zh: Option<&str>, en: Option<&str>| {
            for (lang, want) in [(Lang::ZhCn, zh), (Lang::En, en)] {
                set_lang(lang);
                assert_eq!(name("campaign", key).as_deref(), want);
            }
            set_lang(Lang::ZhCn);
        };
        check("delivered", Some("已送达"), Some("Delivered"));
        check("from_queued", Some("离开“排队中”"), Some("Left “Queued”"));
        check("reason_digest", Some("“原因”的指纹"), Some("Digest of “Reason”"));
        check("to_version", Some("版本"), Some("Version"));
        check("one_to_come", None, None);
        check("one_to_come_digest", None, None);
        assert!(NAMES.is_sorted_by(|one, next| one.0 < next.0), "no code twice");
    }
}
