//! Customers.

use async_trait::async_trait;
use domain::customer::Facts;
use domain::id::CustomerId;
use domain::segment::{Rule, Today};

use crate::error::Result;

/// Customers, as rules and people read and write them.
#[async_trait]
pub trait Customers: Send + Sync {
    /// The next customers whom `rule` selects, in the order of ids, after `after`. Reads `limit` at most; fewer mean that
    /// there are no more. Erased customers are never selected.
    async fn audience(&self, rule: &Rule, today: &Today, after: Option<CustomerId>, limit: u32) -> Result<Vec<Facts>>;

    /// How many customers `rule` selects, and how many of them have a mobile phone.
    async fn count(&self, rule: &Rule, today: &Today) -> Result<(u64, u64)>;

    /// The facts of some customers, in no order; ids that nobody has are left out. At most 30,000 ids.
    async fn facts(&self, ids: &[CustomerId]) -> Result<Vec<Facts>>;
}
