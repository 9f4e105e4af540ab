//! Birthdays come a few a day: which days are next, and which of them is worth looking at.

use chrono::NaiveDate;
use domain::campaign::Content;
use domain::occasion::Firing;
use domain::segment::{Condition, Rule, Today};
use domain::time::{Millis, civil};
use wire::campaigns::BirthdayRun;

use crate::app::App;
use crate::error::Answer;
use crate::firing;

/// Days that are told.
const DAYS: usize = 5;
/// Within so many days everybody has a birthday: a lunar year has 385 at most.
const YEAR: u16 = 385;

/// What is known of the days to come.
pub(super) struct Coming {
    /// The next days on which it fires, with how many are selected on each.
    pub days: Vec<BirthdayRun>,
    /// When it fires next for anybody; the next firing if it never does.
    pub at: Millis,
    /// The day of that.
    pub day: NaiveDate,
}

/// The days on which a content fires for birthdays.
pub(super) async fn coming(app: &App, content: &Content, birthdays: Firing) -> Answer<Coming> {
    let now = app.now();
    let dates = birthdays.upcoming(civil(now, app.offset_minutes(now)), DAYS);
    let mut days = Vec::new();
    for at in &dates {
        let day = at.date();
        let people = selected(app, &content.audience(), day).await?;
        days.push(BirthdayRun { day, people });
    }
    let next = dates.first().map_or_else(|| app.today(), chrono::NaiveDateTime::date);
    let day = match days.iter().find(|day| day.people > 0) {
        Some(day) => day.day,
        None => first_with(app, content, birthdays, next).await?.unwrap_or(next),
    };
    let at = firing::moment(app.zone(), day.and_time(birthdays.at));
    Ok(Coming { days, at, day })
}

/// The first day from `from` on that somebody of the segment has a birthday for; found by halving the year.
async fn first_with(app: &App, content: &Content, birthdays: Firing, from: NaiveDate) -> Answer<Option<NaiveDate>> {
    let Some(Condition::Birthday {
        calendar, from: ahead, ..
    }) = birthdays.condition()
    else {
        return Ok(None);
    };
    let within = |days: u16| {
        let condition = Condition::Birthday {
            calendar,
            from: ahead,
            days,
        };
        Rule::All(vec![content.rule.clone(), Rule::Is(condition)])
    };
    let (mut none, mut some) = (0, YEAR);
    if selected(app, &within(some), from).await? == 0 {
        return Ok(None);
    }
    while none + 1 < some {
        let middle = u16::midpoint(none, some);
        if selected(app, &within(middle), from).await? == 0 {
            none = middle;
        } else {
            some = middle;
        }
    }
    Ok(from.checked_add_days(chrono::Days::new(u64::from(none))))
}

async fn selected(app: &App, rule: &Rule, day: NaiveDate) -> Answer<u64> {
    let noon = firing::moment(
        app.zone(),
        day.and_time(chrono::NaiveTime::MIN) + chrono::Duration::hours(12),
    );
    let today = Today {
        date: day,
        offset_minutes: app.offset_minutes(noon),
    };
    Ok(app.store.count_lately(rule, &today).await?.0)
}
