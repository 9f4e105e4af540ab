//! 审批: what waits for a second person.

mod changes;
mod decide;
mod list;
pub mod model;
mod view;

pub use list::ApprovalsPage;
pub use view::ApprovalPage;
