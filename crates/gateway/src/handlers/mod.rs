//! One folder a noun, one file an endpoint.

pub mod approvals;
pub mod campaigns;
pub mod carriers;
pub mod customers;
pub mod demo;
pub mod docs;
pub mod health;
pub mod imports;
pub mod library;
pub mod live;
pub mod log;
pub mod receipts;
pub mod replies;
pub mod reports;
pub mod runs;
pub mod segments;
pub mod session;
pub mod settings;
pub mod setup;
pub mod templates;
pub mod tiles;
pub mod today;
pub mod tokens;
pub(crate) mod trial;
pub mod users;
pub mod weather;
