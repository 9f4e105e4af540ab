//! Persistence behind one contract: SQLite embedded.
