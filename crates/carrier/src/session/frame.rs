//! Cuts a stream into PDUs by the length that each begins with.

use bytes::{Buf as _, BytesMut};

/// A length that no PDU has: nothing behind it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a PDU of no possible length ({0})")]
pub struct FrameError(pub u32);

/// The bounds of a PDU.
#[derive(Debug, Clone, Copy)]
pub struct Frames {
    /// Octets of the header, which every PDU has.
    pub shortest: usize,
    /// Most octets.
    pub longest: usize,
}

impl Frames {
    /// The next whole PDU; `None` until more octets have come.
    pub fn next(&self, octets: &mut BytesMut) -> Result<Option<BytesMut>, FrameError> {
        let Some(mut head) = octets.get(..4) else {
            return Ok(None);
        };
        let length = head.get_u32();
        if !(self.shortest..=self.longest).contains(&(length as usize)) {
            return Err(FrameError(length));
        }
        Ok((octets.len() >= length as usize).then(|| octets.split_to(length as usize)))
    }
}
