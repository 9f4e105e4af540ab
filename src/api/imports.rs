//! The gateway's endpoints of 导入 (Imports), one function each.
