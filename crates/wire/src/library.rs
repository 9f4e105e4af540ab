//! The texts that come with the product, and the year that they are for. `/api/library…`

use chrono::NaiveDate;
use domain::campaign::CampaignState;
use domain::consent::Purpose;
use domain::id::CampaignId;
use domain::lang::Lang;

use crate::travels;

travels! {
    /// What kind of occasion one writes on.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum OccasionKind {
        /// A festival.
        Festival,
        /// A solar term.
        Term,
        /// A day of the firm's own.
        Own,
        /// A birthday.
        Birthday,
        /// A day that comes back for one customer alone.
        Anniversary,
        /// Weather that is coming.
        Weather,
        /// A building site has come to a stage.
        Stage,
        /// Something was done for the customer.
        FollowUp,
        /// One question of those that a site visit asks.
        Question,
    }

    /// One item of `GET /api/library`: wordings for one occasion.
    pub struct LibraryItem {
        /// Stable id.
        pub id: String,
        /// The kind of its occasion.
        pub kind: OccasionKind,
        /// The occasion's name, in the language of the request.
        pub name: String,
        /// The purpose for which consent is asked.
        pub purpose: Purpose,
        /// When the occasion is next, today included, where the almanac knows; in the organisation's zone.
        pub next: Option<NaiveDate>,
        /// The wordings, in the language asked for; never none.
        pub texts: Vec<String>,
    }

    /// One festival or solar term of `GET /api/library/year`, soonest first.
    pub struct YearDay {
        /// The day.
        pub date: NaiveDate,
        /// By the lunar calendar, in words.
        pub lunar: String,
        /// Festival or solar term.
        pub kind: OccasionKind,
        /// Its name, in the language of the request.
        pub name: String,
        /// The library's item for it, if there is one.
        pub item: Option<String>,
        /// Whether one writes on it with care rather than joy: no wishes of happiness.
        pub solemn: bool,
        /// What is planned for it: campaigns that go out on the day or the day before, once or yearly.
        pub campaigns: Vec<YearCampaign>,
    }

    /// A campaign that is planned for a day of the year.
    pub struct YearCampaign {
        /// Which.
        pub id: CampaignId,
        /// Its name.
        pub name: String,
        /// Draft, submitted or approved.
        pub state: CampaignState,
    }

    /// What a new campaign begins with out of the library.
    pub struct LibraryPick {
        /// The item's id.
        pub item: String,
        /// The language of the wording.
        pub lang: Lang,
        /// Which of its wordings in that language, from 0; absent: all of them, to be dealt in turn.
        #[serde(default)]
        pub text: Option<usize>,
    }
}
