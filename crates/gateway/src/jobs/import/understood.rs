//! What was understood of a row, for people to compare with the file.

use std::collections::BTreeMap;

use almanac::LunarDate;
use domain::customer::{LunarDay, Sex, SiteStage, SolarDay};
use domain::lang::Lang;
use domain::phone::Phone;
use domain::segment::stage_name;
use intake::{EventKind, Language, Parsed, ParsedCustomer, PhoneReading, Refusal, RefusalCode, Who};
use serde::{Deserialize, Serialize};
use wire::imports::{RowRefusal, UnderstoodRow};

use super::Both;
use crate::handlers::customers::masked;

/// A row as understood, in both languages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Understood {
    line: u64,
    values: BTreeMap<String, Both>,
    refusals: Vec<(Option<usize>, RefusalCode)>,
}

impl Understood {
    /// In one language.
    pub(crate) fn into_lang(self, lang: Lang) -> UnderstoodRow {
        let language = if lang == Lang::ZhCn { Language::Zh } else { Language::En };
        let value = |both: Both| if lang == Lang::ZhCn { both.zh } else { both.en };
        UnderstoodRow {
            line: self.line,
            values: self
                .values
                .into_iter()
                .map(|(field, both)| (field, value(both)))
                .collect(),
            refusals: self
                .refusals
                .into_iter()
                .map(|(column, code)| RowRefusal {
                    column: column.and_then(|column| u32::try_from(column).ok()),
                    reason: code.text(language).to_owned(),
                })
                .collect(),
        }
    }
}

#[derive(Default)]
struct Values(BTreeMap<String, Both>);

impl Values {
    fn both(&mut self, field: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.0.insert(
            field.to_owned(),
            Both {
                zh: zh.into(),
                en: en.into(),
            },
        );
    }

    fn one<T: ToString>(&mut self, field: &str, value: Option<T>) {
        if let Some(value) = value {
            let text = value.to_string();
            self.both(field, text.clone(), text);
        }
    }

    fn who(&mut self, who: &Who<'_>) {
        self.one("number", who.number.as_ref());
        let masked = |number: intake::E164| Phone::from(number).masked();
        match who.phone {
            PhoneReading::Missing => {}
            PhoneReading::Mobile(number) => self.one("phone", Some(masked(number))),
            PhoneReading::Landline(number) => {
                let shown = masked(number);
                self.both("phone", format!("{shown}（座机）"), format!("{shown} (landline)"));
            }
            PhoneReading::Invalid(flaw) => self.both("phone", flaw.text(Language::Zh), flaw.text(Language::En)),
        }
    }

    fn stage(&mut self, stage: Option<SiteStage>) {
        if let Some(stage) = stage {
            self.both("site_stage", stage_name(stage, Lang::ZhCn), stage_name(stage, Lang::En));
        }
    }

    fn money(&mut self, fen: Option<i64>) {
        self.one(
            "amount",
            fen.map(|fen| format!("{}.{:02}", fen / 100, (fen % 100).abs())),
        );
    }

    fn yes(&mut self, field: &str, yes: Option<bool>) {
        match yes {
            Some(true) => self.both(field, "是", "yes"),
            Some(false) => self.both(field, "否", "no"),
            None => {}
        }
    }

    fn birthdays(&mut self, solar: Option<SolarDay>, lunar: Option<LunarDay>) {
        if let Some(SolarDay { month, day }) = solar {
            self.both("birthday", format!("{month}月{day}日"), format!("{month:02}-{day:02}"));
        }
        if let Some(LunarDay { month, day, leap }) = lunar {
            // Only month and day are said; the year is of no account.
            let date = LunarDate {
                year: 2000,
                month,
                day,
                leap,
            };
            self.both("lunar_birthday", format!("农历{}", date.zh()), date.en());
        }
    }

    fn customer(&mut self, read: &ParsedCustomer<'_>) {
        self.who(&read.who);
        self.one("name", read.name.as_ref());
        match read.sex {
            Some(Sex::Female) => self.both("sex", "女", "female"),
            Some(Sex::Male) => self.both("sex", "男", "male"),
            None => {}
        }
        self.stage(read.site_stage);
        self.one("site", read.site.as_ref());
        self.one("started", read.started);
        self.one("delivered", read.delivered);
        self.one("tier", read.tier.as_ref());
        self.birthdays(read.birthday, read.lunar_birthday);
        self.one("last_purchase", read.last_purchase);
        self.money(read.amount);
        self.one("city", read.city.as_ref());
        if !read.tags.is_empty() {
            self.both("tags", read.tags.join("、"), read.tags.join(", "));
        }
        self.one("agent", read.agent.as_ref());
        self.one("project_manager", read.project_manager.as_ref());
        self.yes("consent_service", read.consents.service);
        self.yes("consent_care", read.consents.care);
        self.yes("consent_marketing", read.consents.marketing);
        self.one(
            "note",
            read.note
                .as_ref()
                .map(|note| note.chars().take(200).collect::<String>()),
        );
        for (name, value) in &read.attributes {
            self.one(&format!("attribute:{name}"), Some(masked(value)));
        }
    }
}

/// A row as understood.
pub(super) fn row(line: u64, parsed: &Result<Parsed<'_>, Vec<Refusal>>) -> Understood {
    let mut values = Values::default();
    let mut refusals = Vec::new();
    match parsed {
        Ok(Parsed::Customer(read)) => values.customer(read),
        Ok(Parsed::Purchase(read)) => {
            values.who(&read.who);
            values.one("purchase_number", read.number.as_ref());
            values.one("purchase_date", Some(read.date));
            values.money(Some(read.amount));
            values.one("item", read.item.as_ref());
        }
        Ok(Parsed::Event(read)) => {
            values.who(&read.who);
            match read.kind {
                EventKind::Site => values.both("event_kind", "工地", "site"),
                EventKind::Repair => values.both("event_kind", "报修", "repair"),
                EventKind::Complaint => values.both("event_kind", "投诉", "complaint"),
            }
            values.one("event_date", Some(read.date));
            values.stage(read.site_stage);
            values.one("event_text", read.text.as_ref());
            values.one("event_number", read.number.as_ref());
        }
        Err(why) => refusals = why.iter().map(|refusal| (refusal.column, refusal.code)).collect(),
    }
    Understood {
        line,
        values: values.0,
        refusals,
    }
}
