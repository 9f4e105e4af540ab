//! The screens, one folder per area.

pub mod approvals;
pub mod audit;
pub mod campaigns;
pub mod customers;
pub mod imports;
pub mod inbox;
pub mod library;
pub mod reports;
pub mod runs;
pub mod segments;
pub mod session;
pub mod settings;
pub mod templates;
pub mod today;
pub mod verify;
