//! What every engine must do, told against the contract alone.

pub mod customers;
pub mod segments;
