//! The log of the page's gateway.

use crate::fetch;
use verifier::talk::Failure;
use verifier::visit::Gateway;

/// The gateway at a URL.
pub struct At<'u>(pub &'u str);

impl Gateway for At<'_> {
    async fn get(&self, path: &str) -> Result<Vec<u8>, Failure> {
        fetch::octets(&format!("{}/{path}", self.0)).await
    }

    fn now(&self) -> i64 {
        js_sys::Date::now() as i64
    }
}
