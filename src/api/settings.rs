//! The gateway's endpoints of 设置 (Settings), one function each.
