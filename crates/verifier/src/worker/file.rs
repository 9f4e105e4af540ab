//! A file as a reader: a worker may read a piece and wait for it, so a pack streams by, however long it is.

use js_sys::Uint8Array;
use std::io::{Error, Read, Result};
use web_sys::{Blob, FileReaderSync};

/// Reads a file piece by piece.
pub struct Pieces<'a> {
    file: &'a Blob,
    reader: FileReaderSync,
    at: f64,
    /// Hears how many octets were read.
    told: Box<dyn FnMut(f64) + 'a>,
}

impl<'a> Pieces<'a> {
    /// Reads from the beginning.
    pub fn new(file: &'a Blob, told: impl FnMut(f64) + 'a) -> Result<Self> {
        let reader = FileReaderSync::new().map_err(|_| Error::other("no reader"))?;
        let told = Box::new(told);
        Ok(Self {
            file,
            reader,
            at: 0.0,
            told,
        })
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let end = (self.at + into.len() as f64).min(self.file.size());
        let piece = self.file.slice_with_f64_and_f64(self.at, end);
        let buffer = piece.and_then(|piece| self.reader.read_as_array_buffer(&piece));
        let buffer = buffer.map_err(|_| Error::other("the file changed or is gone"))?;
        let octets = Uint8Array::new(&buffer.into());
        let length = octets.length() as usize;
        octets.copy_to(
            into.get_mut(..length)
                .ok_or_else(|| Error::other("more than asked for"))?,
        );
        self.at += length as f64;
        (self.told)(self.at);
        Ok(length)
    }
}
