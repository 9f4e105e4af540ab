//! Messages of 今日 (Today).

use wire::today::CarrierTrouble;

use super::{Lang, Msg, counted};

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("今日", "Today");
/// Now
pub const NOW: Msg = Msg::new("正在发送", "Now");
/// Needs you
pub const NEEDS: Msg = Msg::new("等您处理", "Needs you");
/// The next fourteen days
pub const NEXT: Msg = Msg::new("接下来十四天", "The next fourteen days");
/// Everybody accounted for, last thirty days
pub const MONTH: Msg = Msg::new("最近三十天，人人有着落", "Everybody accounted for, last thirty days");
/// Nothing waits for you.
pub const CALM: Msg = Msg::new("没有等您处理的事。", "Nothing waits for you.");
/// Nothing is going out right now.
pub const QUIET: Msg = Msg::new("此刻没有正在发送的批次。", "Nothing is going out right now.");
/// Roll
pub const ROLL: Msg = Msg::new("名册", "Roll");
/// Read it
pub const READ: Msg = Msg::new("去审批", "Read it");
/// Decide
pub const DECIDE: Msg = Msg::new("去决定", "Decide");
/// Settle
pub const SETTLE: Msg = Msg::new("去认定", "Settle");
/// Mend it
pub const MEND: Msg = Msg::new("去修改", "Mend it");
/// Carriers
pub const TO_CARRIERS: Msg = Msg::new("去看通道", "Carriers");
/// Look
pub const LOOK: Msg = Msg::new("去看看", "Look");
/// Write it anew
pub const WRITE_ANEW: Msg = Msg::new("重新编写", "Write it anew");
/// The log is not what was signed
pub const BROKEN_LOG: Msg = Msg::new("日志与签名时不同", "The log is not what was signed");
/// Sending has come to a stop
pub const ENGINE_FAILS: Msg = Msg::new("发送引擎出错，消息在等待", "The engine fails: messages wait");
/// The database is an older copy
pub const TAKEN_BACK: Msg = Msg::new("数据库退回过旧备份", "The database was taken back to an older copy");
/// The log is not being signed
pub const UNSIGNED_LOG: Msg = Msg::new("日志没有签名", "The log is not being signed");
/// No customers yet
pub const NO_CUSTOMERS: Msg = Msg::new("还没有客户", "No customers yet");
/// How to begin, or to look around first
pub const NO_CUSTOMERS_OR_DEMO: Msg = Msg::new(
    "导入一份 Excel 或 CSV，就可以开始；想先看看，可以在“设置 → 公司”里装入演示公司。",
    "Import an Excel or CSV file to begin; to look around first, load the demo firm under Settings → Organisation.",
);
/// Import an Excel or CSV file to begin.
pub const NO_CUSTOMERS_TEXT: Msg = Msg::new(
    "导入一份 Excel 或 CSV，就可以开始。",
    "Import an Excel or CSV file to begin.",
);
/// Load the demo firm
pub const LOAD_DEMO: Msg = Msg::new("装入演示公司", "Load the demo firm");
/// Import customers
pub const IMPORT: Msg = Msg::new("导入客户", "Import customers");
/// New campaign
pub const NEW_CAMPAIGN: Msg = Msg::new("新建活动", "New campaign");
/// Weather
pub const WEATHER: Msg = Msg::new("天气", "Weather");
/// Reports
pub const TO_REPORTS: Msg = Msg::new("看报表", "Reports");

/// What is to be done about a run that can't be read.
pub const UNREADABLE_RUN: Msg = Msg::new(
    "数据库里这一行当前版本的程序读不懂：不会再发，回执也记不进去。请管理员查看网关日志，换回原来的版本或查明谁改过数据库。其他批次照常。",
    "This version of the program does not understand its row in the database: nothing more is sent of it, and no receipt is taken in. An administrator looks at the gateway's log, and puts the version of before in place or finds out who changed the database. No other run waits for it.",
);

/// The page's title.
pub fn greeting(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("今日 · {name}"),
        Lang::En => format!("Today · {name}"),
    }
}

/// How many of a run are accounted for.
pub fn accounted(lang: Lang, settled: &str, audience: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{settled} / {audience} 有着落"),
        Lang::En => format!("{settled} of {audience} accounted for"),
    }
}

/// Who submitted it, when, and when it is to fire.
pub fn approval(lang: Lang, by: &str, ago: &str, due: Option<&str>) -> String {
    match (lang, due) {
        (Lang::ZhCn, Some(due)) => format!("{by} {ago}提交，计划 {due} 发出"),
        (Lang::ZhCn, None) => format!("{by} {ago}提交，批准后立即发出"),
        (Lang::En, Some(due)) => format!("Submitted by {by} {ago}, due {due}"),
        (Lang::En, None) => format!("Submitted by {by} {ago}, goes out on approval"),
    }
}

/// Which carrier sends nothing, or is not heard.
pub fn carrier(lang: Lang, name: &str, trouble: CarrierTrouble) -> String {
    match (lang, trouble) {
        (Lang::ZhCn, CarrierTrouble::Deaf) => format!("通道 {name} 收不到回执和回复"),
        (Lang::En, CarrierTrouble::Deaf) => format!("Carrier {name} is not heard"),
        (Lang::ZhCn, _) => format!("通道 {name} 发不出去"),
        (Lang::En, _) => format!("Carrier {name} sends nothing"),
    }
}

/// What is wrong with a carrier, since when, and what it said.
pub fn carrier_trouble(lang: Lang, trouble: CarrierTrouble, since: &str, reason: Option<&str>) -> String {
    let said = match (lang, reason) {
        (_, None) => String::new(),
        (Lang::ZhCn, Some(reason)) => format!("（{reason}）"),
        (Lang::En, Some(reason)) => format!(" ({reason})"),
    };
    match (lang, trouble) {
        (Lang::ZhCn, CarrierTrouble::Refuses) => format!("{since}起一条也不收{said}。"),
        (Lang::ZhCn, CarrierTrouble::Stopped) => format!("{since}起拒绝登录{said}。"),
        (Lang::ZhCn, CarrierTrouble::Unreachable) => format!("{since}起连不上{said}。"),
        (Lang::ZhCn, CarrierTrouble::Deaf) => {
            format!("{since}起接收连接断开{said}，退订、回复和回执都进不来：营销短信先停下，其他照发。")
        }
        (Lang::En, CarrierTrouble::Deaf) => format!(
            "The connection that hears ended {since}{said}: no opt-out, reply or receipt comes in. Marketing waits, everything else goes out. "
        ),
        (Lang::ZhCn, CarrierTrouble::Unopenable) => "设置或密码读不出来，通道打不开；原因见通道页。".to_owned(),
        (Lang::ZhCn, CarrierTrouble::Off) => format!("通道已停用；最早的批次{since}开始等它。"),
        (Lang::ZhCn, CarrierTrouble::Gone) => format!("通道已不存在；最早的批次{since}开始等它。"),
        (Lang::En, CarrierTrouble::Unopenable) => {
            "Its settings or its secret can't be read; its page says why. ".to_owned()
        }
        (Lang::En, CarrierTrouble::Off) => format!("It is switched off; the oldest run began to wait {since}. "),
        (Lang::En, CarrierTrouble::Gone) => format!("It is no longer set up; the oldest run began to wait {since}. "),
        (Lang::En, CarrierTrouble::Refuses) => format!("It has taken no message; this began {since}{said}. "),
        (Lang::En, CarrierTrouble::Stopped) => format!("It turned us away {since}{said}. "),
        (Lang::En, CarrierTrouble::Unreachable) => format!("No connection; the last one ended {since}{said}. "),
    }
}

/// Whose roll does not fit.
pub fn broken_roll(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("“{name}”的名册对不上，没有关闭"),
        Lang::En => format!("The roll of “{name}” does not add up: it was not closed"),
    }
}

/// What is to be done about such a roll.
pub fn broken_roll_text(lang: Lang, since: &str) -> String {
    match lang {
        Lang::ZhCn => {
            format!("{since}发现条目与冻结时的名册或各项数目不符。请管理员停下网关，运行 rollcall audit check 查明。")
        }
        Lang::En => format!(
            "Found {since}: the entries are not those that were frozen, or not as many. An administrator stops the gateway and finds out by rollcall audit check."
        ),
    }
}

/// Which run does not begin.
pub fn stuck_run(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("“{name}”的名册还没写成，一条也没发"),
        Lang::En => format!("The roll of “{name}” is not written yet: nothing was sent"),
    }
}

/// What is to be done about it.
pub fn stuck_run_text(lang: Lang, since: &str) -> String {
    match lang {
        Lang::ZhCn => format!("批次{since}就该冻结。网关会一直重试；请管理员查看磁盘空间和网关日志。"),
        Lang::En => format!(
            "The run opened {since}. The gateway tries on and on; an administrator looks at the disk's free space and the gateway's log."
        ),
    }
}

/// Which run can't be read.
pub fn unreadable_run(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("“{name}”的批次读不出来，停在原处"),
        Lang::En => format!("A run of “{name}” can't be read, and stands still"),
    }
}

/// Which campaign can't be read.
pub fn unreadable(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("活动“{name}”读不出来，到点不会发送"),
        Lang::En => format!("The campaign “{name}” can't be read, and will not be sent"),
    }
}

/// When it was to fire, and what is to be done.
pub fn unreadable_text(lang: Lang, due: &str) -> String {
    match lang {
        Lang::ZhCn => {
            format!(
                "原定{due}。当前版本的程序读不懂它的内容：请照原意新建一个活动并送审，或请管理员换回原来的版本。其他活动照常。"
            )
        }
        Lang::En => format!(
            "Planned for {due}. This version of the program does not understand its content: write it anew and have it approved, or an administrator puts the version of before in place. No other campaign waits for it."
        ),
    }
}

/// What does not fit, since when it is known, and what to do.
pub fn broken_log(lang: Lang, event: Option<&str>, since: &str) -> String {
    match (lang, event) {
        (Lang::ZhCn, Some(event)) => {
            format!(
                "{since}发现第 {event} 号记录或它之后的记录被改动。网关已停止签名，请管理员运行 rollcall audit check 查明。"
            )
        }
        (Lang::ZhCn, None) => {
            format!("{since}发现检查点与记录不符。网关已停止签名，请管理员运行 rollcall audit check 查明。")
        }
        (Lang::En, Some(event)) => format!(
            "Found {since}: event {event}, or one behind it, was changed. Nothing more is signed. An administrator finds out by rollcall audit check."
        ),
        (Lang::En, None) => format!(
            "Found {since}: the checkpoint is not that of the events. Nothing more is signed. An administrator finds out by rollcall audit check."
        ),
    }
}

/// Since when the engine fails, and what to do.
pub fn engine_fails(lang: Lang, since: &str) -> String {
    match lang {
        Lang::ZhCn => format!(
            "{since}起每一步都有出错，网关会一直重试，不会漏发也不会重发；但超过有效期的会作废。请管理员查看磁盘空间和网关日志。"
        ),
        Lang::En => format!(
            "It began {since}. Every step is tried again; nobody is missed or sent to twice by it, but what waits too long expires. An administrator looks at the disk's free space and the gateway's log."
        ),
    }
}

/// What is not known any more, and what to do.
pub fn taken_back(lang: Lang, at: &str, known_until: &str) -> String {
    match lang {
        Lang::ZhCn => format!(
            "{at}启用了旧备份，它只记得到{known_until}为止的事。之后的导入、退订、审批和发送都不在里面：没发完的批次已停下等人决定；放行或审批之前，请先向运营商核对哪些已经发过。"
        ),
        Lang::En => format!(
            "Put in place {at}; it knows what happened until {known_until}. Imports, opt-outs, approvals and hand-overs after that are not in it: runs that were going out are held. Ask the carrier what was sent before you release or approve anything."
        ),
    }
}

/// Since when it can't be signed, what that means, and what to do.
pub fn unsigned_log(lang: Lang, since: &str) -> String {
    match lang {
        Lang::ZhCn => {
            format!("{since}起签名一直失败，此后的记录还不能证明。请管理员查看网关的输出，并检查磁盘空间和数据文件夹。")
        }
        Lang::En => format!(
            "Signing has failed since {since}, and what was logged then is not proved yet. An administrator looks at what the gateway prints, at the space on the disk and at the data folder."
        ),
    }
}

/// How many entries wait for it.
pub fn carrier_waiting(lang: Lang, waiting: &str) -> String {
    match lang {
        Lang::ZhCn => format!("等待发送：{waiting}。"),
        Lang::En => format!("Waiting: {waiting}. "),
    }
}

/// Which carrier takes over meanwhile.
pub fn carrier_second(lang: Lang, second: &str) -> String {
    match lang {
        Lang::ZhCn => format!("期间改由通道 {second} 发送。"),
        Lang::En => format!("Carrier {second} takes over meanwhile. "),
    }
}

/// What happens by itself, or what to do.
pub fn carrier_next(lang: Lang, trouble: CarrierTrouble, again: Option<&str>) -> String {
    match (lang, trouble, again) {
        (Lang::ZhCn, CarrierTrouble::Refuses, Some(again)) => {
            format!("下次试发：{again}。要立即重试，请保存一次通道设置。")
        }
        (Lang::En, CarrierTrouble::Refuses, Some(again)) => {
            format!("The next try: {again}. Saving its settings tries at once.")
        }
        (Lang::ZhCn, CarrierTrouble::Stopped, _) => "请核对账号、密码和白名单，保存后会重新连接。".to_owned(),
        (Lang::En, CarrierTrouble::Stopped, _) => {
            "Check account, password and allowed addresses; saving connects again.".to_owned()
        }
        (Lang::ZhCn, CarrierTrouble::Unopenable, _) => "请重新填写密码并保存通道设置。".to_owned(),
        (Lang::En, CarrierTrouble::Unopenable, _) => "Type its secret anew and save its settings.".to_owned(),
        (Lang::ZhCn, CarrierTrouble::Off, _) => "请启用通道，或取消这些批次。".to_owned(),
        (Lang::En, CarrierTrouble::Off, _) => "Switch it on, or cancel the runs.".to_owned(),
        (Lang::ZhCn, CarrierTrouble::Gone, _) => "请以原名重新添加通道，或取消这些批次。".to_owned(),
        (Lang::En, CarrierTrouble::Gone, _) => "Set it up again under its name, or cancel the runs.".to_owned(),
        (Lang::ZhCn, ..) => "会不断重试；请核对地址和端口，或询问运营商。".to_owned(),
        (Lang::En, ..) => "It is tried again and again; check host and port, or ask the carrier.".to_owned(),
    }
}

/// How many entries are in doubt, and since when.
pub fn in_doubt(lang: Lang, entries: &str, since: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{entries} 个条目存疑，最早的：{since}"),
        Lang::En => format!("In doubt: {entries}, the oldest {since}"),
    }
}

/// Why it was returned.
pub fn returned(lang: Lang, comment: &str) -> String {
    match lang {
        Lang::ZhCn => format!("已退回：{comment}"),
        Lang::En => format!("Returned: {comment}"),
    }
}

/// To the replies
pub const ANSWER: Msg = Msg::new("去处理", "See to them");

/// How many replies wait.
pub fn replies(lang: Lang, conversations: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{conversations} 位客户的回复等待处理"),
        Lang::En => format!("Replies that wait: {conversations}"),
    }
}

/// Since when the oldest reply waits.
pub fn replies_since(lang: Lang, since: &str) -> String {
    match lang {
        Lang::ZhCn => format!("最早的一条：{since}"),
        Lang::En => format!("The oldest came {since}"),
    }
}

/// How many rows were refused.
pub fn refused(lang: Lang, rows: &str) -> String {
    match lang {
        Lang::ZhCn => format!("有 {rows} 行不能接受，可取回修改"),
        Lang::En => format!("{} not taken: fetch and mend", counted(rows, "row was", "rows were")),
    }
}

/// How many customers heard nothing for how long.
pub fn gap(lang: Lang, customers: &str, days: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{customers} 位客户超过 {days} 天没有收到我们的消息"),
        Lang::En => format!(
            "{} heard nothing from us for over {}",
            counted(customers, "customer has", "customers have"),
            counted(days, "day", "days")
        ),
    }
}

/// How many customers have a birthday.
pub fn birthdays(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{count} 位生日"),
        Lang::En => counted(count, "birthday", "birthdays"),
    }
}

/// Weather and where.
pub fn weather(lang: Lang, kind: &str, cities: &[String]) -> String {
    let named = cities.iter().take(3).map(String::as_str).collect::<Vec<_>>();
    let more = cities.len().saturating_sub(named.len());
    // It begins a line.
    let mut kind = kind.to_owned();
    if let Some(first) = kind.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    match (lang, more) {
        (Lang::ZhCn, 0) => format!("{kind}：{}", named.join("、")),
        (Lang::ZhCn, _) => format!("{kind}：{}等 {} 城", named.join("、"), cities.len()),
        (Lang::En, 0) => format!("{kind}: {}", named.join(", ")),
        (Lang::En, _) => format!("{kind}: {} and {more} more", named.join(", ")),
    }
}

/// What the month's number means.
pub fn month_text(lang: Lang, accounted: &str, entries: &str, runs: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{runs} 个已关闭批次，{entries} 个条目，{accounted} 个有最终结果"),
        Lang::En => format!(
            "{}, {}, {accounted} with a final outcome",
            counted(runs, "closed run", "closed runs"),
            counted(entries, "entry", "entries")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn one_is_not_many() {
        assert_eq!(refused(Lang::En, "1"), "1 row was not taken: fetch and mend");
        assert_eq!(
            gap(Lang::En, "1", "30"),
            "1 customer has heard nothing from us for over 30 days"
        );
        assert_eq!(
            month_text(Lang::En, "1", "1", "2"),
            "2 closed runs, 1 entry, 1 with a final outcome"
        );
    }
}
