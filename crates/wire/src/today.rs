//! The first page. `GET /api/today`.

use chrono::NaiveDate;
use domain::id::{CampaignId, ImportId, RunId, SegmentId};
use domain::time::Millis;

use crate::approvals::ApprovalRow;
use crate::runs::Run;
use crate::travels;

travels! {
    /// Now, needs you, next.
    pub struct Today {
        /// Today, in the organisation's zone.
        pub date: NaiveDate,
        /// Today by the lunar calendar, in words.
        pub lunar: String,
        /// Runs going out or awaiting receipts, newest first.
        pub now: Vec<Run>,
        /// Closed within the last day.
        pub just_closed: Vec<Run>,
        /// What waits for the reader.
        pub needs: Vec<Need>,
        /// The next fourteen days.
        pub next: Vec<Upcoming>,
        /// The last thirty days of everybody accounted for.
        pub month: Month,
    }

    /// Why a carrier sends nothing, or is not heard.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum CarrierTrouble {
        /// It takes no message; it is tried again by itself.
        Refuses,
        /// It turned us away; a person must mend its settings.
        Stopped,
        /// No connection is made.
        Unreachable,
        /// It sends, and no connection hears: no receipt, no reply and no opt-out comes in. Marketing waits.
        Deaf,
        /// It cannot be opened: its settings or its secret cannot be read.
        Unopenable,
        /// Runs wait for it, and it is switched off.
        Off,
        /// Runs wait for it, and it is no longer set up.
        Gone,
    }

    /// Something that waits for the reader, gravest first.
    #[serde(rename_all = "snake_case", tag = "kind")]
    pub enum Need {
        /// The log in the database is not what was signed: nothing more is signed, and nothing is proved.
        BrokenLog {
            /// The first event that does not fit, where it is one.
            event: Option<u64>,
            /// When that was found.
            since: Millis,
        },
        /// The engine fails at every step, in whole or in part: the disk is full, or the database can't be written. Messages wait.
        EngineFails {
            /// Since when.
            since: Millis,
        },
        /// The database is an older copy of itself, put in place lately: what happened after the copy was made is not known.
        TakenBack {
            /// When it was started as such.
            at: Millis,
            /// The last moment of which the copy knows anything.
            known_until: Millis,
        },
        /// The log can't be signed: what is logged is not proved yet, and could be changed meanwhile.
        UnsignedLog {
            /// Since when.
            since: Millis,
        },
        /// Checkpoints in the folder where they are kept contradict the log: it was taken back to an older state or written anew, or
        /// another copy of it is at work.
        OtherCheckpoints {},
        /// A run's close is refused: its roll does not add up, or is not the one that was frozen.
        BrokenRoll {
            /// Which run.
            run: RunId,
            /// Name of the campaign.
            name: String,
            /// Since when.
            since: Millis,
        },
        /// A run was to be frozen, and its roll is still not written: nobody was written to.
        StuckRun {
            /// Which run.
            run: RunId,
            /// Name of the campaign.
            name: String,
            /// When it was opened.
            since: Millis,
        },
        /// A run that this version can't read: it stands still.
        UnreadableRun {
            /// Which run.
            run: RunId,
            /// Name of the campaign; empty where that can't be read either.
            name: String,
        },
        /// An approved campaign whose content this version can't read: it does not fire.
        UnreadableCampaign {
            /// Which campaign.
            campaign: CampaignId,
            /// Name.
            name: String,
            /// When it fires, or was to.
            due_at: Millis,
        },
        /// To approve.
        Approval(ApprovalRow),
        /// A run is held.
        HeldRun(Run),
        /// A carrier sends nothing, and what is to go over it waits; or it is not heard.
        Carrier {
            /// Its name.
            carrier: String,
            /// What is wrong.
            trouble: CarrierTrouble,
            /// Since when; of one that is switched off, gone or cannot be opened, since when the oldest run waits for it.
            since: Millis,
            /// When it is tried again by itself.
            again: Option<Millis>,
            /// The carrier's code or words.
            reason: Option<String>,
            /// The carrier that takes over meanwhile.
            #[serde(default)]
            second: Option<String>,
            /// Entries that wait for it; where it is only not heard, those of marketing.
            waiting: u64,
        },
        /// Entries in doubt.
        InDoubt {
            /// Which run.
            run: RunId,
            /// Name of the campaign.
            name: String,
            /// How many.
            entries: u64,
            /// The oldest.
            since: Millis,
        },
        /// Returned to its author, who reads this.
        Returned {
            /// Which campaign.
            campaign: CampaignId,
            /// Name.
            name: String,
            /// What to mend.
            comment: String,
        },
        /// Customers wrote back, and nobody has taken it.
        Replies {
            /// How many conversations wait.
            conversations: u64,
            /// The oldest, since when.
            since: Millis,
        },
        /// Rows of an import were refused.
        Refused {
            /// Which import.
            import: ImportId,
            /// Name of the file.
            file: String,
            /// Rows.
            rows: u64,
        },
        /// A group from which nobody wrote for long: customers of the segment not heard from us within the days.
        Gap {
            /// Which segment.
            segment: SegmentId,
            /// Its name.
            name: String,
            /// Customers.
            customers: u64,
            /// Days.
            days: u16,
        },
        /// The firm has no customers yet.
        NoCustomers {},
    }

    /// One of the next fourteen days.
    pub struct Upcoming {
        /// Which day.
        pub date: NaiveDate,
        /// By the lunar calendar, in words.
        pub lunar: String,
        /// Festivals, solar terms and the firm's own days, in the language of the request.
        pub occasions: Vec<String>,
        /// The weather of cities where customers live, where the firm was told it: its name, in the language of the request,
        /// and the cities, those with most customers first.
        pub weather: Vec<(String, Vec<String>)>,
        /// How many customers have a birthday, solar or lunar.
        pub birthdays: u64,
        /// Campaigns that will fire: id, name, moment.
        pub campaigns: Vec<(CampaignId, String, Millis)>,
    }

    /// Everybody accounted for, over the last thirty days.
    pub struct Month {
        /// Entries on closed runs.
        pub entries: u64,
        /// Of them with a terminal outcome; equal, or the gateway would not have closed them.
        pub accounted: u64,
        /// Runs closed.
        pub runs: u64,
        /// By day: date, delivered, failed, others.
        pub days: Vec<DayCount>,
    }

    /// A day's entries.
    pub struct DayCount {
        /// Which day.
        pub date: NaiveDate,
        /// Delivered.
        pub delivered: u64,
        /// Accepted without a receipt.
        pub no_receipt: u64,
        /// Failed or expired.
        pub failed: u64,
        /// Excluded or cancelled.
        pub left_out: u64,
    }
}
