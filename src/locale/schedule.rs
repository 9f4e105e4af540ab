//! Messages of when campaigns go out.

use super::{Lang, Msg, counted, date};

messages! {
    AT = "日期和时间", "Date and time";
    AT_MISSING = "请填日期和时间。", "Give a date and a time.";
    DAILY = "每天", "Every day";
    DAY = "日", "Day";
    DAY_HINT = "没有这一天的月份，在最后一天发。", "In months without this day, on the last.";
    DAY_WRONG = "没有这一天。", "There is no such day.";
    LEAD_SHORT = "离下一次发送不到一天，请留出审批的时间。", "The next one is less than a day away: leave time for the approval.";
    MONTH = "月", "Month";
    MONTHLY = "每月", "Every month";
    OCCASION = "节日、节气或自定的日子", "Festival, solar term or own day";
    OFFSET = "哪一天", "Which day";
    ONCE = "指定时间，一次", "Once, at a time";
    ON_APPROVAL = "批准后立即", "As soon as it is approved";
    ON_OCCASION = "逢节日、节气或自定的日子", "On a festival, solar term or own day";
    PASSED = "这个时间已经过去，请改一个以后的时间。", "This time has passed; pick a later one.";
    TIME = "时间", "Time";
    TIME_MISSING = "请填时间。", "Give a time.";
    TIMING = "发送时间", "When it goes out";
    UPCOMING = "接下来的发送", "It will fire";
    UPCOMING_APPROVAL = "批准的那一刻就开始发送。", "It goes out the moment it is approved.";
    WEEKDAY = "星期", "Weekday";
    WEEKLY = "每周", "Every week";
    YEARLY = "每年", "Every year";
    ON_BIRTHDAY = "逢客户生日", "On customers' birthdays";
    BIRTHDAYS = "哪种生日", "Which birthday";
    BIRTHDAY_SOLAR = "公历生日", "solar birthday";
    BIRTHDAY_LUNAR = "农历生日", "lunar birthday";
    BIRTHDAY_EITHER = "公历或农历生日，以先到的为准", "solar or lunar birthday, whichever comes first";
    BIRTHDAY_HINT = "每天一批，只发给客群里轮到这个生日的客户；同一个生日不会发两次。", "A run a day, to those of the segment whose day it is; nobody gets two for one birthday.";
    NO_HOURS = "公司、用途和通道的允许时段没有重合，发不出去。请到设置里改，或换一个通道。", "Firm, purpose and carrier allow no hour in common: nothing would go out. Change the settings, or pick another carrier.";
    BIRTHDAY_NOBODY = "客群里没有人登记过这种生日。", "Nobody of the segment has such a birthday on record.";
}

/// The allowed hours, named.
pub fn allowed(lang: Lang, from: &str, until: &str, zone: &str) -> String {
    match lang {
        Lang::ZhCn => format!("允许时段 {from}–{until}（{zone}）。时段以外的会先留着，到点自动继续。"),
        Lang::En => {
            format!("Allowed hours: {from}–{until} ({zone}). Outside them messages are held and go on by themselves.")
        }
    }
}

/// A carrier's own hours.
pub fn carrier_hours(lang: Lang, carrier: &str, hours: &str) -> String {
    match lang {
        Lang::ZhCn => format!("通道“{carrier}” {hours}"),
        Lang::En => format!("carrier {carrier} {hours}"),
    }
}

/// Where the allowed hours come from: the firm's, and those that narrow them.
pub fn hours_why(lang: Lang, firm: &str, narrower: &[String]) -> String {
    match lang {
        Lang::ZhCn => format!("取交集：公司 {firm}，{}。", narrower.join("，")),
        Lang::En => format!(" What all allow: firm {firm}, {}.", narrower.join(", ")),
    }
}

/// It fires outside the allowed hours.
pub fn outside(lang: Lang, at: &str, opening: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{at} 不在允许时段内，会留到 {opening} 才发出。"),
        Lang::En => format!("{at} is outside the allowed hours; it will be held until {opening}."),
    }
}

/// A weekday, Monday is 1.
pub fn weekday(lang: Lang, number: u8) -> &'static str {
    let (zh, en) = match number {
        1 => ("周一", "Monday"),
        2 => ("周二", "Tuesday"),
        3 => ("周三", "Wednesday"),
        4 => ("周四", "Thursday"),
        5 => ("周五", "Friday"),
        6 => ("周六", "Saturday"),
        _ => ("周日", "Sunday"),
    };
    match lang {
        Lang::ZhCn => zh,
        Lang::En => en,
    }
}

/// Once, in words.
pub fn once(lang: Lang, moment: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{moment}，一次"),
        Lang::En => format!("once, {moment}"),
    }
}

/// Every day, in words.
pub fn daily(lang: Lang, at: &str) -> String {
    match lang {
        Lang::ZhCn => format!("每天 {at}"),
        Lang::En => format!("every day at {at}"),
    }
}

/// Every week, in words.
pub fn weekly(lang: Lang, day: u8, at: &str) -> String {
    let day = weekday(lang, day);
    match lang {
        Lang::ZhCn => format!("每{day} {at}"),
        Lang::En => format!("every {day} at {at}"),
    }
}

/// Every month, in words.
pub fn monthly(lang: Lang, day: u8, at: &str) -> String {
    match lang {
        Lang::ZhCn => format!("每月{day}日 {at}"),
        Lang::En => format!("on day {day} of every month at {at}"),
    }
}

/// Every year, in words.
pub fn yearly(lang: Lang, of: u8, day: u8, at: &str) -> String {
    let of = date::month_name(lang, of);
    match lang {
        Lang::ZhCn => format!("每年{of}{day}日 {at}"),
        Lang::En => format!("every year on {day} {of} at {at}"),
    }
}

/// A day counted from an occasion.
pub fn offset(lang: Lang, days: i16) -> String {
    let n = days.unsigned_abs();
    match (lang, days) {
        (Lang::ZhCn, 0) => "当天".to_owned(),
        (Lang::ZhCn, ..0) => format!("提前{n}天"),
        (Lang::ZhCn, _) => format!("之后{n}天"),
        (Lang::En, 0) => "on the day".to_owned(),
        (Lang::En, ..0) => format!("{n} days before"),
        (Lang::En, _) => format!("{n} days after"),
    }
}

/// Every year on an occasion, or some days from it.
pub fn on_occasion(lang: Lang, occasion: &str, offset: &str, time: &str) -> String {
    match lang {
        Lang::ZhCn => format!("每年{occasion}{offset} {time}"),
        Lang::En => format!("Every year, {occasion}, {offset}, at {time}"),
    }
}

/// How many have their birthday for a day.
pub fn birthday_people(lang: Lang, people: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{people} 人"),
        Lang::En => counted(people, "person", "people"),
    }
}

/// Of which day the preview is.
pub fn previewed(lang: Lang, day: &str) -> String {
    match lang {
        Lang::ZhCn => format!("人数、费用和样子按 {day} 计算，那是最近一个有人过生日的日子。"),
        Lang::En => format!("Figures and messages are those of {day}, the next day with a birthday."),
    }
}

/// A month of the Chinese calendar by its number.
pub fn lunar_month(lang: Lang, number: u8) -> String {
    match lang {
        Lang::ZhCn => {
            let first = almanac::month_day_zh(number, 1, false);
            first
                .split('月')
                .next()
                .map(|month| format!("{month}月"))
                .unwrap_or_default()
        }
        Lang::En => format!("lunar month {number}"),
    }
}

/// On which day of the year a firm's own day is.
pub fn own_day(lang: Lang, rule: almanac::Rule) -> String {
    match (rule, lang) {
        (almanac::Rule::Solar { month: of, day }, Lang::ZhCn) => format!("{}{day}日", date::month_name(lang, of)),
        (almanac::Rule::Solar { month: of, day }, Lang::En) => format!("{day} {}", date::month_name(lang, of)),
        (almanac::Rule::Lunar { month, day }, Lang::ZhCn) => {
            format!("农历{}", almanac::month_day_zh(month, day, false))
        }
        (almanac::Rule::Lunar { month, day }, Lang::En) => almanac::month_day_en(month, day, false),
        (_, Lang::ZhCn) => "自定的日子".to_owned(),
        (_, Lang::En) => "a day of our own".to_owned(),
    }
}
