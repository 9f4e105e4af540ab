//! The gateway's endpoints of 登录 (Sign in), one function each.
