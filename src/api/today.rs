//! The gateway's endpoints of 今日 (Today), one function each.

use wire::today::Today;

use super::Answer;
use super::transport::get;

/// Now, needs you, next.
pub fn today() -> Answer<Today> {
    get("/api/today")
}
