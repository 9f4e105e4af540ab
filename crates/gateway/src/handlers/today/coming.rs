//! The next fourteen days: festivals, solar terms, birthdays, planned runs.

use std::collections::HashMap;

use almanac::Celebrated;
use chrono::{Days, NaiveDate};
use domain::id::CampaignId;
use domain::lang::Lang;
use domain::time::Millis;
use domain::weather::Weather;
use store::contract::overview::{BirthdayCount, PlannedCampaign};
use wire::today::Upcoming;

use super::show::lunar;
use crate::app::App;
use crate::error::Answer;
use crate::firing;
use crate::handlers::reports::days::{begin, day};
use crate::handlers::weather::list::customers_by_city;

/// How far the page looks ahead, today included.
const AHEAD: u64 = 14;

/// A day's birthdays as the store keeps them.
struct Birthdays {
    solar: Vec<i64>,
    lunar: Vec<i64>,
}

impl Birthdays {
    fn on(date: NaiveDate) -> Birthdays {
        let celebrated = Celebrated::on(date);
        let number = |month: u8, day: u8| i64::from(month) * 100 + i64::from(day);
        Birthdays {
            solar: celebrated.solar_keys().map(|(month, day)| number(month, day)).collect(),
            lunar: celebrated
                .lunar_keys()
                .map(|(month, day, leap)| number(month, day) * 10 + i64::from(leap))
                .collect(),
        }
    }

    fn has(&self, count: &BirthdayCount) -> bool {
        count.solar.is_some_and(|solar| self.solar.contains(&solar))
            || count.lunar.is_some_and(|lunar| self.lunar.contains(&lunar))
    }
}

/// The days from `today` on.
pub(super) async fn days(app: &App, today: NaiveDate, lang: Lang) -> Answer<Vec<Upcoming>> {
    let dates: Vec<_> = (0..AHEAD)
        .filter_map(|n| today.checked_add_days(Days::new(n)))
        .collect();
    let keys: Vec<_> = dates.iter().map(|date| Birthdays::on(*date)).collect();
    let solar: Vec<_> = keys.iter().flat_map(|key| key.solar.iter().copied()).collect();
    let lunar_numbers: Vec<_> = keys.iter().flat_map(|key| key.lunar.iter().copied()).collect();
    let counts = app.store.birthdays(&solar, &lunar_numbers).await?;
    let weather = weather(app, &dates, lang).await?;
    let end = begin(app, today.checked_add_days(Days::new(AHEAD)).unwrap_or(today));
    let firings = firings(app, &app.store.planned(end).await?, end);
    Ok(dates
        .into_iter()
        .zip(keys)
        .map(|(date, key)| Upcoming {
            date,
            lunar: lunar(date, lang),
            occasions: occasions(date, lang)
                .into_iter()
                .chain(own_days(app, date, lang))
                .collect(),
            weather: weather.get(&date).cloned().unwrap_or_default(),
            birthdays: counts
                .iter()
                .filter(|count| key.has(count))
                .map(|count| count.customers)
                .sum(),
            campaigns: firings
                .iter()
                .filter(|(_, _, at)| day(app, *at) == date)
                .cloned()
                .collect(),
        })
        .collect())
}

/// The weather of each day in cities where customers live.
async fn weather(app: &App, dates: &[NaiveDate], lang: Lang) -> Answer<HashMap<NaiveDate, Vec<(String, Vec<String>)>>> {
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
        return Ok(HashMap::new());
    };
    let noted = app.store.weather(*first, *last).await?;
    if noted.is_empty() {
        return Ok(HashMap::new());
    }
    let mut cities = customers_by_city(app).await?;
    cities.sort_by(|(one, a), (other, b)| b.cmp(a).then_with(|| one.cmp(other)));
    let of_day = |date: NaiveDate| {
        let of_kind = |kind: &Weather| {
            let here = |city: &&(String, u64)| {
                noted
                    .iter()
                    .any(|row| row.day == date && row.kind == Some(*kind) && row.city == city.0)
            };
            let cities: Vec<String> = cities.iter().filter(here).map(|(city, _)| city.clone()).collect();
            (!cities.is_empty()).then(|| (kind.name(lang).to_owned(), cities))
        };
        (date, Weather::ALL.iter().filter_map(of_kind).collect())
    };
    Ok(dates.iter().copied().map(of_day).collect())
}

/// The firm's own days that fall on a day.
fn own_days(app: &App, date: NaiveDate, lang: Lang) -> Vec<String> {
    let settings = app.settings();
    let own = settings.days.iter().filter(|own| own.day.falls_on(date));
    own.map(|own| own.name(lang).to_owned()).collect()
}

/// Festivals and solar terms of a day, in words; a term that is a festival, too (清明), once.
fn occasions(date: NaiveDate, lang: Lang) -> Vec<String> {
    let festivals = almanac::festivals_on(date).into_iter();
    let mut names: Vec<_> = festivals
        .map(|festival| lang.pick(festival.zh(), festival.en()).to_owned())
        .collect();
    if let Some(term) = almanac::term_on(date) {
        let name = lang.pick(term.zh(), term.en()).to_owned();
        let known = names
            .iter()
            .any(|festival| festival.starts_with(lang.pick(term.zh(), term.en())));
        if !known {
            names.push(name);
        }
    }
    names
}

/// Every firing before `end`, soonest first; one that is overdue counts as now.
fn firings(app: &App, planned: &[PlannedCampaign], end: Millis) -> Vec<(CampaignId, String, Millis)> {
    let now = app.now();
    let mut firings = Vec::new();
    for campaign in planned {
        let mut next = Some(campaign.next_at);
        while let Some(at) = next.filter(|at| *at < end) {
            firings.push((campaign.id, campaign.name.clone(), at.max(now)));
            next = firing::next(&campaign.schedule, app.zone(), at);
        }
    }
    firings.sort_by_key(|(_, _, at)| *at);
    firings
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn days_have_their_occasions() {
        for (date, zh, en) in [
            ("2026-02-17", "春节", "Spring Festival"),
            ("2026-05-05", "立夏", "Start of Summer"),
            ("2026-05-07", "", ""),
        ] {
            let date = date.parse().unwrap();
            assert!(occasions(date, Lang::ZhCn).join(" ").contains(zh), "{date}");
            assert!(occasions(date, Lang::En).join(" ").contains(en), "{date}");
            assert_eq!(occasions(date, Lang::En).is_empty(), en.is_empty(), "{date}");
        }
    }

    #[test]
    fn somebody_with_both_birthdays_is_one() {
        // 2026-02-17 is the first day of the first lunar month.
        let key = Birthdays::on("2026-02-17".parse().unwrap());
        for (solar, lunar, expected) in [
            (Some(217), Some(1010), true),
            (Some(217), None, true),
            (None, Some(1010), true),
            (Some(218), Some(1020), false),
            (None, None, false),
        ] {
            let count = BirthdayCount {
                solar,
                lunar,
                customers: 1,
            };
            assert_eq!(key.has(&count), expected, "{solar:?} {lunar:?}");
        }
    }
}
