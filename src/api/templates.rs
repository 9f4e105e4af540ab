//! The gateway's endpoints of 模板 (Templates), one function each.
