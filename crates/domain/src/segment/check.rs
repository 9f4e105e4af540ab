//! Whether a rule makes sense, before it is kept or run.

use chrono::{Datelike, NaiveDate};

use super::{Condition, DateTest, NumberTest, Rule, TextTest, attribute_name_fits};
use crate::lang::Lang;

/// A rule nests no deeper.
pub const MAX_DEPTH: usize = 8;
/// A rule has no more conditions, and no more groups.
pub const MAX_CONDITIONS: usize = 100;
/// All conditions of a rule together name no more values, each day of a birthday window counted as up to three: a statement
/// takes 32,766, and may hold a rule three times.
const MAX_VALUES_IN_ALL: usize = 10_000;
/// A condition names no more values.
const MAX_VALUES: usize = 200;
/// A text in a condition is no longer.
const MAX_TEXT: usize = 200;

/// What is wrong with a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleFlaw {
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("nested too deeply")]
    TooDeep,
    /// More conditions or groups than [`MAX_CONDITIONS`], or more values than [`MAX_VALUES_IN_ALL`].
    #[error("too many conditions")]
    TooMany,
    /// A condition that lists values lists none.
    #[error("nothing chosen")]
    NothingChosen,
    /// More values or longer texts than a rule takes.
    #[error("too many or too long values")]
    TooLong,
    /// The first end of a range lies after the second.
    #[error("the range is upside down")]
    UpsideDown,
    /// A date outside 1900 to 2200.
    #[error("no sensible date")]
    BadDate,
    /// A negative number where none can be.
    #[error("negative number")]
    Negative,
    /// A birthday window not of 1 to 366 days, or that begins more than 366 days ahead.
    #[error("no sensible window")]
    BadWindow,
    /// No attribute can be called so.
    #[error("no attribute can be called so")]
    BadName,
}

impl RuleFlaw {
    /// What is wrong, for people.
    pub const fn text(self, lang: Lang) -> &'static str {
        match self {
            RuleFlaw::TooDeep => lang.pick(
                "条件嵌套太深，最多 8 层",
                "The groups nest too deeply; at most 8 levels",
            ),
            RuleFlaw::TooMany => lang.pick(
                "条件、条件组或其中的值太多；条件和条件组各最多 100 个",
                "Too many conditions, groups or values; at most 100 conditions and 100 groups",
            ),
            RuleFlaw::NothingChosen => lang.pick("请至少选择或填写一项", "Choose or write at least one value"),
            RuleFlaw::TooLong => lang.pick("选择的值太多或太长", "Too many or too long values"),
            RuleFlaw::UpsideDown => lang.pick("开始不能大于结束", "The beginning must not lie after the end"),
            RuleFlaw::BadDate => lang.pick(
                "日期应在 1900 年至 2200 年之间",
                "The date must lie between 1900 and 2200",
            ),
            RuleFlaw::Negative => lang.pick("不能是负数", "The number must not be negative"),
            RuleFlaw::BadWindow => lang.pick("生日范围应为 1 至 366 天", "The birthday window must be 1 to 366 days"),
            RuleFlaw::BadName => lang.pick(
                "属性名不能为空，也不能含引号或反斜杠",
                "An attribute's name must not be empty nor hold quotation marks or backslashes",
            ),
        }
    }
}

impl Rule {
    /// All flaws with the path of the part that has them: `rule.2.0` is the first part of the third.
    pub fn flaws(&self) -> Vec<(String, RuleFlaw)> {
        let mut flaws = Vec::new();
        let mut size = Size::default();
        walk(self, "rule", 1, &mut size, &mut flaws);
        if size.conditions > MAX_CONDITIONS || size.groups > MAX_CONDITIONS || size.values > MAX_VALUES_IN_ALL {
            flaws.push(("rule".to_owned(), RuleFlaw::TooMany));
        }
        flaws
    }
}

/// What a rule holds in all.
#[derive(Default)]
struct Size {
    conditions: usize,
    groups: usize,
    values: usize,
}

fn walk(rule: &Rule, path: &str, depth: usize, size: &mut Size, flaws: &mut Vec<(String, RuleFlaw)>) {
    match rule {
        Rule::Is(condition) => {
            size.conditions += 1;
            size.values += values(condition);
            if let Some(flaw) = flaw(condition) {
                flaws.push((path.to_owned(), flaw));
            }
        }
        Rule::All(_) | Rule::Any(_) | Rule::None(_) if depth > MAX_DEPTH => {
            flaws.push((path.to_owned(), RuleFlaw::TooDeep));
        }
        Rule::All(parts) | Rule::Any(parts) | Rule::None(parts) => {
            size.groups += 1;
            for (index, part) in parts.iter().enumerate() {
                walk(part, &format!("{path}.{index}"), depth + 1, size, flaws);
            }
        }
    }
}

/// How many values a condition is held against.
fn values(condition: &Condition) -> usize {
    match condition {
        Condition::SiteStage(these) => these.len(),
        Condition::Agent(these) => these.len(),
        Condition::Customers(these) => these.len(),
        Condition::Tier(these)
        | Condition::City(these)
        | Condition::Tag(these)
        | Condition::Attribute {
            is: TextTest::OneOf(these),
            ..
        } => these.len() + 1,
        // A day of the year, and a lunar one that may be of a leap month.
        Condition::Birthday { days, .. } => 3 * usize::from(*days),
        _ => 2,
    }
}

fn flaw(condition: &Condition) -> Option<RuleFlaw> {
    match condition {
        Condition::SiteStage(these) => chosen(these),
        Condition::Agent(these) => chosen(these),
        Condition::Customers(these) => chosen(these),
        Condition::Tier(these) | Condition::City(these) | Condition::Tag(these) => texts(these),
        Condition::SiteStarted(test)
        | Condition::SiteDue(test)
        | Condition::LastPurchase(test)
        | Condition::LastContact(test) => dates(*test),
        Condition::PurchaseCount(test) | Condition::PurchaseTotal(test) => numbers(*test),
        Condition::Birthday { from, days, .. } => {
            (!(1..=366).contains(days) || !(-366..=366).contains(from)).then_some(RuleFlaw::BadWindow)
        }
        Condition::Consent { .. } => None,
        Condition::Attribute { name, .. } if !attribute_name_fits(name) => Some(RuleFlaw::BadName),
        Condition::Attribute { is, .. } => match is {
            TextTest::OneOf(these) => texts(these),
            TextTest::Contains(part) => texts(std::slice::from_ref(part)),
            TextTest::Known | TextTest::Unknown => None,
        },
    }
}

fn chosen<T>(these: &[T]) -> Option<RuleFlaw> {
    match these.len() {
        0 => Some(RuleFlaw::NothingChosen),
        n if n > MAX_VALUES => Some(RuleFlaw::TooLong),
        _ => None,
    }
}

fn texts(these: &[String]) -> Option<RuleFlaw> {
    if these.iter().any(String::is_empty) {
        return Some(RuleFlaw::NothingChosen);
    }
    if these.iter().any(|text| text.chars().count() > MAX_TEXT) {
        return Some(RuleFlaw::TooLong);
    }
    chosen(these)
}

fn dates(test: DateTest) -> Option<RuleFlaw> {
    let DateTest::Between(from, to) = test else {
        return None;
    };
    let sane = |date: NaiveDate| (1900..=2200).contains(&date.year());
    if !sane(from) || !sane(to) {
        return Some(RuleFlaw::BadDate);
    }
    (from > to).then_some(RuleFlaw::UpsideDown)
}

fn numbers(test: NumberTest) -> Option<RuleFlaw> {
    match test {
        NumberTest::AtLeast(n) | NumberTest::AtMost(n) => (n < 0).then_some(RuleFlaw::Negative),
        NumberTest::Between(least, _) if least < 0 => Some(RuleFlaw::Negative),
        NumberTest::Between(least, most) => (least > most).then_some(RuleFlaw::UpsideDown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flaws_are_found_where_they_are() {
        let deep = (0..=MAX_DEPTH).fold(Rule::everybody(), |inner, _| Rule::All(vec![inner]));
        let wide = Rule::All(vec![
            Rule::Is(Condition::LastContact(DateTest::Known));
            MAX_CONDITIONS + 1
        ]);
        let empty = Rule::All(vec![
            Rule::everybody(),
            Rule::Any(vec![Rule::Is(Condition::Tier(vec![]))]),
        ]);
        let upside = Rule::Is(Condition::PurchaseCount(NumberTest::Between(3, 2)));
        let window = Rule::Is(Condition::Birthday {
            calendar: super::super::Calendar::Solar,
            from: 0,
            days: 0,
        });
        let long_ago = Rule::Is(Condition::Birthday {
            calendar: super::super::Calendar::Solar,
            from: -367,
            days: 1,
        });
        let all_year = Rule::Is(Condition::Birthday {
            calendar: super::super::Calendar::Either,
            from: 0,
            days: 366,
        });
        let quoted = Rule::Is(Condition::Attribute {
            name: "a\"b".into(),
            is: TextTest::Known,
        });
        for (rule, path, flaw) in [
            (deep, "rule.0.0.0.0.0.0.0.0", RuleFlaw::TooDeep),
            (wide, "rule", RuleFlaw::TooMany),
            (empty, "rule.1.0", RuleFlaw::NothingChosen),
            (upside, "rule", RuleFlaw::UpsideDown),
            (window, "rule", RuleFlaw::BadWindow),
            (long_ago, "rule", RuleFlaw::BadWindow),
            (quoted, "rule", RuleFlaw::BadName),
            (
                Rule::Any(vec![Rule::None(vec![]); MAX_CONDITIONS]),
                "rule",
                RuleFlaw::TooMany,
            ),
            (Rule::Any(vec![all_year; 10]), "rule", RuleFlaw::TooMany),
        ] {
            assert_eq!(rule.flaws(), [(path.to_owned(), flaw)]);
        }
        for built_in in super::super::BuiltIn::ALL {
            assert_eq!(built_in.rule().flaws(), [], "{built_in:?}");
        }
    }
}
