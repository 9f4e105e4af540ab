//! SMPP as the session speaks it.

use bytes::BytesMut;
use domain::roll::Failure;
use domain::time::Millis;
use rusmpp::decode::DecodeWithLength as _;
use rusmpp::encode::{Encode as _, Length as _};
use rusmpp::pdus::{
    BindReceiver, BindTransceiver, BindTransmitter, DataSm, DataSmResp, DeliverSm, DeliverSmResp, QuerySm, SubmitSm,
};
use rusmpp::tlvs::{Tlv, TlvValue};
use rusmpp::values::{EsmClass, GsmFeatures, InterfaceVersion, MessageType, Npi, Ton};
use rusmpp::{Command, CommandStatus, Pdu};

use super::{receipt, submit};
use crate::codes::{self, Meaning};
use crate::contract::{Deferral, Message};
use crate::session::text::Alphabet;
use crate::session::{Dialect, Frames, Heard, Inbound, Leg, Unsendable, Verdict, text};

/// How a long text is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Long {
    /// In parts, each with a user data header.
    #[default]
    Header,
    /// In parts, tied together by sar_* TLVs.
    Sar,
    /// Whole, in message_payload; the carrier cuts it.
    Payload,
}

/// What an account needs.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// system_id, up to 15 characters.
    pub system_id: String,
    /// password, up to 8 characters.
    pub password: String,
    /// system_type.
    #[serde(default)]
    pub system_type: String,
    /// source_addr.
    pub from: String,
    /// Its type of number and numbering plan.
    #[serde(default)]
    pub from_ton: u8,
    /// Its numbering plan.
    #[serde(default)]
    pub from_npi: u8,
    /// Type of number of customers: 1, international.
    pub to_ton: u8,
    /// Numbering plan of customers: 1, ISDN.
    pub to_npi: u8,
    /// How long texts go.
    #[serde(default)]
    pub long: Long,
    /// Minutes east of UTC of the carrier's clock.
    pub offset_minutes: i32,
}

/// Shows no secret.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("long", &self.long)
            .finish_non_exhaustive()
    }
}

/// The dialect.
#[derive(Debug, Clone)]
pub struct Smpp {
    settings: Settings,
    clock: fn() -> Millis,
}

impl Smpp {
    /// `Err` when a setting does not fit its field, in words safe to show. `clock` tells the moment for validities.
    pub fn new(settings: Settings, clock: fn() -> Millis) -> Result<Smpp, Unsendable> {
        submit::text::<16>(&settings.system_id)?;
        submit::text::<9>(&settings.password)?;
        submit::text::<13>(&settings.system_type)?;
        submit::text::<21>(&settings.from)?;
        Ok(Smpp { settings, clock })
    }

    fn came(&self, delivery: &Delivery<'_>) -> Inbound {
        let payload = delivery.tlvs.iter().find_map(|tlv| match tlv.value() {
            Some(TlvValue::MessagePayload(payload)) => Some(payload.value.as_ref()),
            _ => None,
        });
        let content: &[u8] = payload.unwrap_or(delivery.short_message);
        let headed = matches!(
            delivery.esm_class.gsm_features,
            GsmFeatures::UdhiIndicator | GsmFeatures::SetUdhiAndReplyPath
        );
        let (part, rest) = text::unheaded(content, headed);
        let alphabet = match delivery.coding {
            coding if text::is_ucs2(coding) => Alphabet::Ucs2,
            // The default alphabet, also with a message class.
            0x00 | 0x10..=0x13 | 0xF0..=0xF3 => Alphabet::by_default(rest),
            0x03 => Alphabet::Latin1,
            _ => Alphabet::Gbk,
        };
        // Receipts are ASCII, whatever alphabet is announced; in GSM-7 an underscore would read otherwise.
        let plain = String::from_utf8_lossy(rest);
        let told = receipt::read(delivery.tlvs, &plain, self.settings.offset_minutes);
        let a_receipt = delivery.esm_class.message_type != MessageType::default() || receipt::by_tlvs(delivery.tlvs);
        match told {
            Some(Inbound::Receipt {
                reference,
                status,
                code,
                at,
                ..
            }) if a_receipt => Inbound::Receipt {
                reference,
                status,
                code,
                at,
                // Some carriers name the customer as the source, others as the destination.
                numbers: vec![delivery.from.to_owned(), delivery.to.to_owned()],
            },
            _ if a_receipt => Inbound::Unreadable,
            _ => Inbound::Reply {
                from: delivery.from.to_owned(),
                international: delivery.from_ton == Ton::International,
                to: delivery.to.to_owned(),
                text: alphabet.read(rest),
                part: part
                    .or_else(|| sar(delivery.tlvs))
                    .map(|part| alphabet.part(part, rest)),
            },
        }
    }
}

/// What a deliver_sm and a data_sm have in common.
struct Delivery<'a> {
    from: &'a str,
    from_ton: Ton,
    to: &'a str,
    esm_class: EsmClass,
    coding: u8,
    /// Empty in a data_sm, which has its text in message_payload.
    short_message: &'a [u8],
    tlvs: &'a [Tlv],
}

impl<'a> From<&'a DeliverSm> for Delivery<'a> {
    fn from(deliver: &'a DeliverSm) -> Delivery<'a> {
        Delivery {
            from: deliver.source_addr.as_str(),
            from_ton: deliver.source_addr_ton,
            to: deliver.destination_addr.as_str(),
            esm_class: deliver.esm_class,
            coding: deliver.data_coding.into(),
            short_message: deliver.short_message().as_ref(),
            tlvs: deliver.tlvs(),
        }
    }
}

impl<'a> From<&'a DataSm> for Delivery<'a> {
    fn from(data: &'a DataSm) -> Delivery<'a> {
        Delivery {
            from: data.source_addr.as_str(),
            from_ton: data.source_addr_ton,
            to: data.destination_addr.as_str(),
            esm_class: data.esm_class,
            coding: data.data_coding.into(),
            short_message: &[],
            tlvs: data.tlvs(),
        }
    }
}

/// Where sar_* TLVs put a part.
fn sar(tlvs: &[Tlv]) -> Option<text::Place> {
    let (mut reference, mut total, mut number) = (None, None, None);
    for tlv in tlvs {
        match tlv.value() {
            Some(TlvValue::SarMsgRefNum(told)) => reference = Some(*told),
            Some(TlvValue::SarTotalSegments(told)) => total = Some(*told),
            Some(TlvValue::SarSegmentSeqnum(told)) => number = Some(*told),
            _ => {}
        }
    }
    Some((reference?, total?, number?))
}

/// Something came under this sequence, to be acknowledged by this PDU.
fn came(sequence: u32, resp: impl Into<Pdu>, what: Inbound) -> Heard {
    let resp = resp.into();
    let answer = |status| octets(&Command::new(status, sequence, resp.clone()));
    Heard::Came {
        what,
        taken: answer(CommandStatus::EsmeRok),
        busy: answer(CommandStatus::EsmeRmsgqful),
    }
}

fn octets(command: &Command) -> Vec<u8> {
    let length = command.length() + 4;
    let mut octets = vec![0; length];
    octets[..4].copy_from_slice(&(length as u32).to_be_bytes());
    let written = command.encode(&mut octets[4..]);
    octets.truncate(4 + written);
    octets
}

fn request(sequence: u32, pdu: impl Into<Pdu>) -> Vec<u8> {
    octets(&Command::new(CommandStatus::EsmeRok, sequence, pdu))
}

fn no_such_command(sequence: u32) -> Vec<u8> {
    octets(&Command::new(CommandStatus::EsmeRinvcmdid, sequence, Pdu::GenericNack))
}

fn code(status: u32) -> String {
    format!("0x{status:02X}")
}

/// What a submit_sm_resp says; `id` is empty where it told none.
fn verdict(status: u32, id: &str) -> Verdict {
    let code = code(status);
    match codes::look(&codes::SMPP_STATUS, &code) {
        Some(Meaning::Taken) if id.trim().is_empty() => Verdict::Unreadable,
        // As it was told: so it is asked after.
        Some(Meaning::Taken) => Verdict::Taken(id.trim().to_owned()),
        Some(Meaning::Throttled) => Verdict::Deferred(Deferral::Throttled, code),
        Some(Meaning::QueueFull) => Verdict::Deferred(Deferral::QueueFull, code),
        Some(Meaning::Rebind) => Verdict::Deferred(Deferral::NotBound, code),
        Some(Meaning::Stop) => Verdict::Deferred(Deferral::Stopped, code),
        Some(Meaning::Failed(failure)) => Verdict::Refused(failure, code),
        Some(Meaning::Told(_)) | None => Verdict::Refused(Failure::Rejected, code),
    }
}

fn bound(status: u32) -> Heard {
    match codes::look(&codes::SMPP_STATUS, &code(status)) {
        Some(Meaning::Taken) => Heard::Bound,
        meaning => Heard::Turned {
            stop: meaning == Some(Meaning::Stop),
            why: format!("the bind was refused ({})", code(status)),
        },
    }
}

impl Dialect for Smpp {
    type Part = SubmitSm;

    /// A message_payload has up to 64 kB.
    fn frames(&self) -> Frames {
        Frames {
            shortest: 16,
            longest: 70_000,
        }
    }

    /// Settings were checked when the dialect was made, so that none is left out here.
    fn bind(&self, leg: Leg, sequence: u32, _now: Millis) -> Vec<u8> {
        let s = &self.settings;
        macro_rules! bind {
            ($kind:ident) => {
                request(
                    sequence,
                    $kind::builder()
                        .system_id(submit::text(&s.system_id).unwrap_or_default())
                        .password(submit::text(&s.password).unwrap_or_default())
                        .system_type(submit::text(&s.system_type).unwrap_or_default())
                        .interface_version(InterfaceVersion::Smpp3_4)
                        .build(),
                )
            };
        }
        match leg {
            Leg::Both => bind!(BindTransceiver),
            Leg::Send => bind!(BindTransmitter),
            Leg::Hear => bind!(BindReceiver),
        }
    }

    fn keep_alive(&self, sequence: u32) -> Vec<u8> {
        request(sequence, Pdu::EnquireLink)
    }

    fn bye(&self, sequence: u32) -> Vec<u8> {
        request(sequence, Pdu::Unbind)
    }

    fn cut(&self, message: &Message, reference: u16) -> Result<Vec<SubmitSm>, Unsendable> {
        submit::parts(&self.settings, message, reference, (self.clock)())
    }

    fn submit(&self, part: &SubmitSm, sequence: u32) -> Vec<u8> {
        request(sequence, part.clone())
    }

    const QUERIES: bool = true;

    fn query(&self, reference: &str, sequence: u32) -> Option<Vec<u8>> {
        let query = QuerySm {
            message_id: submit::text(reference).ok()?,
            source_addr_ton: Ton::from(self.settings.from_ton),
            source_addr_npi: Npi::from(self.settings.from_npi),
            source_addr: submit::text(&self.settings.from).ok()?,
        };
        Some(request(sequence, query))
    }

    /// Without zeros in front and in small letters, and hexadecimal for decimal and the other way round.
    fn spellings(&self, reference: &str) -> Vec<String> {
        receipt::spellings(reference)
            .into_iter()
            .filter(|spelled| spelled != reference)
            .collect()
    }

    fn read(&self, octets: &[u8]) -> Result<Heard, String> {
        let word = |at: usize| {
            octets
                .get(at..at + 4)
                .and_then(|four| four.try_into().ok())
                .map_or(0, u32::from_be_bytes)
        };
        let (id, status, sequence) = (word(4), word(8), word(12));
        let mut rest = BytesMut::from(octets.get(4..).unwrap_or_default());
        let length = rest.len();
        let command = Command::decode(&mut rest, length).ok();
        let pdu = command.as_ref().and_then(|(command, _)| command.pdu());
        Ok(match (id, pdu) {
            (0x8000_0001 | 0x8000_0002 | 0x8000_0009, _) => bound(status),
            (0x8000_0004, Some(Pdu::SubmitSmResp(resp))) => {
                Heard::Answer(sequence, verdict(status, resp.message_id().as_str()))
            }
            // generic_nack: the peer did not do what was asked. One that names no error took nothing all the same.
            (0x8000_0000, _) if status == 0 => {
                Heard::Answer(sequence, Verdict::Refused(Failure::Rejected, code(status)))
            }
            // An error is often told without a body; a success without an id is unreadable.
            (0x8000_0004 | 0x8000_0000, _) => Heard::Answer(sequence, verdict(status, "")),
            (0x8000_0003, Some(Pdu::QuerySmResp(resp))) if status == 0 => {
                Heard::Answer(sequence, Verdict::Told(receipt::asked(resp.message_state)))
            }
            (0x8000_0003, _) => Heard::Answer(sequence, Verdict::Told(None)),
            (0x0000_0005, Some(Pdu::DeliverSm(deliver))) => {
                came(sequence, DeliverSmResp::default(), self.came(&deliver.into()))
            }
            (0x0000_0005, _) => came(sequence, DeliverSmResp::default(), Inbound::Unreadable),
            // Some carriers tell their receipts so.
            (0x0000_0103, Some(Pdu::DataSm(data))) => came(sequence, DataSmResp::default(), self.came(&data.into())),
            (0x0000_0103, _) => came(sequence, DataSmResp::default(), Inbound::Unreadable),
            (0x0000_0015, _) => Heard::Reply(request(sequence, Pdu::EnquireLinkResp)),
            (0x8000_0006, _) => Heard::Gone,
            (0x0000_0006, _) => Heard::Bye(request(sequence, Pdu::UnbindResp)),
            // alert_notification has no answer.
            (0x8000_0015 | 0x0000_0102, _) => Heard::Alive,
            // A request that is not answered would hold a place in the carrier's window for ever.
            (0..0x8000_0000, _) => Heard::Reply(no_such_command(sequence)),
            (other, _) => return Err(format!("a PDU that cannot be read ({other:#010x})")),
        })
    }
}
