//! The texts to choose from.

use axum::extract::State;
use chrono::{Days, NaiveDate};
use domain::lang::Lang;
use domain::library::{Item, Occasion};
use serde::Deserialize;
use utoipa::IntoParams;
use wire::library::LibraryItem;

use super::{LIBRARY, kind};
use crate::app::App;
use crate::caller::{May, cap};
use crate::extract::{Json, Query};

/// How far ahead the next day of a festival is looked for: a lunar one can be thirteen months away.
const AHEAD: u64 = 400;

/// What is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The language of the wordings; none: that of the request.
    lang: Option<Lang>,
}

/// The texts that come with the product, in the order in which lists show them.
#[utoipa::path(get, path = "/library", tag = "library", security(("capability" = ["see_customers"])), params(Asked),
    responses((status = 200, body = Vec<LibraryItem>)))]
pub async fn list(
    may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Json<Vec<LibraryItem>> {
    let coming = coming(app.today());
    let texts = asked.lang.unwrap_or(may.lang);
    let items = LIBRARY.iter().flat_map(domain::library::Library::items);
    Json(items.map(|item| row(item, may.lang, texts, &coming)).collect())
}

fn row(item: &Item, names: Lang, texts: Lang, coming: &[(NaiveDate, Occasion)]) -> LibraryItem {
    let occasion = item.occasion();
    LibraryItem {
        id: item.id().to_owned(),
        kind: kind(occasion),
        name: if item.is_for_sites() {
            format!("{} · {}", occasion.name(names), names.pick("工地", "site"))
        } else {
            occasion.name(names).to_owned()
        },
        purpose: item.purpose(),
        next: coming.iter().find(|(_, one)| *one == occasion).map(|(date, _)| *date),
        texts: item.texts(texts).to_vec(),
    }
}

/// The festivals and solar terms from `today` on, soonest first of each kind.
fn coming(today: NaiveDate) -> Vec<(NaiveDate, Occasion)> {
    let end = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    let festivals = almanac::festivals_between(today, end).into_iter();
    let terms = almanac::terms_between(today, end).into_iter();
    festivals
        .map(|(date, festival)| (date, Occasion::Festival(festival)))
        .chain(terms.map(|(date, term)| (date, Occasion::Term(term))))
        .collect()
}
