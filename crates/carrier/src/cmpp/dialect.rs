//! CMPP as the session speaks it.

use std::borrow::Cow;

use domain::time::{Millis, civil};
use encoding_rs::GBK;
use sms::{Encoding, Reference};

use super::authenticator;
use super::pdu::{Connect, Deliver, HEADER, LONGEST, Pdu, Submit, Version};
use super::report::Report;
use crate::codes::{self, Meaning};
use crate::contract::{Deferral, Message};
use crate::session::text::Alphabet;
use crate::session::{Dialect, Frames, Heard, Inbound, Leg, Unsendable, Verdict, text, time};

/// How Chinese texts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coding {
    /// In UCS-2.
    #[default]
    Ucs2,
    /// In GBK.
    Gbk,
}

/// Msg_Fmt of what we send.
#[derive(Debug, Clone, Copy)]
enum Format {
    Ascii = 0,
    Ucs2 = 8,
    Gbk = 15,
}

impl Format {
    fn octets(self, text: &str) -> Cow<'_, [u8]> {
        match self {
            Format::Ascii => text.as_bytes().into(),
            Format::Ucs2 => sms::encoding::to_ucs2(text).into(),
            Format::Gbk => GBK.encode(text).0,
        }
    }
}

/// What an account needs.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// Which version.
    pub version: Version,
    /// Source_Addr and Msg_src: 6 characters.
    pub account: String,
    /// The shared secret.
    pub secret: String,
    /// Src_Id: our number, with its extension.
    pub from: String,
    /// Service_Id.
    #[serde(default)]
    pub service: String,
    /// How it is written to.
    #[serde(default)]
    pub coding: Coding,
    /// Minutes east of UTC of the carrier's clock: 480 in China.
    pub offset_minutes: i32,
}

/// Shows no secret.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// The dialect.
#[derive(Debug, Clone)]
pub struct Cmpp {
    settings: Settings,
    clock: fn() -> Millis,
}

impl Cmpp {
    /// `Err` when a setting does not fit its field, in words safe to show. `clock` tells the moment for validities.
    pub fn new(settings: Settings, clock: fn() -> Millis) -> Result<Cmpp, Unsendable> {
        let cmpp = Cmpp { settings, clock };
        let probe = cmpp.part("1", (1, 1), String::new(), 0, Vec::new());
        let fits = Pdu::Submit(probe).encode(cmpp.settings.version, 1).is_ok() && cmpp.settings.account.len() == 6;
        if fits {
            Ok(cmpp)
        } else {
            Err(Unsendable("account, number or service code is too long"))
        }
    }

    fn part(&self, to: &str, part: (u8, u8), valid: String, format: u8, content: Vec<u8>) -> Submit {
        Submit {
            part,
            receipt: true,
            service: self.settings.service.clone(),
            header: part.0 > 1,
            format,
            account: self.settings.account.clone(),
            valid,
            from: self.settings.from.clone(),
            to: to.to_owned(),
            content,
        }
    }

    /// How a text goes that needs this encoding. Of Chinese, what GBK lacks goes as UCS-2, and the whole message with it; and so
    /// does the euro, whose octet is Microsoft's alone.
    fn format(&self, text: &str, encoding: Encoding) -> Format {
        let in_gbk = || !text.contains('€') && !GBK.encode(text).2;
        match encoding {
            Encoding::Gsm7 => Format::Ascii,
            Encoding::Ucs2 if self.settings.coding == Coding::Gbk && in_gbk() => Format::Gbk,
            Encoding::Ucs2 => Format::Ucs2,
        }
    }

    /// All that is written fits: settings and parts are checked where they come in.
    fn octets(&self, pdu: &Pdu, sequence: u32) -> Vec<u8> {
        pdu.encode(self.settings.version, sequence).unwrap_or_default()
    }

    fn deliver(&self, sequence: u32, deliver: &Deliver) -> Heard {
        let what = if deliver.receipt {
            match Report::decode(&deliver.content) {
                Ok(report) => Inbound::Receipt {
                    reference: report.id.to_string(),
                    status: codes::receipt(&codes::RECEIPTS, &report.stat),
                    at: time::done(&report.done, self.settings.offset_minutes),
                    code: report.stat,
                    numbers: vec![deliver.from.clone()],
                },
                Err(_) => Inbound::Unreadable,
            }
        } else {
            let (part, content) = text::unheaded(&deliver.content, deliver.header);
            let alphabet = if text::is_ucs2(deliver.format) {
                Alphabet::Ucs2
            } else {
                Alphabet::Gbk
            };
            Inbound::Reply {
                from: deliver.from.clone(),
                // Src_terminal_Id has no type.
                international: false,
                to: deliver.to.clone(),
                text: alphabet.read(content),
                part: part.map(|part| alphabet.part(part, content)),
            }
        };
        self.came((sequence, deliver.id), what)
    }

    /// What a PDU means of which the header alone can be read: an answer is one all the same, also to our CONNECT, and what was
    /// delivered is to be acknowledged, by its Msg_Id if that is there.
    fn read_header(&self, octets: &[u8]) -> Option<Heard> {
        let sequence = octets.get(8..12)?.try_into().map(u32::from_be_bytes).ok()?;
        match octets.get(4..8)? {
            // The status, in the width of the version that the peer speaks: it need not be ours.
            [0x80, 0, 0, 1] => Some(match octets.get(HEADER..)? {
                [status, rest @ ..] if rest.len() == 17 => turned(u32::from(*status)),
                [a, b, c, d, rest @ ..] if rest.len() == 17 => turned(u32::from_be_bytes([*a, *b, *c, *d])),
                _ => return None,
            }),
            [0x80, 0, 0, 4] => Some(Heard::Answer(sequence, Verdict::Unreadable)),
            [0, 0, 0, 5] => {
                let id = octets.get(HEADER..HEADER + 8).and_then(|eight| eight.try_into().ok());
                Some(self.came((sequence, id.map_or(0, u64::from_be_bytes)), Inbound::Unreadable))
            }
            _ => None,
        }
    }

    /// Something came in a CMPP_DELIVER of this sequence and Msg_Id.
    fn came(&self, (sequence, id): (u32, u64), what: Inbound) -> Heard {
        let answer = |result| self.octets(&Pdu::DeliverResp(id, result), sequence);
        Heard::Came {
            what,
            taken: answer(0),
            busy: answer(8),
        }
    }
}

/// A CMPP_CONNECT_RESP in the octets of another version: we would not understand the peer.
fn turned(status: u32) -> Heard {
    match connected(status) {
        Heard::Bound => Heard::Turned {
            stop: true,
            why: "the gateway speaks another version".to_owned(),
        },
        turned => turned,
    }
}

/// CMPP_CONNECT_RESP Status: 2 and 3 are our account's fault, 4 our version's.
fn connected(status: u32) -> Heard {
    let why = match status {
        0 => return Heard::Bound,
        2 => "the account is unknown, or this address is not allowed (2)".to_owned(),
        3 => "the secret is wrong (3)".to_owned(),
        4 => "the version is too high (4)".to_owned(),
        other => format!("the connection was refused ({other})"),
    };
    Heard::Turned {
        stop: matches!(status, 2..=4),
        why,
    }
}

fn verdict(id: u64, result: u32) -> Verdict {
    let code = result.to_string();
    match codes::look(&codes::CMPP_RESULTS, &code) {
        Some(Meaning::Taken) => Verdict::Taken(id.to_string()),
        Some(Meaning::Throttled) => Verdict::Deferred(Deferral::Throttled, code),
        Some(Meaning::QueueFull) => Verdict::Deferred(Deferral::QueueFull, code),
        Some(Meaning::Rebind) => Verdict::Deferred(Deferral::NotBound, code),
        Some(Meaning::Stop) => Verdict::Deferred(Deferral::Stopped, code),
        Some(Meaning::Failed(failure)) => Verdict::Refused(failure, code),
        Some(Meaning::Told(_)) | None => Verdict::Refused(domain::roll::Failure::Rejected, code),
    }
}

impl Dialect for Cmpp {
    type Part = Submit;

    fn frames(&self) -> Frames {
        Frames {
            shortest: HEADER,
            longest: LONGEST,
        }
    }

    fn bind(&self, _leg: Leg, sequence: u32, now: Millis) -> Vec<u8> {
        let settings = &self.settings;
        let stamp = civil(now, settings.offset_minutes).format("%m%d%H%M%S").to_string();
        let timestamp = stamp.parse().unwrap_or_default();
        let connect = Connect {
            account: settings.account.clone(),
            authenticator: authenticator(&settings.account, &settings.secret, timestamp),
            version: settings.version.octet(),
            timestamp,
        };
        self.octets(&Pdu::Connect(connect), sequence)
    }

    fn keep_alive(&self, sequence: u32) -> Vec<u8> {
        self.octets(&Pdu::ActiveTest, sequence)
    }

    fn bye(&self, sequence: u32) -> Vec<u8> {
        self.octets(&Pdu::Terminate, sequence)
    }

    fn cut(&self, message: &Message, reference: u16) -> Result<Vec<Submit>, Unsendable> {
        let to = &terminal(&message.phone);
        let valid = time::validity(message.valid_until, (self.clock)(), self.settings.offset_minutes);
        let (encoding, texts) = sms::split(&message.text, super::RULE);
        let format = self.format(&message.text, encoding);
        let total = texts.len();
        let whole = u8::try_from(total).map_err(|_| Unsendable("more than 255 parts"))?;
        let tie = Reference::Eight(reference as u8);
        (1u8..=whole)
            .zip(texts)
            .map(|(number, text)| {
                let mut content = Vec::new();
                if total > 1 {
                    let header = tie.header(number.into(), total);
                    content = header.map_err(|_| Unsendable("more than 255 parts"))?;
                }
                content.extend_from_slice(&format.octets(text));
                Ok(self.part(to, (whole, number), valid.clone(), format as u8, content))
            })
            .collect()
    }

    fn submit(&self, part: &Submit, sequence: u32) -> Vec<u8> {
        self.octets(&Pdu::Submit(part.clone()), sequence)
    }

    /// CMPP_QUERY counts by day and service; it knows no single message.
    const QUERIES: bool = false;

    fn read(&self, octets: &[u8]) -> Result<Heard, String> {
        let (sequence, pdu) = match Pdu::decode(self.settings.version, octets) {
            Ok(read) => read,
            Err(error) => {
                let unreadable = || format!("a PDU that cannot be read ({error})");
                return self.read_header(octets).ok_or_else(unreadable);
            }
        };
        Ok(match pdu {
            Pdu::ConnectResp(status, ..) => connected(status),
            Pdu::SubmitResp(id, result) => Heard::Answer(sequence, verdict(id, result)),
            Pdu::Deliver(deliver) => self.deliver(sequence, &deliver),
            Pdu::ActiveTest => Heard::Reply(self.octets(&Pdu::ActiveTestResp, sequence)),
            Pdu::TerminateResp => Heard::Gone,
            Pdu::Terminate => Heard::Bye(self.octets(&Pdu::TerminateResp, sequence)),
            _ => Heard::Alive,
        })
    }
}

/// Dest_terminal_Id of a number in E.164. Chinese numbers are bare, as the standard has them. Any other stands behind 00, by which
/// networks in China know that a country's code follows: bare, +1 312 555 1234 would be the Chinese mobile 131 2555 1234.
fn terminal(phone: &str) -> String {
    match phone.strip_prefix("+86") {
        // None begins with a zero, so that nobody's is another's.
        Some(chinese) if !chinese.starts_with('0') => chinese.to_owned(),
        _ => format!("00{}", phone.trim_start_matches('+')),
    }
}
