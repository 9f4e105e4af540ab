//! From template and customer to text.

use std::fmt::Write as _;

use almanac::{Festival, SolarTerm};
use chrono::{Datelike, NaiveDate};

use super::address::{address, is_han, surname};
use super::{Field, Piece, Template, Variable};
use crate::customer::{Facts, SiteStage};
use crate::lang::Lang;
use crate::occasion::Occasion;

/// What a rendering depends on besides the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderContext {
    /// The civil date in the organisation's zone.
    pub today: NaiveDate,
    /// The language of the text, not of whoever looks at it: how dates and addresses are written.
    pub lang: Lang,
    /// What the message is sent for, where that is a festival or solar term; else the day's own counts.
    pub occasion: Option<Occasion>,
}

/// A variable without fallback has no value for this customer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the customer has no value for {written}")]
pub struct MissingVariable {
    /// Its name as the author wrote it.
    pub written: String,
}

impl RenderContext {
    /// The context of a text: Chinese if it has a Chinese character, so that every reader sees what the customer will.
    pub fn of(text: &str, today: NaiveDate) -> RenderContext {
        let lang = if text.is_empty() || text.chars().any(is_han) {
            Lang::ZhCn
        } else {
            Lang::En
        };
        RenderContext {
            today,
            lang,
            occasion: None,
        }
    }
}

impl Template {
    /// The text for one customer.
    ///
    /// # Errors
    /// The first variable that has neither value nor fallback.
    pub fn render(&self, facts: &Facts, context: &RenderContext) -> Result<String, MissingVariable> {
        let mut out = String::new();
        self.render_into(facts, context, &mut out)?;
        Ok(out)
    }

    /// Writes the text for one customer behind `out`, and says how many fallbacks were used. `out` is unspecified after an error.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render_into(
        &self,
        facts: &Facts,
        context: &RenderContext,
        out: &mut String,
    ) -> Result<u16, MissingVariable> {
        let mut fallbacks = 0;
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Variable {
                    variable,
                    written,
                    fallback,
                } => {
                    if !value(variable, facts, *context, out) {
                        let Some(fallback) = fallback else {
                            return Err(MissingVariable {
                                written: written.clone(),
                            });
                        };
                        fallbacks += 1;
                        out.push_str(fallback);
                    }
                }
            }
        }
        Ok(fallbacks)
    }
}

/// Writes the customer's value; `false`, and nothing written, when there is none.
pub(super) fn value(variable: &Variable, facts: &Facts, context: RenderContext, out: &mut String) -> bool {
    let field = match variable {
        Variable::Attribute(name) => return text(facts.attributes.get(name).map(String::as_str), out),
        Variable::Field(field) => *field,
    };
    match field {
        Field::Name => text(Some(&facts.name), out),
        Field::Surname => text(surname(&facts.name), out),
        Field::Address => {
            let start = out.len();
            let known = address(&facts.name, facts.sex, context.lang, out);
            flatten(out, start);
            known
        }
        Field::City => text(facts.city.as_deref(), out),
        Field::Tier => text(facts.tier.as_deref(), out),
        Field::Site => text(facts.site_name.as_deref(), out),
        Field::Stage => text(facts.site_stage.map(|stage| stage_name(stage, context.lang)), out),
        Field::Started => date(facts.site_started, context, out),
        Field::Due => date(facts.site_due, context, out),
        Field::Days => match facts.site_started.map(|day| (context.today - day).num_days()) {
            Some(days @ 0..) => write!(out, "{}", days + 1).is_ok(),
            _ => false,
        },
        Field::Manager => text(facts.project_manager.as_deref(), out),
        Field::LastPurchase => date(facts.last_purchase, context, out),
        Field::Spent => facts.purchase_count > 0 && money(facts.purchase_total, context.lang, out),
        Field::Festival => text(festival(context), out),
        Field::Weather => text(facts.weather.map(|weather| weather.name(context.lang)), out),
        Field::Today => date(Some(context.today), context, out),
        Field::Weekday => text(Some(weekday(context)), out),
    }
}

/// A stage in words.
pub(crate) const fn stage_name(stage: SiteStage, lang: Lang) -> &'static str {
    match stage {
        SiteStage::NotStarted => lang.pick("未开工", "not started"),
        SiteStage::Started => lang.pick("已开工", "started"),
        SiteStage::MidTerm => lang.pick("中期", "mid-term"),
        SiteStage::Final => lang.pick("收尾", "final"),
        SiteStage::Delivered => lang.pick("已交付", "delivered"),
        SiteStage::Maintenance => lang.pick("维保中", "under maintenance"),
    }
}

fn text(value: Option<&str>, out: &mut String) -> bool {
    let value = value.unwrap_or("").trim();
    let start = out.len();
    out.push_str(value);
    flatten(out, start);
    !value.is_empty()
}

/// Puts spaces for control characters in a value: a line break in a customer's name must not break the text.
fn flatten(out: &mut String, start: usize) {
    if out.as_bytes()[start..].iter().any(u8::is_ascii_control) {
        let flat: String = out[start..]
            .chars()
            .map(|ch| if ch.is_control() { ' ' } else { ch })
            .collect();
        out.truncate(start);
        out.push_str(&flat);
    }
}

/// The name of the festival or solar term that it is sent for, though that be some days away; else of today's festival, else
/// of today's solar term.
fn festival(context: RenderContext) -> Option<&'static str> {
    let of_festival = |festival: Festival| context.lang.pick(festival.zh(), festival.en());
    let of_term = |term: SolarTerm| context.lang.pick(term.zh(), term.en());
    match context.occasion {
        Some(Occasion::Festival { festival }) => return Some(of_festival(festival)),
        Some(Occasion::Term { term }) => return Some(of_term(term)),
        Some(Occasion::Own { .. } | Occasion::Birthday { .. }) | None => {}
    }
    let festival = almanac::festivals_on(context.today).into_iter().next();
    festival
        .map(of_festival)
        .or_else(|| almanac::term_on(context.today).map(of_term))
}

/// An amount of fen as people write it: 12,800元, 99.50元, ¥12,800.
fn money(fen: i64, lang: Lang, out: &mut String) -> bool {
    let sign = if fen < 0 { "-" } else { "" };
    let yuan = (fen.unsigned_abs() / 100).to_string();
    let mut grouped = String::with_capacity(yuan.len() * 2);
    for (n, digit) in yuan.chars().enumerate() {
        if n > 0 && (yuan.len() - n).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let rest = fen.unsigned_abs() % 100;
    let rest = if rest == 0 {
        String::new()
    } else {
        format!(".{rest:02}")
    };
    match lang {
        Lang::ZhCn => write!(out, "{sign}{grouped}{rest}元"),
        Lang::En => write!(out, "{sign}¥{grouped}{rest}"),
    }
    .is_ok()
}

/// A date as people say it; with the year when it is not this one.
fn date(day: Option<NaiveDate>, context: RenderContext, out: &mut String) -> bool {
    let Some(day) = day else { return false };
    let this_year = day.year() == context.today.year();
    let month = almanac::solar_month_en(day.month() as u8);
    match (context.lang, this_year) {
        (Lang::ZhCn, true) => write!(out, "{}月{}日", day.month(), day.day()),
        (Lang::ZhCn, false) => write!(out, "{}年{}月{}日", day.year(), day.month(), day.day()),
        (Lang::En, true) => write!(out, "{} {}", day.day(), month),
        (Lang::En, false) => write!(out, "{} {} {}", day.day(), month, day.year()),
    }
    .is_ok()
}

fn weekday(context: RenderContext) -> &'static str {
    const NAMES: [(&str, &str); 7] = [
        ("星期一", "Monday"),
        ("星期二", "Tuesday"),
        ("星期三", "Wednesday"),
        ("星期四", "Thursday"),
        ("星期五", "Friday"),
        ("星期六", "Saturday"),
        ("星期日", "Sunday"),
    ];
    let (zh, en) = NAMES[context.today.weekday().num_days_from_monday() as usize];
    context.lang.pick(zh, en)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::customer::Sex;
    use crate::id::CustomerId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn customer() -> Facts {
        let mut facts = Facts::unknown(CustomerId(uuid::Uuid::nil()));
        facts.name = " 王建国\n".into();
        facts.sex = Some(Sex::Male);
        facts.city = Some("{姓名}".into());
        facts.site_started = Some(day("2026-05-01"));
        facts.site_due = Some(day("2027-01-20"));
        facts.site_stage = Some(SiteStage::MidTerm);
        facts.weather = Some(crate::weather::Weather::HeavyRain);
        (facts.purchase_count, facts.purchase_total) = (2, 123_456_708);
        facts.project_manager = Some("李\r\n工".into());
        facts.attributes.insert("楼栋".into(), "3幢".into());
        facts
    }

    fn check(text: &str, expected: Result<&str, &str>) {
        let template = Template::parse(text).unwrap();
        let context = RenderContext::of(text, day("2026-05-07"));
        let got = template.render(&customer(), &context);
        assert_eq!(got.as_deref().map_err(|e| e.written.as_str()), expected, "{text}");
    }

    #[test]
    fn texts_as_the_customer_reads_them() {
        check("{姓名}您好", Ok("王建国您好"));
        check(
            "尊敬的{称呼|客户}：今天{今天日期}{星期}",
            Ok("尊敬的王先生：今天5月7日星期四"),
        );
        check("{城市}", Ok("{姓名}"));
        check(
            "开工{开工日期}，第{开工天数}天，交工{交工日期}",
            Ok("开工5月1日，第7天，交工2027年1月20日"),
        );
        check("{工地阶段}、{项目经理}、{属性:楼栋}", Ok("中期、李  工、3幢"));
        check("等级{会员等级|贵宾}", Ok("等级贵宾"));
        check("等级{会员等级|}。", Ok("等级。"));
        check("{最近购买日期}到期", Err("最近购买日期"));
        check("{attr:room}", Err("attr:room"));
        check(
            "Dear {salutation|customer}, it is {weekday}, {today}",
            Ok("Dear Mr 王, it is Thursday, 7 May"),
        );
        check("{{{姓}}}", Ok("{王}"));
        check("{节日}快乐", Err("节日"));
        check("{天气|多变}、{消费金额}", Ok("暴雨、1,234,567.08元"));
        check("You spent {spent}.", Ok("You spent ¥1,234,567.08."));
    }

    #[test]
    fn the_day_has_its_name() {
        for (date, told) in [
            ("2026-09-25", "中秋节"),
            ("2026-05-05", "立夏"),
            ("2026-04-05", "清明节"),
        ] {
            let context = RenderContext::of("{节日}", day(date));
            let template = Template::parse("{节日}").unwrap();
            assert_eq!(template.render(&customer(), &context).unwrap(), told);
        }
    }
}
