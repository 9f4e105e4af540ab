//! The contract of a store, in parts by area. A second engine implements these and runs the same story suite.

mod accounts;
pub mod campaigns;
pub mod customers;
mod evidence;
pub mod imports;
pub mod inbox;
mod ledger;
mod log;
pub mod overview;
pub mod runs;
pub mod segments;
mod settings;
pub mod templates;
pub mod weather;
mod witness;

pub use accounts::{
    Accounts, Credentials, NewSession, NewStaff, NewToken, SecretHash, SessionHolder, SessionRecord, Staff, StaffEdit,
    TokenHolder, TokenRecord,
};
pub use campaigns::Campaigns;
pub use customers::Customers;
pub use evidence::{ConsentsOf, Evidence, KeptConsent, KeptErased, KeptOptOut, SealedConsent, SideTree, StatedRow};
pub use imports::Imports;
pub use inbox::Inbox;
pub use ledger::{
    HandedOver, KeptCheckpoint, KeptLeaf, KeptWords, Ledger, Placed, SealedEntry, Sealing, SignedHead, TileRow,
    Unfounded,
};
pub use log::{EventRecord, Log, LogFilter, LogHead};
pub use overview::Overview;
pub use runs::Runs;
pub use segments::{SegmentRecord, Segments};
pub use settings::{CarrierRecord, Organisation, Settings};
pub use templates::Templates;
pub use weather::Forecast;
pub use witness::{Place, Sent, Witness, Witnesses};

/// Everything that the gateway asks of a store.
pub trait Store:
    Accounts
    + Campaigns
    + Customers
    + Forecast
    + Evidence
    + Imports
    + Inbox
    + Ledger
    + Log
    + Overview
    + Runs
    + Segments
    + Settings
    + Templates
    + Witnesses
    + Send
    + Sync
    + 'static
{
}

impl<T> Store for T where
    T: Accounts
        + Campaigns
        + Customers
        + Forecast
        + Evidence
        + Imports
        + Inbox
        + Inbox
        + Ledger
        + Log
        + Overview
        + Runs
        + Segments
        + Settings
        + Templates
        + Witnesses
        + Send
        + Sync
        + 'static
{
}
