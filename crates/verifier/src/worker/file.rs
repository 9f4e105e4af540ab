//! A file as a reader: a worker may read a piece and wait for it, so a pack streams by, however long it is.

use js_sys::Uint8Array;
use std::io::{Error, Read, Result};
use verifier::pieces::File;
use web_sys::{Blob, FileReaderSync};

/// Octets of a file, from anywhere.
pub struct Octets<'a> {
    file: &'a Blob,
    reader: FileReaderSync,
}

impl<'a> Octets<'a> {
    /// Of this file.
    pub fn of(file: &'a Blob) -> Result<Self> {
        let reader = FileReaderSync::new().map_err(|_| Error::other("no reader"))?;
        Ok(Self { file, reader })
    }

    fn octets(&self, from: u64, to: u64) -> Result<Uint8Array> {
        let piece = self.file.slice_with_f64_and_f64(from as f64, to as f64);
        let buffer = piece.and_then(|piece| self.reader.read_as_array_buffer(&piece));
        let buffer = buffer.map_err(|_| Error::other("the file changed or is gone"))?;
        Ok(Uint8Array::new(&buffer.into()))
    }
}

impl File for Octets<'_> {
    fn size(&self) -> u64 {
        self.file.size() as u64
    }

    fn read(&self, from: u64, to: u64) -> Result<Vec<u8>> {
        Ok(self.octets(from, to)?.to_vec())
    }
}

/// Reads a file from an octet to its end.
pub struct Rest<'a> {
    octets: Octets<'a>,
    at: u64,
    /// Hears how many octets were read.
    told: Box<dyn FnMut(u64) + 'a>,
}

impl<'a> Rest<'a> {
    /// Reads from the octet `at` on.
    pub fn of(file: &'a Blob, at: u64, told: impl FnMut(u64) + 'a) -> Result<Self> {
        let (octets, told) = (Octets::of(file)?, Box::new(told));
        Ok(Self { octets, at, told })
    }
}

impl Read for Rest<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let octets = self.octets.octets(self.at, self.at + into.len() as u64)?;
        let length = octets.length() as usize;
        octets.copy_to(
            into.get_mut(..length)
                .ok_or_else(|| Error::other("more than asked for"))?,
        );
        self.at += length as u64;
        (self.told)(self.at);
        Ok(length)
    }
}
