//! Messages of 文库 (Library) and 年历 (Year ahead).

use super::{Lang, Msg, date};

messages! {
    NAV = "文库", "Library";
    LEAD = "节日、节气、生日、天气、工地与回访，每个时机都有几条写好的话，拿来改成自己的。", "Words for festivals, solar terms, birthdays, weather, sites and follow-ups: take one and make it yours.";
    YEAR = "年历", "Year ahead";
    YEAR_LEAD = "往后十二个月的节日和节气：哪些已经安排，哪些还空着。", "The festivals and solar terms of the next twelve months: what is planned, and what is still empty.";
    SEARCH = "在文库里查找", "Search the library";
    NO_MATCH = "文库里没有这样的文字", "The library has no such text";
    GROUPS = "时机", "Occasions";
    FESTIVALS = "节日", "Festivals";
    TERMS = "节气", "Solar terms";
    BIRTHDAYS = "生日与周年", "Birthdays";
    WEATHER = "天气", "Weather";
    STAGES = "工地", "Site";
    FOLLOW_UPS = "回访", "Follow-ups";
    TEXTS_IN = "文字的语言", "Language of the texts";
    USE = "用这条", "Use this";
    WRITE = "写活动", "Write a campaign";
    EMPTY_DAY = "还空着", "Nothing planned";
    SOLEMN = "宜庄重", "With reverence";
    ONLY_FESTIVALS = "只看节日", "Festivals only";
    ONLY_EMPTY = "只看空着的", "Only what is empty";
    ALL_PLANNED = "都已安排", "Everything is planned";
}

/// When the occasion is next.
pub fn next_on(lang: Lang, day: &str) -> String {
    match lang {
        Lang::ZhCn => format!("下次 {day}"),
        Lang::En => format!("next: {day}"),
    }
}

/// In so many days.
pub fn in_days(lang: Lang, days: i64) -> String {
    match (lang, days) {
        (Lang::ZhCn, 0) => "今天".to_owned(),
        (Lang::ZhCn, 1) => "明天".to_owned(),
        (Lang::ZhCn, _) => format!("还有 {days} 天"),
        (Lang::En, 0) => "today".to_owned(),
        (Lang::En, 1) => "tomorrow".to_owned(),
        (Lang::En, _) => format!("in {days} days"),
    }
}

/// The heading of a month.
pub fn month(lang: Lang, year: i32, month: u8) -> String {
    let name = date::month_name(lang, month);
    match lang {
        Lang::ZhCn => format!("{year}年{name}"),
        Lang::En => format!("{name} {year}"),
    }
}

/// What a campaign for a day of the year is called at first.
pub fn campaign_name(lang: Lang, occasion: &str, year: i32) -> String {
    match lang {
        Lang::ZhCn => format!("{occasion}问候 {year}"),
        Lang::En => format!("{occasion} {year}"),
    }
}

/// How much is planned.
pub fn planned(lang: Lang, planned: &str, all: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{all} 个日子，{planned} 个已有安排"),
        Lang::En => format!("{planned} of {all} days have something planned"),
    }
}

/// The button that takes every wording of an occasion.
pub fn take_all(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{count} 种写法都用"),
        Lang::En => format!("Use all {count} wordings"),
    }
}
