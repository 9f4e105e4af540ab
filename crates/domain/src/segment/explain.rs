//! Why a customer is in or out: the rule's tree with its truth, and what was found.

use super::eval::holds;
use super::found::found;
use super::{Rule, Today, condition_sentence, sentence};
use crate::customer::Facts;
use crate::id::UserId;
use crate::lang::Lang;

/// One part of a rule, as it stands with one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Whether this part holds.
    pub holds: bool,
    /// This part in words.
    pub sentence: String,
    /// What the customer has there, in words; for conditions.
    pub found: Option<String>,
    /// Its parts.
    pub parts: Vec<Explained>,
}

/// Explains `rule` for the customer. `agent` names a member of staff.
///
/// An erased customer is out whatever the rule says: the root then says so, and has no parts.
pub fn explain(
    rule: &Rule,
    customer: &Facts,
    today: &Today,
    lang: Lang,
    agent: &dyn Fn(UserId) -> Option<String>,
) -> Explained {
    if customer.erased {
        return Explained {
            holds: false,
            sentence: sentence(rule, lang, agent),
            found: Some(lang.pick("该客户的资料已删除", "the customer was erased").to_owned()),
            parts: Vec::new(),
        };
    }
    part(rule, customer, today, lang, agent)
}

fn part(
    rule: &Rule,
    customer: &Facts,
    today: &Today,
    lang: Lang,
    agent: &dyn Fn(UserId) -> Option<String>,
) -> Explained {
    let holds = holds(rule, customer, today);
    let (sentence, found, inner) = match rule {
        Rule::Is(condition) => (
            condition_sentence(condition, lang, agent),
            Some(found(condition, customer, today, lang, agent)),
            &[][..],
        ),
        Rule::All(parts) if parts.is_empty() => (sentence(rule, lang, agent), None, &[][..]),
        Rule::All(parts) => (lang.pick("全部满足", "all of").to_owned(), None, &parts[..]),
        Rule::Any(parts) if parts.is_empty() => (sentence(rule, lang, agent), None, &[][..]),
        Rule::Any(parts) => (
            lang.pick("至少满足一项", "at least one of").to_owned(),
            None,
            &parts[..],
        ),
        Rule::None(parts) if parts.is_empty() => (sentence(rule, lang, agent), None, &[][..]),
        Rule::None(parts) => (lang.pick("全都不满足", "none of").to_owned(), None, &parts[..]),
    };
    Explained {
        holds,
        sentence,
        found,
        parts: inner
            .iter()
            .map(|inner| part(inner, customer, today, lang, agent))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::customer::SolarDay;
    use crate::id::CustomerId;
    use crate::segment::{Calendar, Condition, DateTest, NumberTest};

    #[test]
    fn the_tree_says_what_was_found() {
        let today = Today {
            date: "2026-05-07".parse().unwrap(),
            offset_minutes: 480,
        };
        let mut customer = Facts::unknown(CustomerId(uuid::Uuid::nil()));
        customer.last_purchase = "2026-05-01".parse().ok();
        customer.birthday = Some(SolarDay { month: 5, day: 9 });
        let rule = Rule::All(vec![
            Rule::Is(Condition::LastPurchase(DateTest::WithinLast(90))),
            Rule::Is(Condition::Birthday {
                calendar: Calendar::Solar,
                from: 0,
                days: 3,
            }),
            Rule::None(vec![Rule::Is(Condition::Tier(vec!["VIP".into()]))]),
            Rule::Is(Condition::PurchaseTotal(NumberTest::AtLeast(100))),
        ]);
        for (lang, expected) in [
            (Lang::ZhCn, ["2026年5月1日（6 天前）", "公历5月9日", "没有记录", "0 元"]),
            (Lang::En, ["1 May 2026 (6 days ago)", "9 May", "nothing recorded", "¥0"]),
        ] {
            let tree = explain(&rule, &customer, &today, lang, &|_| None);
            assert!(!tree.holds);
            let truths: Vec<bool> = tree.parts.iter().map(|part| part.holds).collect();
            assert_eq!(truths, [true, true, true, false]);
            let at = |part: &Explained| part.found.clone().unwrap();
            let found = [
                at(&tree.parts[0]),
                at(&tree.parts[1]),
                at(&tree.parts[2].parts[0]),
                at(&tree.parts[3]),
            ];
            assert_eq!(found, expected);
        }
    }
}
