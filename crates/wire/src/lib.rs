//! What travels between the app and the gateway, and between other systems and the gateway.
//!
//! Requests and responses are types of their own. Closed vocabularies (roles, outcomes, rules, schedules) are the
//! domain's, so that both ends cannot disagree about them. Moments are UTC milliseconds; dates are civil dates in
//! the organisation's zone; money is in fen; phones are masked unless a field's name says otherwise.

pub mod approvals;
pub mod audit;
pub mod campaigns;
pub mod carriers;
pub mod customers;
pub mod imports;
pub mod library;
pub mod live;
pub mod page;
pub mod problem;
pub mod replies;
pub mod reports;
pub mod runs;
pub mod segments;
pub mod session;
pub mod settings;
pub mod templates;
pub mod today;
pub mod weather;

pub use page::{Cursor, Page};
pub use problem::{Code, FieldProblem, Problem};

/// Derives shared by all travelling types.
macro_rules! travels {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $(<$g:ident>)? $body:tt)*) => {$(
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        $(#[$meta])*
        $vis $kind $name $(<$g>)? $body
    )*};
}
pub(crate) use travels;
