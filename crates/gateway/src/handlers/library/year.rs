//! The year ahead: its festivals and solar terms, what is planned for them and what is not.

use axum::extract::State;
use chrono::{Days, NaiveDate};
use domain::campaign::CampaignState;
use domain::lang::Lang;
use domain::library::Occasion;
use domain::schedule::Schedule;
use store::contract::campaigns::{CampaignFilter, CampaignRecord};
use wire::library::{OccasionKind, YearCampaign, YearDay};

use super::{LIBRARY, days_of, kind};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;
use crate::firing;
use crate::handlers::reports::days::day;
use crate::handlers::today::lunar;

/// Days ahead, today included.
const YEAR: u64 = 366;
/// Campaigns in each state that are looked through, last changed first.
const CAMPAIGNS: u32 = 500;

/// The festivals, solar terms and own days of the next twelve months, each with the campaigns that go out on the day or the day before.
#[utoipa::path(get, path = "/library/year", tag = "library", security(("capability" = ["see_customers"])),
    responses((status = 200, body = Vec<YearDay>)))]
pub async fn year(may: May<cap::SeeCustomers>, State(app): State<App>) -> Answer<Json<Vec<YearDay>>> {
    let planned = planned(&app).await?;
    let dates = (0..YEAR).filter_map(|n| app.today().checked_add_days(Days::new(n)));
    let occasions = dates.flat_map(|date| days_of(date).into_iter().map(move |occasion| (date, occasion)));
    let mut days: Vec<YearDay> = occasions
        .map(|(date, occasion)| of(date, occasion, may.lang, &planned))
        .collect();
    let today = app.today();
    let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    for own in &app.settings().days {
        if let Some(date) = own.day.next(yesterday) {
            days.push(day_of(date, OccasionKind::Own, own.name(may.lang), may.lang, &planned));
        }
    }
    days.sort_by_key(|day| day.date);
    Ok(Json(days))
}

fn of(date: NaiveDate, occasion: Occasion, lang: Lang, planned: &[(NaiveDate, CampaignRecord)]) -> YearDay {
    let item = LIBRARY.as_ref().and_then(|library| library.of(occasion).next());
    YearDay {
        item: item.map(|item| item.id().to_owned()),
        solemn: matches!(occasion, Occasion::Festival(festival) if festival.is_solemn()),
        ..day_of(date, kind(occasion), occasion.name(lang), lang, planned)
    }
}

/// A day without texts of the library.
fn day_of(
    date: NaiveDate,
    kind: OccasionKind,
    name: &str,
    lang: Lang,
    planned: &[(NaiveDate, CampaignRecord)],
) -> YearDay {
    let eve = date.checked_sub_days(Days::new(1)).unwrap_or(date);
    let campaigns = planned.iter().filter(|(on, _)| (eve..=date).contains(on));
    YearDay {
        date,
        lunar: lunar(date, lang),
        kind,
        name: name.to_owned(),
        item: None,
        solemn: false,
        campaigns: campaigns
            .map(|(_, campaign)| YearCampaign {
                id: campaign.id,
                name: campaign.name.clone(),
                state: campaign.state,
            })
            .collect(),
    }
}

/// The campaigns that go out on one day of the year, and that day. What goes out on birthdays, or every day, week or month is for no
/// particular one.
async fn planned(app: &App) -> Answer<Vec<(NaiveDate, CampaignRecord)>> {
    let mut planned = Vec::new();
    for state in [CampaignState::Approved, CampaignState::Submitted, CampaignState::Draft] {
        let filter = CampaignFilter {
            state: Some(state),
            ..CampaignFilter::default()
        };
        for campaign in app.store.campaigns(&filter, CAMPAIGNS).await? {
            if campaign.content.birthdays().is_none()
                && let Schedule::Once(_) | Schedule::Yearly { .. } | Schedule::Occasion(_) = campaign.content.schedule
                && let Some(at) = firing::next(&campaign.content.schedule, app.zone(), app.now())
            {
                planned.push((day(app, at), campaign));
            }
        }
    }
    Ok(planned)
}
