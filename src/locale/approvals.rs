//! Messages of 审批 (Approvals).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("审批", "Approvals");
/// One approval's page.
pub const ONE: Msg = Msg::new("审批", "Approval");
