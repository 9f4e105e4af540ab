//! Reads customer files: CSV and XLSX, encodings, columns, values, phones.
//!
//! The way through: [`detect`] looks at a file and returns a [`Layout`]; [`columns::guess`] proposes what each column is;
//! [`Rows::open`] streams the data rows in constant memory into one reused [`Record`]; [`parse_row`] turns a record into a
//! customer, a purchase or an event, or into refusals with column and reason; [`RefusedWriter`] gives the refused rows back
//! as a CSV. Nothing here touches a database or reads a clock.

pub mod columns;
mod detect;
mod encoding;
mod error;
mod field;
mod headers;
mod held;
mod mapping;
mod parse;
mod parsed;
pub mod phone;
mod reading;
mod record;
mod refusal;
mod refused;
mod rows;
mod sheet;
mod split;
pub mod text;
pub mod values;

pub use columns::{Field, FileKind, Guess, Mapping, MappingError, guess};
pub use detect::{Format, Layout, Preview, detect, detect_sheet};
pub use encoding::Encoding;
pub use error::{FileError, Language};
pub use parse::{parse_customer, parse_event, parse_purchase, parse_row};
pub use parsed::{Consents, Context, EventKind, Parsed, ParsedCustomer, ParsedEvent, ParsedPurchase, Who};
pub use phone::{E164, PhoneFlaw, PhoneReading, Region};
pub use record::{MAX_CELL_CHARS, MAX_COLUMNS, Record};
pub use refusal::{Refusal, RefusalCode};
pub use refused::{RefusedWriter, harmless};
pub use rows::Rows;
