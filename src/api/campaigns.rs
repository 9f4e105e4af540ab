//! The gateway's endpoints of 活动 (Campaigns), one function each.
