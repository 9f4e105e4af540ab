//! Imports of files: their records, and the passes over their rows.
//!
//! A pass takes the rows in batches and says of each what becomes of it. The dry run and the application are the same pass,
//! except that one writes; so they cannot disagree.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::consent::Purpose;
use domain::customer::{LunarDay, Sex, SiteStage, SolarDay};
use domain::id::{ImportId, UserId};
use domain::time::Millis;

use super::customers::CardPhone;
use crate::error::Result;
use crate::stamp::{Actor, Stamp};

/// Rows by what becomes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportCounts {
    /// Not there before.
    pub new: u64,
    /// There, and different.
    pub changed: u64,
    /// There, and the same.
    pub unchanged: u64,
    /// Cannot be taken.
    pub refused: u64,
    /// Taken, but the phone cannot be written to.
    pub unreachable: u64,
}

/// The record of an import. The texts that are said to be JSON are the gateway's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// Which.
    pub id: ImportId,
    /// Grows with every dry run.
    pub version: i64,
    /// `customers`, `purchases` or `events`.
    pub kind: String,
    /// Name of the file as uploaded.
    pub file: String,
    /// Where it is kept, relative to the data folder.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// For showing.
    pub format: String,
    /// `checking`, `checked`, `applying`, `applied`, `cancelled` or `failed`.
    pub state: String,
    /// Rows read in the present pass.
    pub done: u64,
    /// Rows in all, once known.
    pub total: Option<u64>,
    /// Share of the file read.
    pub permille: u16,
    /// Counts.
    pub counts: ImportCounts,
    /// JSON: how the file is read.
    pub layout: String,
    /// JSON: its columns as understood.
    pub columns: String,
    /// JSON: its first rows. They hold personal data, so they are forgotten once the import has ended.
    pub sample: String,
    /// JSON: the same rows as understood.
    pub understood: String,
    /// Why it failed: JSON.
    pub problem: Option<String>,
    /// Who uploaded it, by name.
    pub by: String,
    /// When.
    pub created_at: Millis,
    /// When it ended.
    pub ended_at: Option<Millis>,
    /// Whether it brings back who was erased: the importer said so.
    pub with_erased: bool,
}

/// How often a reason refused rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalCount {
    /// The column's header; empty if the row as a whole is to blame.
    pub place: String,
    /// The reason's code.
    pub code: String,
    /// Rows.
    pub rows: u64,
}

/// One row of a customers' file. What is absent leaves what we have alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct CustomerLine {
    pub line: u64,
    pub number: Option<String>,
    /// `None`: the file says nothing.
    pub phone: Option<CardPhone>,
    pub name: Option<String>,
    pub sex: Option<Sex>,
    pub tier: Option<String>,
    pub city: Option<String>,
    /// Added to those that are there.
    pub tags: Vec<String>,
    pub site_stage: Option<SiteStage>,
    pub site_name: Option<String>,
    pub site_started: Option<NaiveDate>,
    pub site_due: Option<NaiveDate>,
    pub project_manager: Option<String>,
    /// With an amount it is a purchase; without, only a date.
    pub last_purchase: Option<NaiveDate>,
    pub amount: Option<i64>,
    pub birthday: Option<SolarDay>,
    pub lunar_birthday: Option<LunarDay>,
    /// Said yes or no. A withdrawal that we know of is never undone by a file.
    pub consents: Vec<(Purpose, bool)>,
    pub agent: Option<UserId>,
    pub note: Option<String>,
    /// Added to those that are there.
    pub attributes: BTreeMap<String, String>,
}

/// Whom a row of a purchases' or events' file is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineOwner {
    /// By external number, first.
    pub number: Option<String>,
    /// Else by phone.
    pub phone: Option<CardPhone>,
}

/// One row of a purchases' file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PurchaseLine {
    pub owner: LineOwner,
    pub number: Option<String>,
    pub day: NaiveDate,
    pub amount: i64,
    pub item: Option<String>,
}

/// One row of an events' file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct EventLine {
    pub owner: LineOwner,
    /// `site`, `repair` or `complaint`.
    pub kind: &'static str,
    pub day: NaiveDate,
    /// The beginning of the day.
    pub at: Millis,
    pub site_stage: Option<SiteStage>,
    pub text: Option<String>,
    pub number: Option<String>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was not there.
    New,
    /// It was not there, but somebody is whose number differs by zeros in front alone: spreadsheets strip them. A dry run looks at the
    /// first rows for such.
    NewButForZeros,
    /// It was there, and is different.
    Changed,
    /// It was there, and is the same.
    Unchanged,
    /// Refused: it names a customer (or purchase, or event) that an earlier row of the file names.
    Repeated,
    /// Refused: no such customer.
    UnknownCustomer,
    /// Refused: the phone belongs to several customers and there is no number to tell them apart.
    SeveralCustomers,
    /// Refused: what stands in the place of the phone is none, and the customer has one.
    PhoneKept,
    /// Refused: the phone is of somebody who was erased, and the importer did not say that they come back.
    Erased,
    /// Refused: the number of the purchase or event belongs to another customer's.
    OtherCustomers,
}

/// One pass over a file. Dropped without [`ImportPass::commit`], it leaves no trace.
#[async_trait]
pub trait ImportPass: Send {
    /// The next rows of a customers' file; answers a verdict for each.
    async fn customers(&mut self, rows: Vec<CustomerLine>) -> Result<Vec<Verdict>>;

    /// The next rows of a purchases' file.
    async fn purchases(&mut self, rows: Vec<PurchaseLine>) -> Result<Vec<Verdict>>;

    /// The next rows of an events' file.
    async fn events(&mut self, rows: Vec<EventLine>) -> Result<Vec<Verdict>>;

    /// Ends the pass. A writing pass becomes durable, with the event `import.applied` and the import's record
    /// (`applied`, with these counts) in the same transaction; a dry run only ends.
    async fn commit(self: Box<Self>, counts: ImportCounts) -> Result<()>;
}

/// What a pass needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassPlan {
    /// Which import.
    pub id: ImportId,
    /// Name of the file, for the evidence of consents.
    pub file: String,
    /// How many rows are expected, roughly.
    pub expected: u64,
    /// Whether to write.
    pub write: bool,
    /// Whether who was erased comes back.
    pub with_erased: bool,
}

/// Imports.
#[async_trait]
pub trait Imports: Send + Sync {
    /// Keeps the record of a new import, with the event `import.uploaded`.
    async fn create_import(&self, record: &ImportRecord, stamp: &Stamp) -> Result<()>;

    /// One import.
    async fn import(&self, id: ImportId) -> Result<ImportRecord>;

    /// Imports, latest first, after `(created_at, id)`.
    async fn imports(&self, after: Option<(Millis, ImportId)>, limit: u32) -> Result<Vec<ImportRecord>>;

    /// Imports that were checked and neither applied nor cancelled, uploaded before `before`.
    async fn waiting_imports(&self, before: Millis) -> Result<Vec<ImportRecord>>;

    /// Imports of one uploader that neither ended nor are being applied, oldest first.
    async fn unfinished_imports(&self, of: &Actor) -> Result<Vec<ImportRecord>>;

    /// Moves an import from one of the states `from` to `record.state`, with everything else of `record` that can change.
    /// `WrongState` if it is in another state, `Conflict` if it is of another version. Writes the event `import.<state>` when
    /// the state changes. Answers the version, which a move to `checking` raises.
    async fn move_import(&self, from: &[&str], record: &ImportRecord, stamp: &Stamp) -> Result<i64>;

    /// Replaces the refusal counts of an import.
    async fn put_refusals(&self, id: ImportId, refusals: &[RefusalCount]) -> Result<()>;

    /// The refusal counts of an import, most frequent first.
    async fn refusals(&self, id: ImportId) -> Result<Vec<RefusalCount>>;

    /// What persons said that headers of such files mean.
    async fn column_memory(&self, kind: &str) -> Result<Vec<(String, String)>>;

    /// Remembers what a person said.
    async fn remember_columns(&self, kind: &str, columns: &[(String, String)]) -> Result<()>;

    /// Begins a pass. A writing pass holds the writer until it ends; a dry run reads one snapshot.
    async fn begin_pass(&self, plan: PassPlan, stamp: &Stamp) -> Result<Box<dyn ImportPass>>;

    /// What was under way when the gateway stopped has failed: nothing of it was written. Answers how many.
    async fn fail_unfinished_imports(&self, problem: &str, stamp: &Stamp) -> Result<u64>;
}
