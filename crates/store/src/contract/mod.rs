//! The contract of a store, in parts by area. A second engine implements these and runs the same story suite.

pub mod customers;

pub use customers::Customers;

/// Everything that the gateway asks of a store.
pub trait Store: Customers + Send + Sync + 'static {}

impl<T> Store for T where T: Customers + Send + Sync + 'static {}
