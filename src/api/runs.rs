//! The gateway's endpoints of 批次 (Runs), one function each.
