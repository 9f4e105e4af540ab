//! The gateway's endpoints of 日志 (Log), one function each.
