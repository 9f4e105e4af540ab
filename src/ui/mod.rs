//! The kit. It knows no business: what it shows comes in as props, what happens goes out through callbacks.

mod page_header;

pub use page_header::PageHeader;
