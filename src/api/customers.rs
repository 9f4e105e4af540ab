//! The gateway's endpoints of 客户 (Customers), one function each.
