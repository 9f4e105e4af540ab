//! Messages about a run that waits for a decision.

use domain::campaign::Limits;
use wire::runs::{RunHold, Waiting};

use super::{Lang, Msg, campaigns, counted, money, number};

messages! {
    TITLE = "这个批次在等人决定", "This run waits for a decision";
    WAITING = "等着发送", "Waits to be sent";
    LIMITS = "审批上限", "Approved at most";
    SENT = "已交出", "Handed over";
    IN_DOUBT = "存疑", "In doubt";
    IF_RELEASED = "放行的话", "If released";
    IF_CANCELLED = "取消的话", "If cancelled";
    CANCELS_ALL = "没有人会收到，不能恢复。", "Nobody gets it, for good.";
    LATE = "没能按时开始，按活动设定先停下来等人决定。", "It could not start on time, and the campaign asks a person then.";
    PEOPLE = "人数超过审批上限。", "More people than were approved.";
    PARTS = "分条数超过审批上限。", "More parts than were approved.";
    COST = "费用超过审批上限。", "Dearer than was approved.";
    NOBODY = "客群此刻没有匹配到任何客户。", "The segment matched nobody at this moment.";
    ALTERED = "要发的内容与审批的不一致，或名册在日志之外被改动过：数据库被人改动过。发现之后没有再发；请取消，或改回、恢复备份后再放行。", "What it is to send is not what was approved, or its roll was changed past the log: the database was changed. Nothing was sent since that was found. Cancel it, or mend it or restore a backup and release it.";
    TAKEN_BACK = "数据库退回过旧备份，备份之后这个批次可能已经发过。请先向运营商核对它收到了多少，再决定放行还是取消。", "The database was taken back to an older copy, and this run may have gone out since. Ask the carrier what it took before you release or cancel it.";
    RELEASE_TAKEN_BACK = "数据库退回过旧备份：备份之后已经收到这条消息的客户，放行后会再收到一次。请确认已向运营商核对，没有发过。日志会记下是谁决定的。", "The database was taken back to an older copy: whoever got this message after the copy was made will get it a second time. Release it only if the carrier says that nothing was sent. The log keeps who decided.";
}

/// By how much a run exceeds what was approved; `None`: that is not why it is held.
pub fn beyond(lang: Lang, why: RunHold, comes_to: Waiting, limits: Limits) -> Option<String> {
    let (zh, en, comes_to, most) = match why {
        RunHold::People => (
            "会发给",
            "It goes to",
            people(lang, comes_to.people),
            people(lang, limits.people),
        ),
        RunHold::Parts => (
            "会发出",
            "It comes to",
            parts(lang, comes_to.parts),
            parts(lang, limits.parts),
        ),
        RunHold::Cost => (
            "费用会到",
            "It costs",
            money(comes_to.cost as i64),
            money(limits.cost as i64),
        ),
        RunHold::Late | RunHold::Nobody | RunHold::Altered | RunHold::TakenBack => return None,
    };
    Some(match lang {
        Lang::ZhCn => format!("{zh} {comes_to}，审批上限是 {most}。"),
        Lang::En => format!("{en} {comes_to}; approved were {most} at most."),
    })
}

/// People, parts and cost in one line.
pub fn sums(
    lang: Lang,
    Waiting {
        people: who,
        parts: of,
        cost,
    }: Waiting,
) -> String {
    [people(lang, who), parts(lang, of), money(cost as i64)].join(" · ")
}

/// What a release does; `waiting`: how many messages wait, where there is a roll.
pub fn releases(lang: Lang, waiting: Option<u64>) -> String {
    match (lang, waiting) {
        (Lang::ZhCn, None) => "按放行那一刻的客群定下名册，再逐一发送；若超过审批上限，会再停下来等人决定。".to_owned(),
        (Lang::En, None) => {
            "The roll is made of whom the segment matches then, and sent to one by one. Beyond the approved limits it waits for a person again.".to_owned()
        }
        (Lang::ZhCn, Some(0)) => "没有等着发送的消息：谁也不会收到，批次随后核对关闭。".to_owned(),
        (Lang::En, Some(0)) => "No message waits: nobody gets one, and the run closes.".to_owned(),
        (Lang::ZhCn, Some(waiting)) => {
            format!("发出等着的 {} 条；已交出的和存疑的不会再发。", number(waiting))
        }
        (Lang::En, Some(waiting)) => format!(
            "{} that waits goes out; what was handed over or is in doubt is not sent again.",
            counted(&number(waiting), "message", "messages")
        ),
    }
}

/// What cancelling does to the messages that wait.
pub fn cancels(lang: Lang, waiting: u64) -> String {
    match lang {
        Lang::ZhCn => format!("等着的 {} 条不再发送，不能恢复。", number(waiting)),
        Lang::En => format!(
            "Not sent, for good: {}.",
            counted(&number(waiting), "message", "messages")
        ),
    }
}

fn people(lang: Lang, count: u64) -> String {
    campaigns::people(lang, &number(count))
}

fn parts(lang: Lang, count: u64) -> String {
    campaigns::parts(lang, &number(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_limit_is_told_with_both_numbers() {
        let (people, parts, cost) = (375, 800, 1_688);
        let comes_to = Waiting { people, parts, cost };
        let (people, parts, cost) = (367, 700, 1_500);
        let limits = Limits { people, parts, cost };
        for (why, zh) in [
            (RunHold::People, Some("会发给 375 人，审批上限是 367 人。")),
            (RunHold::Parts, Some("会发出 800 个分条，审批上限是 700 个分条。")),
            (RunHold::Cost, Some("费用会到 ¥16.88，审批上限是 ¥15.00。")),
            (RunHold::Late, None),
        ] {
            assert_eq!(beyond(Lang::ZhCn, why, comes_to, limits).as_deref(), zh, "{why:?}");
        }
    }

    #[test]
    fn what_a_release_does_is_told_by_what_waits() {
        assert_eq!(
            releases(Lang::ZhCn, Some(375)),
            "发出等着的 375 条；已交出的和存疑的不会再发。"
        );
        assert_ne!(releases(Lang::ZhCn, None), releases(Lang::ZhCn, Some(0)));
    }
}
