//! A customer's card while it is being written.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::customer::{LunarDay, SolarDay};
use leptos::prelude::*;
use wire::customers::CustomerCard;

use super::model::{code_of, of_code};
use crate::locale::{Lang, Msg, customers as words};

/// The fields, as they are typed. `Copy`: all are signals.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub name: RwSignal<String>,
    pub number: RwSignal<String>,
    pub sex: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub clear_phone: RwSignal<bool>,
    pub tier: RwSignal<String>,
    pub city: RwSignal<String>,
    pub tags: RwSignal<Vec<String>>,
    pub stage: RwSignal<String>,
    pub site_name: RwSignal<String>,
    pub site_started: RwSignal<String>,
    pub site_due: RwSignal<String>,
    pub project_manager: RwSignal<String>,
    pub solar_month: RwSignal<String>,
    pub solar_day: RwSignal<String>,
    pub lunar_month: RwSignal<String>,
    pub lunar_day: RwSignal<String>,
    pub lunar_leap: RwSignal<bool>,
    pub agent: RwSignal<String>,
    pub note: RwSignal<String>,
    /// Name and value, with a number that stays while they are typed.
    pub attributes: RwSignal<Vec<Attribute>>,
}

/// One attribute being written.
#[derive(Clone, Copy)]
pub(super) struct Attribute {
    pub id: usize,
    pub name: RwSignal<String>,
    pub value: RwSignal<String>,
}

impl Attribute {
    pub fn new(id: usize, name: String, value: String) -> Self {
        Self {
            id,
            name: RwSignal::new(name),
            value: RwSignal::new(value),
        }
    }
}

/// What a form can find wrong by itself: the request's field and the message.
pub(super) type Flaw = (&'static str, Msg);

impl Draft {
    /// The card to begin with. Its phone is masked, so the field begins empty.
    pub fn of(card: &CustomerCard) -> Self {
        let text = |value: &Option<String>| RwSignal::new(value.clone().unwrap_or_default());
        let shown = |value: Option<String>| RwSignal::new(value.unwrap_or_default());
        let attributes = card.attributes.iter().enumerate();
        Self {
            name: RwSignal::new(card.name.clone()),
            number: text(&card.number),
            sex: shown(card.sex.map(code_of)),
            phone: RwSignal::new(String::new()),
            clear_phone: RwSignal::new(false),
            tier: text(&card.tier),
            city: text(&card.city),
            tags: RwSignal::new(card.tags.clone()),
            stage: shown(card.site_stage.map(code_of)),
            site_name: text(&card.site_name),
            site_started: shown(card.site_started.map(|day| day.to_string())),
            site_due: shown(card.site_due.map(|day| day.to_string())),
            project_manager: text(&card.project_manager),
            solar_month: shown(card.birthday.map(|day| day.month.to_string())),
            solar_day: shown(card.birthday.map(|day| day.day.to_string())),
            lunar_month: shown(card.lunar_birthday.map(|day| day.month.to_string())),
            lunar_day: shown(card.lunar_birthday.map(|day| day.day.to_string())),
            lunar_leap: RwSignal::new(card.lunar_birthday.is_some_and(|day| day.leap)),
            agent: shown(card.agent.map(|id| id.to_string())),
            note: text(&card.note),
            attributes: RwSignal::new(
                attributes
                    .map(|(id, (name, value))| Attribute::new(id, name.clone(), value.clone()))
                    .collect(),
            ),
        }
    }

    /// The card as written. Call [`Draft::flaws`] first: what does not parse counts as absent. Reactive.
    pub fn card(&self) -> CustomerCard {
        let text =
            |signal: RwSignal<String>| signal.with(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
        let day = |signal: RwSignal<String>| signal.with(|text| text.parse::<NaiveDate>().ok());
        CustomerCard {
            number: text(self.number),
            name: text(self.name).unwrap_or_default(),
            sex: text(self.sex).and_then(|code| of_code(&code)),
            phone: if self.clear_phone.get() {
                Some(String::new())
            } else {
                text(self.phone)
            },
            tier: text(self.tier),
            city: text(self.city),
            tags: self.tags.get(),
            site_stage: text(self.stage).and_then(|code| of_code(&code)),
            site_name: text(self.site_name),
            site_started: day(self.site_started),
            site_due: day(self.site_due),
            project_manager: text(self.project_manager),
            birthday: self.solar().ok().flatten(),
            lunar_birthday: self.lunar().ok().flatten(),
            agent: text(self.agent).and_then(|id| id.parse().ok()),
            note: text(self.note),
            attributes: self.named().unwrap_or_default(),
        }
    }

    /// What is wrong before it is sent; `has_phone` tells whether a phone is kept. Reactive.
    pub fn flaws(&self, has_phone: bool) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        let blank = |signal: RwSignal<String>| signal.with(|text| text.trim().is_empty());
        let no_phone = blank(self.phone) && (!has_phone || self.clear_phone.get());
        if blank(self.name) && blank(self.number) && no_phone {
            flaws.push(("name", words::NAME_OR_PHONE));
        }
        let (started, due) = (self.site_started.get(), self.site_due.get());
        if !started.is_empty() && !due.is_empty() && due < started {
            flaws.push(("site_due", words::DATE_ORDER));
        }
        flaws.extend(self.solar().err().map(|flaw| ("birthday", flaw)));
        flaws.extend(self.lunar().err().map(|flaw| ("lunar_birthday", flaw)));
        if self.named().is_none() {
            flaws.push(("attributes", words::ATTRIBUTE_TWICE));
        }
        flaws
    }

    fn solar(&self) -> Result<Option<SolarDay>, Msg> {
        let found = month_and_day(&self.solar_month.get(), &self.solar_day.get())?;
        found
            .map(|(month, day)| {
                let fits = almanac::Birthday::Solar { month, day }.exists();
                fits.then_some(SolarDay { month, day }).ok_or(words::NO_SUCH_DAY)
            })
            .transpose()
    }

    fn lunar(&self) -> Result<Option<LunarDay>, Msg> {
        let leap = self.lunar_leap.get();
        let found = month_and_day(&self.lunar_month.get(), &self.lunar_day.get())?;
        Ok(found.map(|(month, day)| LunarDay { month, day, leap }))
    }

    /// The attributes, unless a name is missing beside a value or comes twice.
    fn named(&self) -> Option<BTreeMap<String, String>> {
        let mut all = BTreeMap::new();
        for one in self.attributes.get() {
            let (name, value) = (one.name.get().trim().to_owned(), one.value.get().trim().to_owned());
            if name.is_empty() && value.is_empty() {
                continue;
            }
            if !domain::segment::attribute_name_fits(&name) || all.insert(name, value).is_some() {
                return None;
            }
        }
        Some(all)
    }
}

/// Both, none, or a flaw if one is missing.
fn month_and_day(month: &str, day: &str) -> Result<Option<(u8, u8)>, Msg> {
    match (month.parse(), day.parse()) {
        (Ok(month), Ok(day)) => Ok(Some((month, day))),
        (Err(_), Err(_)) => Ok(None),
        _ => Err(words::DAY_MISSING),
    }
}

/// The name of a lunar month alone: 正月, `1st lunar month`.
pub(super) fn lunar_month_name(lang: Lang, month: u8) -> String {
    match lang {
        Lang::ZhCn => almanac::month_day_zh(month, 1, false)
            .trim_end_matches("初一")
            .to_owned(),
        Lang::En => almanac::month_day_en(month, 1, false)
            .trim_start_matches("1st day of the ")
            .to_owned(),
    }
}

/// The name of a lunar day alone: 初五, `5`.
pub(super) fn lunar_day_name(lang: Lang, day: u8) -> String {
    match lang {
        Lang::ZhCn => almanac::month_day_zh(1, day, false)
            .trim_start_matches("正月")
            .to_owned(),
        Lang::En => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn full() -> CustomerCard {
        CustomerCard {
            number: Some("A-17".into()),
            name: "王芳".into(),
            sex: Some(domain::customer::Sex::Female),
            tags: vec!["老客户".into()],
            site_stage: Some(domain::customer::SiteStage::Final),
            site_started: "2026-03-01".parse().ok(),
            birthday: Some(SolarDay { month: 5, day: 9 }),
            lunar_birthday: Some(LunarDay {
                month: 4,
                day: 30,
                leap: true,
            }),
            attributes: BTreeMap::from([("户型".into(), "三室".into())]),
            ..CustomerCard::default()
        }
    }

    #[test]
    fn what_is_not_touched_comes_back_as_it_was() {
        let owner = Owner::new();
        owner.set();
        let card = full();
        let draft = Draft::of(&card);
        assert_eq!(draft.card(), card);
        assert_eq!(draft.flaws(false), []);
    }

    #[test]
    fn a_phone_is_kept_changed_or_removed() {
        let owner = Owner::new();
        owner.set();
        let draft = Draft::of(&full());
        assert_eq!(draft.card().phone, None);
        draft.phone.set(" 138 0000 0000 ".into());
        assert_eq!(draft.card().phone.as_deref(), Some("138 0000 0000"));
        draft.clear_phone.set(true);
        assert_eq!(draft.card().phone.as_deref(), Some(""));
    }

    #[test]
    fn flaws_stand_at_their_fields() {
        let owner = Owner::new();
        owner.set();
        let check = |change: &dyn Fn(&Draft), field: &str| {
            let draft = Draft::of(&full());
            change(&draft);
            let fields: Vec<&str> = draft.flaws(false).into_iter().map(|(field, _)| field).collect();
            assert_eq!(fields, [field]);
        };
        check(
            &|draft| {
                draft.name.set(" ".into());
                draft.number.set(String::new());
            },
            "name",
        );
        check(&|draft| draft.site_due.set("2026-02-28".into()), "site_due");
        check(&|draft| draft.solar_day.set(String::new()), "birthday");
        check(
            &|draft| {
                draft.solar_month.set("2".into());
                draft.solar_day.set("30".into());
            },
            "birthday",
        );
        check(&|draft| draft.lunar_month.set(String::new()), "lunar_birthday");
        check(
            &|draft| {
                draft
                    .attributes
                    .update(|all| all.push(Attribute::new(9, "户型".into(), "二室".into())));
            },
            "attributes",
        );
    }

    #[test]
    fn lunar_names_stand_alone() {
        assert_eq!(lunar_month_name(Lang::ZhCn, 12), "腊月");
        assert_eq!(lunar_day_name(Lang::ZhCn, 21), "廿一");
        assert_eq!(lunar_month_name(Lang::En, 2), "2nd lunar month");
    }
}
