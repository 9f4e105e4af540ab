//! What a store can answer instead of a result.

/// A result of the store.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such row.
    #[error("not found")]
    NotFound,
    /// The row was changed since the version that was edited.
    #[error("changed by somebody else meanwhile")]
    Conflict,
    /// The row's state does not allow this.
    #[error("not possible in this state: {0}")]
    WrongState(&'static str),
    /// A value that must be unique is taken; names the field.
    #[error("{0} is taken already")]
    Taken(&'static str),
    /// Numbers that opted out are kept under another key than the one at hand.
    #[error("{numbers} numbers that opted out are kept under another key")]
    OtherNumberKey {
        /// How many numbers cannot be recognised.
        numbers: u64,
    },
    /// The database was busy for longer than we wait.
    #[error("the database is busy")]
    Busy,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The database holds something that this version cannot read.
    #[error("unreadable row in {0}")]
    Unreadable(&'static str),
    /// Anything else of the engine.
    #[error("database: {0}")]
    Engine(#[source] sqlx::Error),
}

impl Error {
    /// Whether it speaks of what a row holds, and not of the database as a whole: others can be read all the same.
    pub const fn is_of_a_row(&self) -> bool {
        matches!(
            self,
            Error::NotFound
                | Error::Unreadable(_)
                | Error::Engine(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))
        )
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if matches!(error, sqlx::Error::RowNotFound) {
            return Error::NotFound;
        }
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Error::Busy;
        }
        // SQLite's primary result codes: 5 BUSY, 6 LOCKED, 13 FULL (https://sqlite.org/rescode.html).
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .and_then(|code| code.parse::<u32>().ok());
        match code.map(|code| code & 0xff) {
            Some(5 | 6) => Error::Busy,
            Some(13) => Error::DiskFull,
            _ => Error::Engine(error),
        }
    }
}
