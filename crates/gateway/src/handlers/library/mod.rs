//! `/api/library`: texts for every occasion, and the year that they are for.

mod list;
mod year;

use std::sync::LazyLock;

use almanac::{Festival, SolarTerm};
use chrono::NaiveDate;
use domain::campaign::MOST_WORDINGS;
use domain::consent::Purpose;
use domain::library::{Library, Occasion, library};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::library::{LibraryPick, OccasionKind};

use crate::app::App;
use crate::error::Failure;

/// The texts, read once. They are part of the program, and its tests hold that they can be read.
static LIBRARY: LazyLock<Option<Library>> = LazyLock::new(|| match library() {
    Ok(library) => Some(library),
    Err(error) => {
        tracing::error!(%error, "the library can't be read: there are no texts to choose from");
        None
    }
});

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(year::year))
}

/// The wordings that were picked, never none, and their purpose.
pub(super) fn picked(pick: &LibraryPick) -> Result<(Purpose, &'static [String]), Failure> {
    let item = LIBRARY.as_ref().and_then(|library| library.item(&pick.item));
    let found = item.and_then(|item| {
        let texts = item.texts(pick.lang);
        let picked = match pick.text {
            Some(one) => texts.get(one..=one)?,
            None => texts.get(..texts.len().min(MOST_WORDINGS))?,
        };
        Some((item.purpose(), picked)).filter(|(_, picked)| !picked.is_empty())
    });
    found.ok_or_else(|| Failure::field("library", ("文库里没有这一条。", "The library has no such text.")))
}

const fn kind(occasion: Occasion) -> OccasionKind {
    match occasion {
        Occasion::Festival(_) => OccasionKind::Festival,
        Occasion::Term(_) => OccasionKind::Term,
        Occasion::Birthday(_) => OccasionKind::Birthday,
        Occasion::Anniversary(_) => OccasionKind::Anniversary,
        Occasion::Weather(_) => OccasionKind::Weather,
        Occasion::Stage(_) => OccasionKind::Stage,
        Occasion::FollowUp(_) => OccasionKind::FollowUp,
        Occasion::Question(_) => OccasionKind::Question,
    }
}

/// Festivals and solar terms of a day. A term that is a festival, too (清明, 冬至), is there once, as the one for which there
/// are texts, else as the festival.
fn days_of(date: NaiveDate) -> Vec<Occasion> {
    let mut festivals: Vec<Festival> = almanac::festivals_on(date);
    let term: Option<SolarTerm> = almanac::term_on(date);
    let same = |festival: &Festival| term.is_some_and(|term| festival.zh().starts_with(term.zh()));
    let has_texts = |occasion| {
        LIBRARY
            .as_ref()
            .is_some_and(|library| library.of(occasion).next().is_some())
    };
    let term = match festivals.iter().copied().find(same) {
        Some(twin) if has_texts(Occasion::Festival(twin)) => None,
        Some(twin) => {
            festivals.retain(|festival| *festival != twin);
            term
        }
        None => term,
    };
    let festivals = festivals.into_iter().map(Occasion::Festival);
    festivals.chain(term.map(Occasion::Term)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_term_that_is_a_festival_too_is_there_once() {
        assert!(LIBRARY.is_some());
        for (date, expected) in [
            ("2027-04-05", vec!["清明节"]),
            ("2026-12-22", vec!["冬至"]),
            ("2026-12-07", vec!["大雪"]),
            ("2027-02-06", vec!["春节"]),
            ("2026-12-08", vec![]),
        ] {
            let names: Vec<_> = days_of(date.parse().unwrap())
                .into_iter()
                .map(|occasion| occasion.name(domain::lang::Lang::ZhCn))
                .collect();
            assert_eq!(names, expected, "{date}");
        }
    }
}
