//! The gateway as typed functions: `api/<area>.rs` has one function per endpoint,
//! `api/transport.rs` alone knows how requests travel.

pub mod approvals;
pub mod audit;
pub mod campaigns;
pub mod customers;
pub mod imports;
pub mod library;
mod query;
pub mod replies;
pub mod reports;
pub mod runs;
pub mod segments;
pub mod session;
pub mod settings;
pub mod templates;
pub mod today;
pub mod transport;

pub use transport::{Answer, Error, Result};
pub use verifier::json;
