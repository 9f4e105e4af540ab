//! The provider API, the engine behind it, and the rollcall binary.
