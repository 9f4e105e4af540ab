//! Templates. `/api/templates…`

use domain::consent::Purpose;
use domain::id::TemplateId;
use domain::time::Millis;

use crate::travels;

travels! {
    /// One row of `GET /api/templates`.
    pub struct TemplateRow {
        /// Which template.
        pub id: TemplateId,
        /// Name.
        pub name: String,
        /// Purpose.
        pub purpose: Purpose,
        /// The text.
        pub text: String,
        /// Further wordings, dealt in turn with it.
        pub others: Vec<String>,
        /// How many campaigns use it.
        pub campaigns: u64,
        /// Last changed.
        pub updated_at: Millis,
    }

    /// `GET /api/templates/{id}`.
    pub struct Template {
        /// Which template.
        pub id: TemplateId,
        /// For optimistic locking; counts from 1.
        pub version: i64,
        /// Name.
        pub name: String,
        /// Purpose.
        pub purpose: Purpose,
        /// The text, without signature and opt-out line.
        pub text: String,
        /// Further wordings, dealt in turn with it.
        pub others: Vec<String>,
        /// Archived.
        pub archived: bool,
        /// Who changed it last.
        pub updated_by: String,
        /// When.
        pub updated_at: Millis,
    }

    /// `POST /api/templates`, `PUT /api/templates/{id}`.
    pub struct TemplateEdit {
        /// The version edited; absent when new.
        pub version: Option<i64>,
        /// 1 to 60 characters.
        pub name: String,
        /// Purpose.
        pub purpose: Purpose,
        /// 1 to 500 characters.
        pub text: String,
        /// Further wordings of 1 to 500 characters, at most seven, dealt in turn with it.
        #[serde(default)]
        pub others: Vec<String>,
    }

    /// One of `GET /api/templates/{id}/versions`, newest first.
    pub struct TemplateVersion {
        /// Which version.
        pub version: i64,
        /// Name.
        pub name: String,
        /// The text.
        pub text: String,
        /// Further wordings, dealt in turn with it.
        pub others: Vec<String>,
        /// Who.
        pub by: String,
        /// When.
        pub at: Millis,
    }
}
