//! The content of a CMPP_DELIVER that is a status report (CMPP 2.0 section 7.4.5, CMPP 3.0 section 8.4.5).

use super::octets::Reader;
use super::pdu::CodecError;

/// A status report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Msg_Id that CMPP_SUBMIT_RESP told.
    pub id: u64,
    /// Stat, 7 octets.
    pub stat: String,
    /// Done_time, YYMMDDHHMM.
    pub done: String,
}

impl Report {
    /// Reads the fields up to Done_time. The number behind it has 21 octets or 32, whatever the version, and is not needed.
    pub fn decode(content: &[u8]) -> Result<Report, CodecError> {
        let mut r = Reader(content);
        let id = r.u64()?;
        let stat = r.text(7)?.trim().to_owned();
        r.take(10)?;
        Ok(Report {
            id,
            stat,
            done: r.text(10)?,
        })
    }
}
