//! What every engine must do, told against the contract alone.

pub mod accounts;
pub mod answers;
pub mod campaigns;
pub mod confirmations;
pub mod corrections;
pub mod customers;
pub mod imports;
pub mod names;
pub mod part_orders;
pub mod parts;
pub mod receipts;
pub mod replies;
pub mod reply_parts;
pub mod runs;
pub mod seconds;
pub mod segments;
pub mod senders;
pub mod steering;
pub mod stopping;
pub mod suppressed;
pub mod templates;
pub mod withdrawals;
pub mod words;
