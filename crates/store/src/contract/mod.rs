//! The contract of a store, in parts by area. A second engine implements these and runs the same story suite.

mod accounts;
pub mod customers;
pub mod segments;
mod settings;

pub use accounts::{
    Accounts, Credentials, NewSession, NewStaff, NewToken, SecretHash, SessionHolder, SessionRecord, Staff, StaffEdit,
    TokenHolder, TokenRecord,
};
pub use customers::Customers;
pub use segments::{SegmentRecord, Segments};
pub use settings::{CarrierRecord, Organisation, Settings};

/// Everything that the gateway asks of a store.
pub trait Store: Accounts + Customers + Segments + Settings + Send + Sync + 'static {}

impl<T> Store for T where T: Accounts + Customers + Segments + Settings + Send + Sync + 'static {}
