//! The gateway's endpoints of 今日 (Today), one function each.

use wire::today::Today;

use super::Result;
use super::transport::get;

/// Now, needs you, next.
pub async fn today() -> Result<Today> {
    get("/api/today").await
}
