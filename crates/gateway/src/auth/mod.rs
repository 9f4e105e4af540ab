//! Who one is: passwords, sessions, tokens, and where requests may come from.

pub mod origin;
pub mod password;
pub mod secret;
pub mod session;
pub mod throttle;
