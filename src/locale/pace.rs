//! Messages about how fast a run goes out, in campaigns and runs.

use super::{Lang, Msg, counted, number};

/// How fast a run goes out.
pub const RATE: Msg = Msg::new("发送速度", "Rate");
/// What the field takes.
pub const FIELD: Msg = Msg::new("每分钟最多", "At most, a minute");
/// The field's unit.
pub const UNIT: Msg = Msg::new("条", "messages");
/// What an empty field means.
pub const HINT: Msg = Msg::new("留空：通道能多快就多快。", "Empty: as fast as the carrier takes them.");
/// What the field does not take.
pub const WRONG: Msg = Msg::new(
    "请填 1 到 1,000,000 之间的整数，或者留空。",
    "Give a whole number from 1 to 1,000,000, or leave it empty.",
);
/// No rate of its own.
pub const AS_CARRIER: Msg = Msg::new("通道能多快就多快", "As fast as the carrier takes them");
/// Gives a run another rate.
pub const CHANGE: Msg = Msg::new("调整速度", "Change rate");
/// What changing it does.
pub const CHANGE_TEXT: Msg = Msg::new(
    "从下一条起生效，记入日志；已交出的不受影响。",
    "It holds from the next message on, and the log keeps who changed it. What was handed over is not affected.",
);
/// It is changed.
pub const CHANGED: Msg = Msg::new("速度已调整", "The rate is changed");
/// There are no hours that all allow.
pub const NO_HOURS: Msg = Msg::new(
    "公司、用途和通道没有共同的允许时段，现在一条也发不出去。",
    "The firm, the purpose and the carrier have no hours in common: nothing can go out.",
);

/// A rate in words.
pub fn rate(lang: Lang, rate: Option<u32>) -> String {
    match (rate, lang) {
        (None, _) => AS_CARRIER.of(lang).to_owned(),
        (Some(rate), Lang::ZhCn) => format!("每分钟最多 {} 条", number(rate)),
        (Some(rate), Lang::En) => format!("at most {} a minute", number(rate)),
    }
}

/// A span of time, from minutes.
pub fn span(lang: Lang, minutes: i64) -> String {
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    match (lang, days, hours) {
        (Lang::ZhCn, 0, 0) if minutes < 1 => "不到 1 分钟".to_owned(),
        (Lang::En, 0, 0) if minutes < 1 => "less than a minute".to_owned(),
        (Lang::ZhCn, 0, 0) => format!("约 {rest} 分钟"),
        (Lang::En, 0, 0) => format!("about {rest} min"),
        (Lang::ZhCn, 0, _) if rest == 0 => format!("约 {hours} 小时"),
        (Lang::ZhCn, 0, _) => format!("约 {hours} 小时 {rest} 分钟"),
        (Lang::En, 0, _) if rest == 0 => format!("about {hours} h"),
        (Lang::En, 0, _) => format!("about {hours} h {rest} min"),
        (Lang::ZhCn, _, 0) => format!("约 {days} 天"),
        (Lang::ZhCn, ..) => format!("约 {days} 天 {hours} 小时"),
        (Lang::En, _, 0) => format!("about {days} d"),
        (Lang::En, ..) => format!("about {days} d {hours} h"),
    }
}

/// How long so many messages take.
pub fn takes(lang: Lang, messages: u64, minutes: i64) -> String {
    match lang {
        Lang::ZhCn => format!("{} 条：{}。", number(messages), span(lang, minutes)),
        Lang::En => format!(
            "{}: {}.",
            counted(&number(messages), "message", "messages"),
            span(lang, minutes)
        ),
    }
}

/// How long what is left takes, and when it ends.
pub fn left(lang: Lang, messages: u64, minutes: i64, ends: &str) -> String {
    match lang {
        Lang::ZhCn => format!(
            "还有 {} 条：{}，预计 {ends} 发完。",
            number(messages),
            span(lang, minutes)
        ),
        Lang::En => format!("{} left: {}; ends {ends}.", number(messages), span(lang, minutes)),
    }
}

/// What is left, where nobody can say how long it takes.
pub fn left_only(lang: Lang, messages: u64) -> String {
    match lang {
        Lang::ZhCn => format!("还有 {} 条。", number(messages)),
        Lang::En => format!("{} left.", number(messages)),
    }
}

/// It is not the run's rate by which it is reckoned, but what went lately.
pub fn lately(lang: Lang, rate: u32) -> String {
    match lang {
        Lang::ZhCn => format!("按最近一分钟发出的 {} 条推算。", number(rate)),
        Lang::En => format!("Reckoned by the {} of the last minute.", number(rate)),
    }
}

/// It ends before the hours of the day do.
pub fn in_time(lang: Lang, until: &str) -> String {
    match lang {
        Lang::ZhCn => format!("赶在 {until} 停发之前。"),
        Lang::En => format!("That is before the hours close at {until}."),
    }
}

/// It goes on over at least one night.
pub fn overnight(lang: Lang, until: &str, from: &str) -> String {
    match lang {
        Lang::ZhCn => format!("今天发不完：{until} 停发，次日 {from} 接着发。"),
        Lang::En => format!("Not all of it today: it stops at {until} and goes on at {from} the next day."),
    }
}

/// Some of it is worth sending no more by then.
pub fn too_slow(lang: Lang, valid_until: &str) -> String {
    match lang {
        Lang::ZhCn => format!("有效期只到 {valid_until}：到时还没发出的会过期，不再发。"),
        Lang::En => {
            format!(
                "It is worth sending only until {valid_until}: what has not gone out by then expires and is not sent."
            )
        }
    }
}

/// It takes longer than it is worth sending.
pub fn longer_than_valid(lang: Lang, hours: u16) -> String {
    match lang {
        Lang::ZhCn => format!("比有效时长 {hours} 小时还长：剩下的会过期，不再发。"),
        Lang::En => {
            format!("That is longer than the {hours} hours for which it is worth sending: the rest would expire.")
        }
    }
}

/// The carrier is slower than this rate.
pub fn carrier_slower(lang: Lang, rate: u64) -> String {
    match lang {
        Lang::ZhCn => format!("通道每分钟最多 {} 条，不会比它更快。", number(rate)),
        Lang::En => format!(
            "The carrier takes at most {} a minute; it goes no faster than that.",
            number(rate)
        ),
    }
}
