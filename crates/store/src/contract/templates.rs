//! Templates and their versions.

use async_trait::async_trait;
use domain::consent::Purpose;
use domain::id::TemplateId;
use domain::time::Millis;

use crate::{Result, Stamp};

/// What one writes on a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateText {
    /// Name.
    pub name: String,
    /// Purpose.
    pub purpose: Purpose,
    /// The text, without signature and opt-out line.
    pub text: String,
    /// Further wordings, dealt in turn with it.
    pub others: Vec<String>,
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateRecord {
    /// Which.
    pub id: TemplateId,
    /// Counts from 1.
    pub version: i64,
    /// What is on it.
    pub text: TemplateText,
    /// Archived.
    pub archived: bool,
    /// How many campaigns, archived ones aside, use it.
    pub campaigns: u64,
    /// Name of whoever changed it last; empty when it was the product itself.
    pub updated_by: String,
    /// When.
    pub updated_at: Millis,
}

/// A version of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateVersionRecord {
    /// Which.
    pub version: i64,
    /// What was on it.
    pub text: TemplateText,
    /// Name of whoever made it; empty when it was the product itself.
    pub made_by: String,
    /// When.
    pub made_at: Millis,
}

/// Templates.
#[async_trait]
pub trait Templates: Send + Sync {
    /// The templates that are not archived, last changed first.
    async fn templates(&self) -> Result<Vec<TemplateRecord>>;

    /// One template, archived or not.
    async fn template(&self, id: TemplateId) -> Result<TemplateRecord>;

    /// The versions of a template, newest first.
    async fn template_versions(&self, id: TemplateId) -> Result<Vec<TemplateVersionRecord>>;

    /// Adds a template as its version 1.
    async fn add_template(&self, stamp: &Stamp, id: TemplateId, text: &TemplateText) -> Result<()>;

    /// Replaces `version` by its successor and answers that one's number. `Conflict` when it was changed since,
    /// `WrongState("archived")` when it is archived. Saving what is there already changes nothing.
    async fn edit_template(&self, stamp: &Stamp, id: TemplateId, version: i64, text: &TemplateText) -> Result<i64>;

    /// Archives a template; campaigns made from it keep their text. Archiving it again changes nothing.
    async fn archive_template(&self, stamp: &Stamp, id: TemplateId) -> Result<()>;
}
