//! What lists and rules offer to choose from.

use sqlx::sqlite::SqlitePool;

use crate::contract::customers::{CustomerFacets, FacetCount};
use crate::error::Result;

const CITIES: &str =
    "SELECT city, COUNT(*) FROM customer WHERE city IS NOT NULL GROUP BY city ORDER BY 2 DESC, 1 LIMIT 200";
const TAGS: &str = "SELECT tag, COUNT(*) FROM customer_tag GROUP BY tag ORDER BY 2 DESC, 1 LIMIT 200";
/// In the order of the index of facets first, so that a million need not be sorted by tier.
const TIERS: &str = "SELECT tier, SUM(customers) FROM (SELECT tier, COUNT(*) AS customers FROM customer \
       WHERE erased_at IS NULL GROUP BY site_stage, tier) \
     WHERE tier IS NOT NULL GROUP BY tier ORDER BY 2 DESC, 1 LIMIT 200";

pub(super) async fn read(pool: &SqlitePool) -> Result<CustomerFacets> {
    let customers: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM customer WHERE erased_at IS NULL")
        .fetch_one(pool)
        .await?;
    Ok(CustomerFacets {
        cities: counts(pool, CITIES).await?,
        tags: counts(pool, TAGS).await?,
        tiers: counts(pool, TIERS).await?,
        attributes: sqlx::query_scalar("SELECT name FROM attribute_name ORDER BY name LIMIT 200")
            .fetch_all(pool)
            .await?,
        customers: customers.unsigned_abs(),
    })
}

async fn counts(pool: &SqlitePool, sql: &'static str) -> Result<Vec<FacetCount>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(pool).await?;
    Ok(rows
        .into_iter()
        .map(|(value, count)| (value, count.unsigned_abs()))
        .collect())
}
