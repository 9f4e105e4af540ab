//! Customers in SQLite.

use async_trait::async_trait;
use domain::customer::Facts;
use domain::id::CustomerId;
use domain::segment::{Rule, Today};

use super::{Sqlite, facts};
use crate::contract::customers::Customers;
use crate::error::Result;

#[async_trait]
impl Customers for Sqlite {
    async fn audience(&self, rule: &Rule, today: &Today, after: Option<CustomerId>, limit: u32) -> Result<Vec<Facts>> {
        facts::audience(&mut *self.read().acquire().await?, rule, today, after, limit).await
    }

    async fn count(&self, rule: &Rule, today: &Today) -> Result<(u64, u64)> {
        facts::count(&mut *self.read().acquire().await?, rule, today).await
    }

    async fn facts(&self, ids: &[CustomerId]) -> Result<Vec<Facts>> {
        facts::of(&mut *self.read().acquire().await?, ids).await
    }
}
