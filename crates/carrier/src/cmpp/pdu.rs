//! The PDUs of CMPP 2.0 and 3.0, octet by octet.
//!
//! Source: China Mobile, *CMPP 2.0* (2002) section 7 and *CMPP 3.0* (2005) section 8. The versions differ in the widths of numbers
//! (21 and 32 octets), statuses (1 and 4), and a few added fields.

use super::octets::{Reader, Writer};

/// Octets of the header: Total_Length, Command_Id, Sequence_Id.
pub const HEADER: usize = 12;
/// The longest PDU that is taken: CMPP_SUBMIT of 3.0 to 100 numbers has 3,491 octets.
pub const LONGEST: usize = 4_096;

/// Which version is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Version {
    /// CMPP 2.0.
    #[serde(rename = "2.0")]
    V20,
    /// CMPP 3.0.
    #[serde(rename = "3.0")]
    V30,
}

impl Version {
    /// As it stands in CMPP_CONNECT: four bits for each number.
    pub const fn octet(self) -> u8 {
        match self {
            Version::V20 => 0x20,
            Version::V30 => 0x30,
        }
    }

    const fn number(self) -> usize {
        match self {
            Version::V20 => 21,
            Version::V30 => 32,
        }
    }
}

/// Why octets are no PDU, or a PDU cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// It ends too early.
    #[error("the PDU is truncated")]
    Truncated,
    /// Octets are left over.
    #[error("the PDU is longer than its fields")]
    Surplus,
    /// Total_Length is not that of the octets.
    #[error("the length {0} does not fit the PDU")]
    Length(u32),
    /// A text field is not ASCII.
    #[error("a text field is not ASCII")]
    NotAscii,
    /// A text is wider than its field.
    #[error("a text is wider than {width} octets")]
    TooWide {
        /// The field's width.
        width: usize,
    },
    /// There is no such command.
    #[error("no such command as {0:#010x}")]
    Command(u32),
    /// Msg_Content is longer than its length can say.
    #[error("the content has more than 255 octets")]
    Content,
}

/// CMPP_CONNECT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connect {
    /// Source_Addr: the account, 6 octets.
    pub account: String,
    /// AuthenticatorSource.
    pub authenticator: [u8; 16],
    /// Version.
    pub version: u8,
    /// Timestamp, MMDDHHMMSS as a number.
    pub timestamp: u32,
}

/// CMPP_SUBMIT to one number.
#[derive(Clone, PartialEq, Eq)]
pub struct Submit {
    /// Pk_total and Pk_number.
    pub part: (u8, u8),
    /// Registered_Delivery: whether a receipt is wanted.
    pub receipt: bool,
    /// Service_Id, 10 octets.
    pub service: String,
    /// TP_udhi: whether the content begins with a header.
    pub header: bool,
    /// Msg_Fmt: 0 ASCII, 8 UCS-2, 15 GBK.
    pub format: u8,
    /// Msg_src: the account, 6 octets.
    pub account: String,
    /// ValId_Time, 17 octets; empty: the carrier's own.
    pub valid: String,
    /// Src_Id: our number, 21 octets.
    pub from: String,
    /// Dest_terminal_Id.
    pub to: String,
    /// Msg_Content, header included.
    pub content: Vec<u8>,
}

/// CMPP_DELIVER.
#[derive(Clone, PartialEq, Eq)]
pub struct Deliver {
    /// Msg_Id of this delivery.
    pub id: u64,
    /// Dest_Id: our number.
    pub to: String,
    /// Service_Id.
    pub service: String,
    /// TP_udhi.
    pub header: bool,
    /// Msg_Fmt.
    pub format: u8,
    /// Src_terminal_Id: who wrote.
    pub from: String,
    /// Registered_Delivery: whether the content is a receipt.
    pub receipt: bool,
    /// Msg_Content.
    pub content: Vec<u8>,
}

macro_rules! secretive {
    ($($name:ident: $shown:ident),+) => {$(
        /// Shows no phone and no text.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).field(stringify!($shown), &self.$shown).finish_non_exhaustive()
            }
        }
    )+};
}
secretive!(Submit: part, Deliver: id);

/// Any PDU.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pdu {
    /// CMPP_CONNECT.
    Connect(Connect),
    /// CMPP_CONNECT_RESP: Status, AuthenticatorISMG, Version.
    ConnectResp(u32, [u8; 16], u8),
    /// CMPP_TERMINATE.
    Terminate,
    /// CMPP_TERMINATE_RESP.
    TerminateResp,
    /// CMPP_SUBMIT.
    Submit(Submit),
    /// CMPP_SUBMIT_RESP: Msg_Id and Result.
    SubmitResp(u64, u32),
    /// CMPP_DELIVER.
    Deliver(Deliver),
    /// CMPP_DELIVER_RESP: Msg_Id and Result.
    DeliverResp(u64, u32),
    /// CMPP_ACTIVE_TEST.
    ActiveTest,
    /// CMPP_ACTIVE_TEST_RESP.
    ActiveTestResp,
}

impl Pdu {
    /// Command_Id.
    pub const fn command(&self) -> u32 {
        match self {
            Pdu::Connect(_) => 1,
            Pdu::ConnectResp(..) => 0x8000_0001,
            Pdu::Terminate => 2,
            Pdu::TerminateResp => 0x8000_0002,
            Pdu::Submit(_) => 4,
            Pdu::SubmitResp(..) => 0x8000_0004,
            Pdu::Deliver(_) => 5,
            Pdu::DeliverResp(..) => 0x8000_0005,
            Pdu::ActiveTest => 8,
            Pdu::ActiveTestResp => 0x8000_0008,
        }
    }

    /// Writes the PDU, header included.
    pub fn encode(&self, version: Version, sequence: u32) -> Result<Vec<u8>, CodecError> {
        let mut w = Writer(vec![0; 4]);
        w.put(&self.command().to_be_bytes()).put(&sequence.to_be_bytes());
        match self {
            Pdu::Connect(connect) => {
                w.text(&connect.account, 6)?.put(&connect.authenticator);
                w.put(&[connect.version]).put(&connect.timestamp.to_be_bytes());
            }
            Pdu::ConnectResp(status, authenticator, spoken) => {
                status_of(&mut w, version, *status).put(authenticator).put(&[*spoken]);
            }
            Pdu::Submit(submit) => write_submit(&mut w, version, submit)?,
            Pdu::Deliver(deliver) => write_deliver(&mut w, version, deliver)?,
            Pdu::SubmitResp(id, result) | Pdu::DeliverResp(id, result) => {
                status_of(w.put(&id.to_be_bytes()), version, *result);
            }
            Pdu::ActiveTestResp => {
                w.put(&[0]);
            }
            Pdu::Terminate | Pdu::TerminateResp | Pdu::ActiveTest => {}
        }
        let length = (w.0.len() as u32).to_be_bytes();
        w.0[..4].copy_from_slice(&length);
        Ok(w.0)
    }

    /// Reads one whole PDU; answers its sequence too.
    pub fn decode(version: Version, octets: &[u8]) -> Result<(u32, Pdu), CodecError> {
        let mut r = Reader(octets);
        let (length, command, sequence) = (r.u32()?, r.u32()?, r.u32()?);
        if length as usize != octets.len() || octets.len() > LONGEST {
            return Err(CodecError::Length(length));
        }
        let pdu = match command {
            1 => Pdu::Connect(Connect {
                account: r.text(6)?,
                authenticator: r.array()?,
                version: r.u8()?,
                timestamp: r.u32()?,
            }),
            0x8000_0001 => Pdu::ConnectResp(read_status(&mut r, version)?, r.array()?, r.u8()?),
            2 => Pdu::Terminate,
            0x8000_0002 => Pdu::TerminateResp,
            4 => Pdu::Submit(read_submit(&mut r, version)?),
            0x8000_0004 => Pdu::SubmitResp(r.u64()?, read_status(&mut r, version)?),
            5 => Pdu::Deliver(read_deliver(&mut r, version)?),
            0x8000_0005 => Pdu::DeliverResp(r.u64()?, read_status(&mut r, version)?),
            8 => Pdu::ActiveTest,
            // Some gateways leave the reserved octet out.
            0x8000_0008 => {
                let _ = r.u8();
                Pdu::ActiveTestResp
            }
            other => return Err(CodecError::Command(other)),
        };
        r.end()?;
        Ok((sequence, pdu))
    }
}

fn status_of(w: &mut Writer, version: Version, status: u32) -> &mut Writer {
    match version {
        // No status of 2.0 is beyond an octet; one that is reads as the greatest.
        Version::V20 => w.put(&[u8::try_from(status).unwrap_or(u8::MAX)]),
        Version::V30 => w.put(&status.to_be_bytes()),
    }
}

fn read_status(r: &mut Reader<'_>, version: Version) -> Result<u32, CodecError> {
    match version {
        Version::V20 => r.u8().map(u32::from),
        Version::V30 => r.u32(),
    }
}

fn length(content: &[u8]) -> Result<u8, CodecError> {
    u8::try_from(content.len()).map_err(|_| CodecError::Content)
}

/// Fee fields say that the account pays (Fee_UserType 2, FeeType 01 free for the handset).
fn write_submit(w: &mut Writer, version: Version, submit: &Submit) -> Result<(), CodecError> {
    w.put(&[0; 8])
        .put(&[submit.part.0, submit.part.1, u8::from(submit.receipt), 1]);
    w.text(&submit.service, 10)?.put(&[2]).text("", version.number())?;
    if version == Version::V30 {
        w.put(&[0]);
    }
    w.put(&[0, u8::from(submit.header), submit.format]);
    w.text(&submit.account, 6)?.text("01", 2)?.text("0", 6)?;
    w.text(&submit.valid, 17)?.text("", 17)?.text(&submit.from, 21)?;
    w.put(&[1]).text(&submit.to, version.number())?;
    if version == Version::V30 {
        w.put(&[0]);
    }
    w.put(&[length(&submit.content)?]).put(&submit.content);
    w.text("", if version == Version::V30 { 20 } else { 8 })?;
    Ok(())
}

fn read_submit(r: &mut Reader<'_>, version: Version) -> Result<Submit, CodecError> {
    let v30 = version == Version::V30;
    r.take(8)?;
    let [total, number, receipt, _level] = r.array()?;
    let service = r.text(10)?;
    r.take(1 + version.number() + usize::from(v30) + 1)?;
    let [header, format] = r.array()?;
    let account = r.text(6)?;
    r.take(2 + 6)?;
    let valid = r.text(17)?;
    r.take(17)?;
    let from = r.text(21)?;
    let numbers = usize::from(r.u8()?);
    let to = r.text(version.number())?;
    r.take(numbers.saturating_sub(1) * version.number() + usize::from(v30))?;
    let length = r.u8()?;
    let content = r.take(length.into())?.to_vec();
    r.take(if v30 { 20 } else { 8 })?;
    Ok(Submit {
        part: (total, number),
        receipt: receipt == 1,
        service,
        header: header == 1,
        format,
        account,
        valid,
        from,
        to,
        content,
    })
}

fn write_deliver(w: &mut Writer, version: Version, deliver: &Deliver) -> Result<(), CodecError> {
    w.put(&deliver.id.to_be_bytes())
        .text(&deliver.to, 21)?
        .text(&deliver.service, 10)?;
    w.put(&[0, u8::from(deliver.header), deliver.format])
        .text(&deliver.from, version.number())?;
    if version == Version::V30 {
        w.put(&[0]);
    }
    w.put(&[u8::from(deliver.receipt), length(&deliver.content)?])
        .put(&deliver.content);
    w.text("", if version == Version::V30 { 20 } else { 8 })?;
    Ok(())
}

fn read_deliver(r: &mut Reader<'_>, version: Version) -> Result<Deliver, CodecError> {
    let (id, to, service) = (r.u64()?, r.text(21)?, r.text(10)?);
    let [_pid, header, format] = r.array()?;
    let from = r.text(version.number())?;
    r.take(usize::from(version == Version::V30))?;
    let [receipt, length] = r.array()?;
    let content = r.take(length.into())?.to_vec();
    r.take(if version == Version::V30 { 20 } else { 8 })?;
    Ok(Deliver {
        id,
        to,
        service,
        header: header == 1,
        format,
        from,
        receipt: receipt == 1,
        content,
    })
}
