//! A rule as a sentence, in Chinese and English.

use super::words::{date, days, list, money, number, purpose, stage};
use super::{Calendar, Condition, DateTest, NumberTest, Rule, TextTest};
use crate::consent::Consent;
use crate::id::UserId;
use crate::lang::Lang;

/// The rule in words: `工地阶段是 已开工、中期 或 收尾，并且 会员等级是 VIP`. `agent` names a member of staff.
pub fn sentence(rule: &Rule, lang: Lang, agent: &dyn Fn(UserId) -> Option<String>) -> String {
    match rule {
        Rule::Is(condition) => condition_sentence(condition, lang, agent),
        Rule::All(parts) | Rule::None(parts) if parts.is_empty() => lang.pick("所有客户", "All customers").to_owned(),
        Rule::Any(parts) if parts.is_empty() => lang.pick("没有客户", "No customers").to_owned(),
        Rule::All(parts) => joined(parts, lang.pick("，并且 ", ", and "), lang, agent),
        Rule::Any(parts) => joined(parts, lang.pick("，或者 ", ", or "), lang, agent),
        Rule::None(parts) => {
            let inner = joined(parts, lang.pick("，或者 ", ", or "), lang, agent);
            match lang {
                Lang::ZhCn => format!("不是（{inner}）"),
                Lang::En => format!("not ({inner})"),
            }
        }
    }
}

fn joined(parts: &[Rule], by: &str, lang: Lang, agent: &dyn Fn(UserId) -> Option<String>) -> String {
    let mut all = String::new();
    for (place, part) in parts.iter().enumerate() {
        let text = sentence(part, lang, agent);
        // A list of several inside a list of several needs brackets to be read in one way.
        let several = matches!(part, Rule::All(inner) | Rule::Any(inner) if inner.len() > 1);
        let bracketed = several && parts.len() > 1;
        if place > 0 {
            // A full-width bracket brings its own space.
            let wide = bracketed && lang == Lang::ZhCn;
            all.push_str(if wide { by.trim_end() } else { by });
        }
        let (open, close) = match (bracketed, lang) {
            (false, _) => ("", ""),
            (true, Lang::ZhCn) => ("（", "）"),
            (true, Lang::En) => ("(", ")"),
        };
        all.extend([open, &text, close]);
    }
    all
}

/// One condition in words.
pub fn condition_sentence(condition: &Condition, lang: Lang, agent: &dyn Fn(UserId) -> Option<String>) -> String {
    let zh = lang == Lang::ZhCn;
    match condition {
        Condition::SiteStage(these) => {
            let names: Vec<String> = these.iter().map(|one| stage(*one, lang).to_owned()).collect();
            format!("{} {}", lang.pick("工地阶段是", "the site is"), list(&names, lang))
        }
        Condition::SiteStarted(test) => on(lang.pick("开工日期", "the site's start"), *test, lang),
        Condition::SiteDue(test) => on(lang.pick("交工日期", "the site's hand-over"), *test, lang),
        Condition::Tier(these) => format!("{} {}", lang.pick("会员等级是", "the tier is"), list(these, lang)),
        Condition::City(these) => format!("{} {}", lang.pick("城市是", "the city is"), list(these, lang)),
        Condition::Tag(these) => format!("{} {}", lang.pick("带有标签", "tagged"), list(these, lang)),
        Condition::LastPurchase(test) => on(lang.pick("最近一次购买", "the last purchase"), *test, lang),
        Condition::PurchaseCount(test) => {
            let shown = |n: i64| if zh { format!("{} 次", number(n)) } else { number(n) };
            compared(lang.pick("购买次数", "the number of purchases"), *test, lang, &shown)
        }
        Condition::PurchaseTotal(test) => {
            compared(lang.pick("购买总额", "the sum of purchases"), *test, lang, &|fen| {
                money(fen, lang)
            })
        }
        Condition::Birthday { calendar, from, days } => birthday(*calendar, *from, *days, lang),
        Condition::Consent { purpose: which, is } => {
            let which = purpose(*which, lang);
            match (is, zh) {
                (Consent::Given, true) => format!("同意接收{which}短信"),
                (Consent::Withdrawn, true) => format!("已退订{which}短信"),
                (Consent::Unknown, true) => format!("对{which}短信还没有表态"),
                (Consent::Given, false) => format!("has agreed to {which} messages"),
                (Consent::Withdrawn, false) => format!("has opted out of {which} messages"),
                (Consent::Unknown, false) => format!("has not said anything about {which} messages"),
            }
        }
        Condition::Agent(these) => {
            let unknown = || lang.pick("（已不在）", "(no longer there)").to_owned();
            let names: Vec<String> = these.iter().map(|id| agent(*id).unwrap_or_else(unknown)).collect();
            format!(
                "{} {}",
                lang.pick("负责人是", "the responsible agent is"),
                list(&names, lang)
            )
        }
        Condition::LastContact(DateTest::Unknown) => lang.pick("从未联系过", "never written to").to_owned(),
        Condition::LastContact(test) => on(lang.pick("我们上次联系", "our last message"), *test, lang),
        Condition::Attribute { name, is } => attribute(name, is, lang),
        // Who they are is not for sentences, which go into records that outlive a customer.
        Condition::Customers(these) => match (lang, these.len()) {
            (Lang::ZhCn, n) => format!("是点名的 {n} 位客户"),
            (Lang::En, 1) => "is the one customer who was named".to_owned(),
            (Lang::En, n) => format!("is one of {n} customers who were named"),
        },
    }
}

fn on(what: &str, test: DateTest, lang: Lang) -> String {
    let zh = lang == Lang::ZhCn;
    match test {
        DateTest::WithinLast(0) | DateTest::WithinNext(0) if zh => format!("{what}是今天"),
        DateTest::WithinLast(0) | DateTest::WithinNext(0) => format!("{what} is today"),
        DateTest::WithinLast(n) if zh => format!("{what}在最近 {n} 天内"),
        DateTest::WithinLast(n) => format!("{what} was within the last {}", days(n)),
        DateTest::LongerAgoThan(0) if zh => format!("{what}在今天以前"),
        DateTest::LongerAgoThan(0) => format!("{what} was before today"),
        DateTest::LongerAgoThan(n) if zh => format!("{what}在 {n} 天以前"),
        DateTest::LongerAgoThan(n) => format!("{what} was more than {} ago", days(n)),
        DateTest::WithinNext(n) if zh => format!("{what}在今后 {n} 天内"),
        DateTest::WithinNext(n) => format!("{what} is within the next {}", days(n)),
        DateTest::Between(from, to) if from == to && zh => format!("{what}在 {}", date(from, lang)),
        DateTest::Between(from, to) if from == to => format!("{what} is on {}", date(from, lang)),
        DateTest::Between(from, to) if zh => format!("{what}在 {} 至 {} 之间", date(from, lang), date(to, lang)),
        DateTest::Between(from, to) => format!("{what} is between {} and {}", date(from, lang), date(to, lang)),
        DateTest::Known if zh => format!("{what}有记录"),
        DateTest::Known => format!("{what} is known"),
        DateTest::Unknown if zh => format!("{what}没有记录"),
        DateTest::Unknown => format!("{what} is not known"),
    }
}

fn compared(what: &str, test: NumberTest, lang: Lang, shown: &dyn Fn(i64) -> String) -> String {
    match (test, lang) {
        (NumberTest::AtLeast(n), Lang::ZhCn) => format!("{what}不少于 {}", shown(n)),
        (NumberTest::AtMost(n), Lang::ZhCn) => format!("{what}不超过 {}", shown(n)),
        (NumberTest::Between(a, b), Lang::ZhCn) => format!("{what}在 {} 到 {} 之间", shown(a), shown(b)),
        (NumberTest::AtLeast(n), Lang::En) => format!("{what} is at least {}", shown(n)),
        (NumberTest::AtMost(n), Lang::En) => format!("{what} is at most {}", shown(n)),
        (NumberTest::Between(a, b), Lang::En) => format!("{what} is from {} to {}", shown(a), shown(b)),
    }
}

fn birthday(calendar: Calendar, from: i16, length: u16, lang: Lang) -> String {
    let what = match calendar {
        Calendar::Solar => lang.pick("公历生日", "the solar birthday"),
        Calendar::Lunar => lang.pick("农历生日", "the lunar birthday"),
        Calendar::Either => lang.pick("生日（公历或农历）", "the birthday (solar or lunar)"),
    };
    let zh = lang == Lang::ZhCn;
    let last = i32::from(from) + i32::from(length.max(1)) - 1;
    let ago = from.unsigned_abs();
    match (from, last) {
        (0, 0) => format!("{what}{}", lang.pick("是今天", " is today")),
        (1, 1) => format!("{what}{}", lang.pick("是明天", " is tomorrow")),
        (0, _) if zh => format!("{what}在今天起的 {length} 天内"),
        (0, _) => format!("{what} is within {} from today", days(length)),
        (1, _) if zh => format!("{what}在明天起的 {length} 天内"),
        (1, _) => format!("{what} is within {} from tomorrow", days(length)),
        (..0, last) if i32::from(from) == last && zh => format!("{what}在 {ago} 天前的那一天"),
        (..0, last) if i32::from(from) == last => format!("{what} was {} ago", days(ago)),
        (..0, 0) if zh => format!("{what}在 {ago} 天前到今天"),
        (..0, 0) => format!("{what} was {} ago or later, or is today", days(ago)),
        (..0, last @ ..0) if zh => format!("{what}在 {ago} 至 {} 天前", last.unsigned_abs()),
        (..0, last @ ..0) => format!("{what} was {ago} to {} days ago", last.unsigned_abs()),
        (..0, last) if zh => format!("{what}在 {ago} 天前至 {last} 天后"),
        (..0, last) => format!("{what} is between {} ago and {last} days from today", days(ago)),
        (a, b) if i32::from(a) == b && zh => format!("{what}在 {a} 天后的那一天"),
        (a, b) if i32::from(a) == b => format!("{what} is {} from today", days(ago)),
        (a, b) if zh => format!("{what}在 {a} 至 {b} 天后"),
        (a, b) => format!("{what} is {a} to {b} days from today"),
    }
}

fn attribute(name: &str, is: &TextTest, lang: Lang) -> String {
    match (is, lang) {
        (TextTest::OneOf(these), Lang::ZhCn) => format!("“{name}”是 {}", list(these, lang)),
        (TextTest::Contains(part), Lang::ZhCn) => format!("“{name}”包含“{part}”"),
        (TextTest::Known, Lang::ZhCn) => format!("“{name}”有填写"),
        (TextTest::Unknown, Lang::ZhCn) => format!("“{name}”没有填写"),
        (TextTest::OneOf(these), Lang::En) => format!("“{name}” is {}", list(these, lang)),
        (TextTest::Contains(part), Lang::En) => format!("“{name}” contains “{part}”"),
        (TextTest::Known, Lang::En) => format!("“{name}” is filled in"),
        (TextTest::Unknown, Lang::En) => format!("“{name}” is not filled in"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::SiteStage;
    use crate::id::CustomerId;

    fn check(rule: &Rule, zh: &str, en: &str) {
        let nobody = |_| None;
        assert_eq!(sentence(rule, Lang::ZhCn, &nobody), zh);
        assert_eq!(sentence(rule, Lang::En, &nobody), en);
    }

    #[test]
    fn rules_read_as_people_would_say_them() {
        let active = Rule::Is(Condition::SiteStage(vec![
            SiteStage::Started,
            SiteStage::MidTerm,
            SiteStage::Final,
        ]));
        let vip = Rule::Is(Condition::Tier(vec!["VIP".into()]));
        let recent = Rule::Is(Condition::LastPurchase(DateTest::WithinLast(90)));
        let rich = Rule::Is(Condition::PurchaseTotal(NumberTest::AtLeast(123_450_000)));
        check(
            &Rule::All(vec![active.clone(), vip.clone()]),
            "工地阶段是 已开工、中期 或 收尾，并且 会员等级是 VIP",
            "the site is started, mid-term or final, and the tier is VIP",
        );
        check(
            &Rule::All(vec![active, Rule::Any(vec![vip.clone(), recent])]),
            "工地阶段是 已开工、中期 或 收尾，并且（会员等级是 VIP，或者 最近一次购买在最近 90 天内）",
            "the site is started, mid-term or final, and (the tier is VIP, or the last purchase was within the last 90 days)",
        );
        check(
            &Rule::None(vec![vip, rich]),
            "不是（会员等级是 VIP，或者 购买总额不少于 1,234,500 元）",
            "not (the tier is VIP, or the sum of purchases is at least ¥1,234,500)",
        );
        check(&Rule::everybody(), "所有客户", "All customers");
        let one = CustomerId(uuid::Uuid::nil());
        check(
            &Rule::Is(Condition::Customers(vec![one])),
            "是点名的 1 位客户",
            "is the one customer who was named",
        );
        check(
            &Rule::Is(Condition::Customers(vec![one; 2])),
            "是点名的 2 位客户",
            "is one of 2 customers who were named",
        );
        check(
            &Rule::Is(Condition::LastContact(DateTest::Unknown)),
            "从未联系过",
            "never written to",
        );
        let week = Condition::Birthday {
            calendar: Calendar::Either,
            from: 0,
            days: 7,
        };
        check(
            &Rule::Is(week),
            "生日（公历或农历）在今天起的 7 天内",
            "the birthday (solar or lunar) is within 7 days from today",
        );
        for (from, days, zh, en) in [
            (-3, 1, "公历生日在 3 天前的那一天", "the solar birthday was 3 days ago"),
            (-1, 1, "公历生日在 1 天前的那一天", "the solar birthday was 1 day ago"),
            (
                -3,
                2,
                "公历生日在 3 至 2 天前",
                "the solar birthday was 3 to 2 days ago",
            ),
            (
                -3,
                4,
                "公历生日在 3 天前到今天",
                "the solar birthday was 3 days ago or later, or is today",
            ),
            (
                -3,
                6,
                "公历生日在 3 天前至 2 天后",
                "the solar birthday is between 3 days ago and 2 days from today",
            ),
        ] {
            let calendar = Calendar::Solar;
            check(&Rule::Is(Condition::Birthday { calendar, from, days }), zh, en);
        }
    }
}
