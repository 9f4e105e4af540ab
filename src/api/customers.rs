//! The gateway's endpoints of 客户 (Customers), one function each.

use domain::id::CustomerId;
use wire::Page;
use wire::customers::{
    Customer, CustomerCard, CustomerEdit, CustomerQuery, CustomerRow, Erase, Facets, NewConsent, NewNote,
    RevealedPhone, TimelineItem,
};

use super::transport::{get, post, put};
use super::{Result, query};

/// A page of customers.
pub async fn list(filter: &CustomerQuery) -> Result<Page<CustomerRow>> {
    get(&query::with("/api/customers", filter)).await
}

/// What lists and rules offer to choose from.
pub async fn facets() -> Result<Facets> {
    get("/api/customers/facets").await
}

/// One customer.
pub async fn one(id: CustomerId) -> Result<Customer> {
    get(&format!("/api/customers/{id}")).await
}

/// A new customer.
pub async fn create(card: &CustomerCard) -> Result<Customer> {
    post("/api/customers", card).await
}

/// Saves a customer's card.
pub async fn save(id: CustomerId, edit: &CustomerEdit) -> Result<Customer> {
    put(&format!("/api/customers/{id}"), edit).await
}

/// Erases a customer for good.
pub async fn erase(id: CustomerId, why: &Erase) -> Result<Customer> {
    post(&format!("/api/customers/{id}/erase"), why).await
}

/// Shows the phone in full; logged.
pub async fn reveal(id: CustomerId) -> Result<RevealedPhone> {
    post(&format!("/api/customers/{id}/phone"), &()).await
}

/// Everything said, heard and done, newest first.
pub async fn timeline(id: CustomerId, cursor: Option<&str>) -> Result<Page<TimelineItem>> {
    get(&query::with(
        &format!("/api/customers/{id}/timeline"),
        &[("cursor", cursor)],
    ))
    .await
}

/// All records of consent, newest first.
pub async fn consents(id: CustomerId) -> Result<Vec<TimelineItem>> {
    get(&format!("/api/customers/{id}/consents")).await
}

/// Records that a consent was given or withdrawn.
pub async fn record_consent(id: CustomerId, consent: &NewConsent) -> Result<Customer> {
    post(&format!("/api/customers/{id}/consents"), consent).await
}

/// Adds a note.
pub async fn note(id: CustomerId, note: &NewNote) -> Result<()> {
    post(&format!("/api/customers/{id}/notes"), note).await
}
