//! A segment's rule as a predicate over `customer c`.
//!
//! Inside, SQL's three-valued logic is kept: NULL is as good as FALSE under AND, OR and WHERE, and indexes stay usable.
//! Only `none` must be two-valued, and is written `IS NOT TRUE`.

use almanac::{lunar_keys_between, solar_keys_between};
use chrono::NaiveDate;
use domain::segment::{
    Calendar, Condition, DateRange, DateTest, NumberTest, Rule, TextTest, Today, attribute_name_fits, birthday_window,
};
use sqlx::{QueryBuilder, Sqlite as Engine};

use super::dialect;
use super::facts::{day_number, lunar_number, solar_number};

/// Pushes the predicate of `rule`, not erased included, in brackets.
pub(crate) fn push_rule(sql: &mut QueryBuilder<Engine>, rule: &Rule, today: &Today) {
    sql.push("(c.erased_at IS NULL AND ");
    push(sql, rule, today);
    sql.push(")");
}

fn push(sql: &mut QueryBuilder<Engine>, rule: &Rule, today: &Today) {
    match rule {
        Rule::All(parts) => joined(sql, parts, " AND ", "TRUE", today),
        Rule::Any(parts) => joined(sql, parts, " OR ", "FALSE", today),
        Rule::None(parts) => {
            sql.push("(");
            joined(sql, parts, " OR ", "FALSE", today);
            sql.push(" IS NOT TRUE)");
        }
        Rule::Is(condition) => push_condition(sql, condition, today),
    }
}

fn joined(sql: &mut QueryBuilder<Engine>, parts: &[Rule], by: &str, empty: &str, today: &Today) {
    if parts.is_empty() {
        sql.push(empty);
        return;
    }
    sql.push("(");
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            sql.push(by);
        }
        push(sql, part, today);
    }
    sql.push(")");
}

fn push_condition(sql: &mut QueryBuilder<Engine>, condition: &Condition, today: &Today) {
    match condition {
        Condition::SiteStage(these) => one_of(sql, "c.site_stage", these.iter().map(|stage| stage.number())),
        Condition::SiteStarted(test) => date(sql, "c.site_started", *test, today.date, day_number),
        Condition::SiteDue(test) => date(sql, "c.site_due", *test, today.date, day_number),
        Condition::Tier(these) => one_of(sql, "c.tier", these.iter().cloned()),
        Condition::City(these) => one_of(sql, "c.city", these.iter().cloned()),
        Condition::Tag(these) => {
            sql.push("c.id IN (SELECT t.customer_id FROM customer_tag t WHERE ");
            one_of(sql, "t.tag", these.iter().cloned());
            sql.push(")");
        }
        Condition::LastPurchase(test) => date(sql, "c.last_purchase", *test, today.date, day_number),
        Condition::PurchaseCount(test) => number(sql, "c.purchase_count", *test),
        Condition::PurchaseTotal(test) => number(sql, "c.purchase_total", *test),
        Condition::Birthday { calendar, from, days } => birthday(sql, *calendar, *from, *days, today.date),
        Condition::Consent { purpose, is } => {
            sql.push(format_args!("c.consent_{} = ", purpose.code()))
                .push_bind(is.number());
        }
        Condition::Agent(these) => one_of(sql, "c.agent_id", these.iter().map(|id| id.0)),
        Condition::LastContact(test) => last_contact(sql, *test, today),
        Condition::Attribute { name, is } => attribute(sql, name, is),
        Condition::Customers(these) => one_of(sql, "c.id", these.iter().map(|id| id.0)),
    }
}

fn one_of<T>(sql: &mut QueryBuilder<Engine>, column: &str, these: impl ExactSizeIterator<Item = T>)
where
    T: for<'q> sqlx::Encode<'q, Engine> + sqlx::Type<Engine>,
{
    if these.len() == 0 {
        sql.push("FALSE");
        return;
    }
    sql.push(column).push(" IN (");
    let mut list = sql.separated(", ");
    for one in these {
        list.push_bind(one);
    }
    sql.push(")");
}

fn date(sql: &mut QueryBuilder<Engine>, column: &str, test: DateTest, today: NaiveDate, number: fn(NaiveDate) -> i64) {
    match test.range(today) {
        DateRange::Known => known(sql, column, true),
        DateRange::Unknown => known(sql, column, false),
        DateRange::Days(from, to) => between(sql, column, from.map(number), to.map(number)),
    }
}

fn known(sql: &mut QueryBuilder<Engine>, column: &str, known: bool) {
    sql.push(column).push(if known { " IS NOT NULL" } else { " IS NULL" });
}

/// `from <= column <= to`, either end open. Never true for NULL.
fn between(sql: &mut QueryBuilder<Engine>, column: &str, from: Option<i64>, to: Option<i64>) {
    sql.push("(")
        .push(column)
        .push(" >= ")
        .push_bind(from.unwrap_or(i64::MIN));
    sql.push(" AND ")
        .push(column)
        .push(" <= ")
        .push_bind(to.unwrap_or(i64::MAX))
        .push(")");
}

fn number(sql: &mut QueryBuilder<Engine>, column: &str, test: NumberTest) {
    match test {
        NumberTest::AtLeast(least) => between(sql, column, Some(least), None),
        NumberTest::AtMost(most) => between(sql, column, None, Some(most)),
        NumberTest::Between(least, most) => between(sql, column, Some(least), Some(most)),
    }
}

/// Compares moments by the civil day in which they lie.
fn last_contact(sql: &mut QueryBuilder<Engine>, test: DateTest, today: &Today) {
    match test.range(today.date) {
        DateRange::Known => known(sql, "c.last_contact", true),
        DateRange::Unknown => known(sql, "c.last_contact", false),
        DateRange::Days(from, to) => {
            let from = from.map(|day| today.start_of(day));
            let to = to.and_then(|day| day.succ_opt()).map(|day| today.start_of(day) - 1);
            between(sql, "c.last_contact", from, to);
        }
    }
}

fn birthday(sql: &mut QueryBuilder<Engine>, calendar: Calendar, from: i16, days: u16, today: NaiveDate) {
    let (first, length) = birthday_window(today, from, days);
    let solar: Vec<i64> = match calendar {
        Calendar::Lunar => Vec::new(),
        _ => solar_keys_between(first, length)
            .into_iter()
            .map(|(month, day)| solar_number(month, day))
            .collect(),
    };
    let lunar: Vec<i64> = match calendar {
        Calendar::Solar => Vec::new(),
        _ => lunar_keys_between(first, length)
            .into_iter()
            .map(|(month, day, leap)| lunar_number(month, day, leap))
            .collect(),
    };
    sql.push("(");
    one_of(sql, "c.birthday", solar.into_iter());
    sql.push(" OR ");
    one_of(sql, "c.lunar_birthday", lunar.into_iter());
    sql.push(")");
}

fn attribute(sql: &mut QueryBuilder<Engine>, name: &str, test: &TextTest) {
    if !attribute_name_fits(name) {
        // Nobody has such an attribute.
        sql.push(if matches!(test, TextTest::Unknown) {
            "TRUE"
        } else {
            "FALSE"
        });
        return;
    }
    let value = |sql: &mut QueryBuilder<Engine>| {
        sql.push(dialect::ATTRIBUTE.0)
            .push_bind(dialect::attribute_path(name))
            .push(dialect::ATTRIBUTE.1);
    };
    match test {
        TextTest::OneOf(these) if these.is_empty() => {
            sql.push("FALSE");
        }
        TextTest::OneOf(these) => {
            value(sql);
            one_of(sql, "", these.iter().cloned());
        }
        TextTest::Contains(part) => {
            sql.push(dialect::CONTAINS.0);
            value(sql);
            sql.push(", ").push_bind(part.clone()).push(dialect::CONTAINS.1);
        }
        TextTest::Known => {
            value(sql);
            sql.push(" IS NOT NULL");
        }
        TextTest::Unknown => {
            value(sql);
            sql.push(" IS NULL");
        }
    }
}
