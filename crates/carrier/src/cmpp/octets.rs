//! Fields of fixed width, read and written within strict bounds.

use super::pdu::CodecError;

/// Reads fields one after another; never beyond the end.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], CodecError> {
        let (head, rest) = self.0.split_at_checked(count).ok_or(CodecError::Truncated)?;
        self.0 = rest;
        Ok(head)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], CodecError> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(CodecError::Truncated)?;
        self.0 = rest;
        Ok(*head)
    }

    pub fn u8(&mut self) -> Result<u8, CodecError> {
        Ok(self.array::<1>()?[0])
    }

    pub fn u32(&mut self) -> Result<u32, CodecError> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub fn u64(&mut self) -> Result<u64, CodecError> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// Text of `width` octets, filled up with zeros on the right.
    pub fn text(&mut self, width: usize) -> Result<String, CodecError> {
        let octets = self.take(width)?;
        let end = octets.iter().position(|&octet| octet == 0).unwrap_or(width);
        std::str::from_utf8(&octets[..end])
            .ok()
            .filter(|text| text.is_ascii())
            .map(str::to_owned)
            .ok_or(CodecError::NotAscii)
    }

    /// Nothing may be left over.
    pub fn end(&self) -> Result<(), CodecError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(CodecError::Surplus)
        }
    }
}

/// Writes fields one after another.
pub(super) struct Writer(pub Vec<u8>);

impl Writer {
    pub fn put(&mut self, octets: &[u8]) -> &mut Writer {
        self.0.extend_from_slice(octets);
        self
    }

    /// Text, filled up with zeros to `width`; longer or other than ASCII is an error.
    pub fn text(&mut self, text: &str, width: usize) -> Result<&mut Writer, CodecError> {
        if !text.is_ascii() || text.contains('\0') {
            return Err(CodecError::NotAscii);
        }
        if text.len() > width {
            return Err(CodecError::TooWide { width });
        }
        let end = self.0.len() + width;
        self.put(text.as_bytes()).0.resize(end, 0);
        Ok(self)
    }
}
