//! Reports. `GET /api/reports?from=&to=`.

use chrono::NaiveDate;
use domain::id::CampaignId;
use domain::roll::Tally;

use crate::runs::ReasonCount;
use crate::today::DayCount;
use crate::travels;

travels! {
    /// What was sent between two dates, both included.
    pub struct Report {
        /// First date.
        pub from: NaiveDate,
        /// Last date.
        pub to: NaiveDate,
        /// All entries of runs frozen then.
        pub tally: Tally,
        /// Parts handed over.
        pub parts: u64,
        /// Cost in fen × 1,000.
        pub cost_millis: u64,
        /// Customers who opted out then.
        pub opt_outs: u64,
        /// By day.
        pub days: Vec<DayCount>,
        /// By reason.
        pub reasons: Vec<ReasonCount>,
        /// By campaign, most entries first, at most 100.
        pub campaigns: Vec<CampaignReport>,
    }

    /// One campaign's share.
    pub struct CampaignReport {
        /// Which campaign.
        pub campaign: CampaignId,
        /// Name.
        pub name: String,
        /// Runs.
        pub runs: u64,
        /// Entries by outcome.
        pub tally: Tally,
        /// Parts.
        pub parts: u64,
        /// Cost in fen × 1,000.
        pub cost_millis: u64,
    }
}
