//! The contract of a store, in parts by area. A second engine implements these and runs the same story suite.

/// Everything that the gateway asks of a store.
pub trait Store: Send + Sync + 'static {}

impl<T> Store for T where T: Send + Sync + 'static {}
