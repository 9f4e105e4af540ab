//! The gateway's endpoints of 审批 (Approvals), one function each.
