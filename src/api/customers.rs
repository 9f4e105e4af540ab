//! The gateway's endpoints of 客户 (Customers), one function each.

use domain::id::CustomerId;
use wire::Page;
use wire::customers::{
    Customer, CustomerCard, CustomerEdit, CustomerQuery, CustomerRow, Erase, Erased, Facets, NewConsent, NewNote,
    RevealedPhone, TimelineItem,
};

use super::transport::{get, post, put};
use super::{Answer, query};

/// A page of customers.
pub fn list(filter: &CustomerQuery) -> Answer<Page<CustomerRow>> {
    get(&query::with("/api/customers", filter))
}

/// What lists and rules offer to choose from.
pub fn facets() -> Answer<Facets> {
    get("/api/customers/facets")
}

/// One customer.
pub fn one(id: CustomerId) -> Answer<Customer> {
    get(&format!("/api/customers/{id}"))
}

/// A new customer; `back`: though somebody with the phone was erased.
pub fn create(card: &CustomerCard, back: bool) -> Answer<Customer> {
    let back = back.then_some("true");
    post(&query::with("/api/customers", &[("back", back)]), card)
}

/// Saves a customer's card; `back`: though somebody with the phone was erased.
pub fn save(id: CustomerId, edit: &CustomerEdit, back: bool) -> Answer<Customer> {
    let back = back.then_some("true");
    put(&query::with(&format!("/api/customers/{id}"), &[("back", back)]), edit)
}

/// Erases a customer for good.
pub fn erase(id: CustomerId, why: &Erase) -> Answer<Erased> {
    post(&format!("/api/customers/{id}/erase"), why)
}

/// Shows the phone in full, or an attribute; logged.
pub fn reveal(id: CustomerId, attribute: Option<&str>) -> Answer<RevealedPhone> {
    let path = format!("/api/customers/{id}/phone");
    post(&query::with(&path, &[("attribute", attribute)]), &())
}

/// Everything said, heard and done, newest first.
pub fn timeline(id: CustomerId, cursor: Option<&str>) -> Answer<Page<TimelineItem>> {
    get(&query::with(
        &format!("/api/customers/{id}/timeline"),
        &[("cursor", cursor)],
    ))
}

/// All records of consent, newest first.
pub fn consents(id: CustomerId) -> Answer<Vec<TimelineItem>> {
    get(&format!("/api/customers/{id}/consents"))
}

/// Records that a consent was given or withdrawn.
pub fn record_consent(id: CustomerId, consent: &NewConsent) -> Answer<Customer> {
    post(&format!("/api/customers/{id}/consents"), consent)
}

/// Adds a note.
pub fn note(id: CustomerId, note: &NewNote) -> Answer<()> {
    post(&format!("/api/customers/{id}/notes"), note)
}
