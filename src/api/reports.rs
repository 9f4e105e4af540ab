//! The gateway's endpoints of 报表 (Reports), one function each.
