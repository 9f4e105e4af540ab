//! The gateway's endpoints of 今日 (Today), one function each.
