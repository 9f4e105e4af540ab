//! How requests travel. The only file that names reqwasm.

/// What came back instead of an answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// The gateway was not reached.
    #[error("the gateway cannot be reached")]
    Network,
}

/// An answer of the gateway, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;
