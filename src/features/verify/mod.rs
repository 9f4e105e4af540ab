//! 核验: proofs that this browser checks itself, and how what came of it is shown.

mod failure;
mod held;
mod page;
mod receipt;
mod report;

pub use failure::{FailureView, failure_words};
pub use held::{HeldView, alarm, hindrance};
pub use page::VerifyPage;
pub use receipt::ReceiptPage;
pub use report::{ReportView, Vouched};
