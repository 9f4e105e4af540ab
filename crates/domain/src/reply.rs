//! Long replies, which come in parts.

/// A part as it came. It may begin and end within a character, so that only with the parts beside it can it be read.
#[derive(Clone, PartialEq, Eq)]
pub enum Cut {
    /// UTF-16.
    Utf16(Vec<u16>),
    /// GBK.
    Gbk(Vec<u8>),
}
