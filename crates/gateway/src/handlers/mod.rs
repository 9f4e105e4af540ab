//! One folder a noun, one file an endpoint.

pub mod approvals;
pub mod campaigns;
pub mod customers;
pub mod health;
pub mod imports;
pub mod runs;
pub mod segments;
pub mod session;
pub mod setup;
pub mod templates;
pub mod users;
