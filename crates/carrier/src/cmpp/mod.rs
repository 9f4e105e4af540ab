//! CMPP 2.0 and 3.0: what China Mobile and most aggregators in China speak.

mod dialect;
mod octets;
pub mod pdu;
pub mod report;

pub use dialect::{Cmpp, Coding, Settings};

/// How what is sent is counted and cut.
pub const RULE: sms::Rule = sms::Rule::Direct;

/// AuthenticatorSource: MD5 of account, nine zeros, secret and timestamp (ten digits); CMPP 2.0 section 7.4.1.1.
pub fn authenticator(account: &str, secret: &str, timestamp: u32) -> [u8; 16] {
    let stamp = format!("{timestamp:010}");
    md5::compute([account.as_bytes(), &[0; 9], secret.as_bytes(), stamp.as_bytes()].concat()).0
}
