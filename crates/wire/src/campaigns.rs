//! Campaigns: writing, previewing, submitting. `/api/campaigns…`

use chrono::NaiveDate;
use domain::campaign::{CampaignState, Content};
use domain::id::{CampaignId, CustomerId, RunId, UserId};
use domain::roll::Exclusion;
use domain::time::Millis;

use crate::travels;

travels! {
    /// One row of `GET /api/campaigns?state=&search=&cursor=`.
    pub struct CampaignRow {
        /// Which campaign.
        pub id: CampaignId,
        /// Name.
        pub name: String,
        /// Where it stands.
        pub state: CampaignState,
        /// Name of the segment, if one is picked.
        pub segment: Option<String>,
        /// The text.
        pub text: String,
        /// When it fires next.
        pub next_at: Option<Millis>,
        /// Its last run.
        pub last_run: Option<RunId>,
        /// Who wrote it.
        pub author: String,
        /// Whether it was returned and not yet submitted again.
        pub returned: bool,
        /// Last changed.
        pub updated_at: Millis,
    }

    /// `GET /api/campaigns/{id}`.
    pub struct Campaign {
        /// Which campaign.
        pub id: CampaignId,
        /// For optimistic locking.
        pub version: i64,
        /// Name.
        pub name: String,
        /// Where it stands.
        pub state: CampaignState,
        /// What an approval covers.
        pub content: Content,
        /// Its digest.
        pub digest: String,
        /// Name of the segment, if one is picked.
        pub segment: Option<String>,
        /// Whether the segment's rule changed since it was picked.
        pub segment_moved: bool,
        /// When it fires next.
        pub next_at: Option<Millis>,
        /// Who wrote it.
        pub author: UserId,
        /// Name of the author.
        pub author_name: String,
        /// What was decided, newest first.
        pub decisions: Vec<Decision>,
        /// Runs, newest first, at most 20.
        pub runs: Vec<RunId>,
        /// Last changed.
        pub updated_at: Millis,
    }

    /// What a second person decided, or the author did, about a campaign.
    pub struct Decision {
        /// When.
        pub at: Millis,
        /// Who.
        pub by: String,
        /// What.
        pub what: DecisionKind,
        /// Comment; always there for a return.
        pub comment: Option<String>,
        /// The digest it was about.
        pub digest: String,
    }

    /// Kinds of decision.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum DecisionKind {
        /// Handed in.
        Submitted,
        /// Taken back.
        Withdrawn,
        /// Approved.
        Approved,
        /// Returned.
        Returned,
        /// An approval became void by an edit.
        Voided,
    }

    /// `POST /api/campaigns`: a new draft; the rest has defaults.
    pub struct NewCampaign {
        /// 1 to 60 characters.
        pub name: String,
        /// Segment to begin with.
        pub segment: Option<domain::id::SegmentId>,
        /// The customer whom it is for, where it is a follow-up to one; a segment goes before it.
        #[serde(default)]
        pub customer: Option<domain::id::CustomerId>,
        /// Template to begin with.
        pub template: Option<domain::id::TemplateId>,
        /// Wording of the library to begin with; a template goes before it.
        #[serde(default)]
        pub library: Option<crate::library::LibraryPick>,
        /// The day on which it goes out, in the organisation's zone; none: once it is approved.
        #[serde(default)]
        pub on: Option<chrono::NaiveDate>,
    }

    /// `PUT /api/campaigns/{id}`: the draft saves itself.
    pub struct CampaignEdit {
        /// The version edited.
        pub version: i64,
        /// Name.
        pub name: String,
        /// Content. Where `segment` is set, the gateway keeps the `rule` that is sent: it is the segment's as the writer saw it.
        pub content: Content,
    }

    /// `POST /api/campaigns/{id}/submit`, `/withdraw`, `/archive`, `/restore`: acts on this version.
    pub struct OnVersion {
        /// The version that the user saw.
        pub version: i64,
    }

    /// `POST /api/campaigns/preview`: what would happen if it ran now.
    pub struct PreviewContent {
        /// The content.
        pub content: Content,
        /// Show this customer among the samples.
        pub customer: Option<CustomerId>,
        /// The campaign whose content it is: whom it greeted for a birthday already is left out.
        #[serde(default)]
        pub campaign: Option<CampaignId>,
    }

    /// What would happen if it ran now. Counting, previewing and freezing share one predicate and one rendering.
    pub struct ContentPreview {
        /// The audience.
        pub audience: u64,
        /// Of them would be written to.
        pub people: u64,
        /// Who is left out, by reason, most frequent first.
        pub excluded: Vec<ExcludedCount>,
        /// Parts in total.
        pub parts: u64,
        /// Cost in total, in fen.
        pub cost: u64,
        /// Carrier's price for a part, in fen × 1,000.
        pub price_millis: u64,
        /// Findings, blocking ones first.
        pub findings: Vec<Finding>,
        /// Renderings worth looking at; see [`SampleKind`]. At most 20.
        pub samples: Vec<Sample>,
        /// Whether the counts are of the whole audience (true), or the text is not yet sendable and parts are missing (false).
        pub complete: bool,
        /// For what goes out on birthdays: the day that all of this is of, the next on which anybody of the segment has one.
        pub day: Option<NaiveDate>,
        /// For what goes out on birthdays: the next five days on which it fires.
        pub birthdays: Vec<BirthdayRun>,
    }

    /// A day on which a campaign fires for birthdays.
    pub struct BirthdayRun {
        /// The day on which it fires.
        pub day: NaiveDate,
        /// How many it selects.
        pub people: u64,
    }

    /// A reason and how many it leaves out.
    pub struct ExcludedCount {
        /// The reason.
        pub reason: Exclusion,
        /// How many.
        pub customers: u64,
        /// A few of them: id and name, at most 5.
        pub sample: Vec<(CustomerId, String)>,
    }

    /// One recipient's message.
    pub struct Sample {
        /// Why it is shown.
        pub kind: SampleKind,
        /// Which customer.
        pub customer: CustomerId,
        /// Name.
        pub name: String,
        /// Masked phone.
        pub phone: Option<String>,
        /// The whole text with signature and opt-out line; absent if left out.
        pub text: Option<String>,
        /// Which wording, from 0.
        pub wording: u16,
        /// Why left out.
        pub excluded: Option<Exclusion>,
        /// What is missing or double, in words, in the language of the request.
        pub detail: Option<String>,
        /// Parts.
        pub parts: u16,
        /// Cost in fen × 1,000.
        pub cost_millis: u64,
    }

    /// Why a sample is shown.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum SampleKind {
        /// An ordinary one.
        Typical,
        /// The longest text.
        Longest,
        /// The one that differs most from the typical.
        Oddest,
        /// Fewest data: most fallbacks used.
        Sparse,
        /// A value is missing.
        Missing,
        /// The dearest.
        Dearest,
        /// Drawn by lot.
        Random,
        /// The one asked for.
        Chosen,
        /// One of several wordings, shown for the one asked for, else for somebody to whom it falls.
        Wording,
    }

    /// Something the linter found.
    pub struct Finding {
        /// Stable id of the rule.
        pub rule: String,
        /// How grave.
        pub severity: Severity,
        /// Which wording it is in, from 0; absent if it is about all of them, or there is one only.
        pub wording: Option<u16>,
        /// Where in the text: characters from, to; absent if it is about the whole.
        pub place: Option<(u32, u32)>,
        /// What is wrong and what to do, in the language of the request.
        pub message: String,
        /// What to put there instead, where a click can mend it.
        pub mend: Option<String>,
    }

    /// How grave a finding is.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub enum Severity {
        /// Cannot be submitted.
        Block,
        /// The approver sees it.
        Warn,
        /// Worth knowing.
        Hint,
    }

    /// `POST /api/campaigns/{id}/test`: sends the text to one's own number.
    pub struct TestSend {
        /// A phone as written.
        pub to: String,
        /// The content as it stands in the composer.
        pub content: Content,
        /// Rendered for this customer; absent: for the first of the audience.
        pub customer: Option<CustomerId>,
        /// In this wording, from 0.
        #[serde(default)]
        pub wording: u16,
    }

    /// What became of a test send.
    pub struct TestSent {
        /// What was sent.
        pub text: String,
        /// Parts.
        pub parts: u16,
        /// What the carrier said.
        pub answer: String,
    }

    /// `GET /api/variables`: what a text may use.
    pub struct Variable {
        /// The name to write, in the language of the request.
        pub name: String,
        /// Other names that mean the same.
        pub aliases: Vec<String>,
        /// What it is, in the language of the request.
        pub about: String,
        /// An example value.
        pub example: String,
    }
}
