//! A text as the parts of submit_sm.

use rusmpp::pdus::SubmitSm;
use rusmpp::tlvs::MessageSubmissionRequestTlvValue as Tlv;
use rusmpp::types::{AnyOctetString, COctetString, EmptyOrFullCOctetString, OctetString};
use rusmpp::values::{
    DataCoding, EsmClass, IntermediateNotification, MCDeliveryReceipt, MessagePayload, Npi, RegisteredDelivery,
    SmeOriginatedAcknowledgement, Ton,
};
use sms::encoding::{to_gsm7, to_ucs2};
use sms::{Encoding, Reference};

use super::dialect::{Long, Settings};
use crate::contract::Message;
use crate::session::{Unsendable, time};

/// The octets of a text: GSM-7 with a septet in each octet, or UCS-2.
fn octets(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Gsm7 => to_gsm7(text).unwrap_or_default(),
        Encoding::Ucs2 => to_ucs2(text),
    }
}

pub(super) fn parts(
    settings: &Settings,
    message: &Message,
    reference: u16,
    now: i64,
) -> Result<Vec<SubmitSm>, Unsendable> {
    let (encoding, texts) = sms::split(&message.text, super::RULE);
    let mut base = base(settings, message, now)?;
    if encoding == Encoding::Ucs2 {
        base.data_coding = DataCoding::Ucs2;
    }
    if settings.long == Long::Payload {
        let payload = MessagePayload::new(AnyOctetString::from_vec(octets(&message.text, encoding)));
        base.push_tlv(Tlv::MessagePayload(payload));
        return Ok(vec![base]);
    }
    // Of sar_* TLVs the carrier makes such a header on the radio, so that the parts have room for it either way.
    let total = texts.len();
    let whole = u8::try_from(total).map_err(|_| Unsendable("more than 255 parts"))?;
    (1u8..=whole)
        .zip(texts)
        .map(|(number, text)| {
            let mut part = base.clone();
            let mut content = Vec::new();
            if total > 1 && settings.long == Long::Header {
                let header = Reference::Eight(reference as u8).header(number.into(), total);
                content = header.map_err(|_| Unsendable("more than 255 parts"))?;
                part.esm_class = part.esm_class.with_udhi_indicator();
            } else if total > 1 {
                part.push_tlv(Tlv::SarMsgRefNum(reference));
                part.push_tlv(Tlv::SarTotalSegments(whole));
                part.push_tlv(Tlv::SarSegmentSeqnum(number));
            }
            content.extend(octets(text, encoding));
            let content = OctetString::from_vec(content).map_err(|_| Unsendable("a part is too long"))?;
            part.set_short_message(content);
            Ok(part)
        })
        .collect()
}

/// All that the parts share.
fn base(settings: &Settings, message: &Message, now: i64) -> Result<SubmitSm, Unsendable> {
    let mut base = SubmitSm::default();
    // The library's default class is that of a delivery acknowledgement.
    base.esm_class = EsmClass::from(0);
    base.source_addr_ton = Ton::from(settings.from_ton);
    base.source_addr_npi = Npi::from(settings.from_npi);
    base.source_addr = text(&settings.from)?;
    base.dest_addr_ton = Ton::from(settings.to_ton);
    base.dest_addr_npi = Npi::from(settings.to_npi);
    base.destination_addr = text(message.phone.trim_start_matches('+'))?;
    let validity = time::validity(message.valid_until, now, settings.offset_minutes);
    if !validity.is_empty() {
        base.validity_period =
            EmptyOrFullCOctetString::from_string(validity).map_err(|_| Unsendable("the validity does not fit"))?;
    }
    base.registered_delivery = RegisteredDelivery::new(
        MCDeliveryReceipt::McDeliveryReceiptRequestedWhereFinalDeliveryOutcomeIsSuccessOrFailure,
        SmeOriginatedAcknowledgement::default(),
        IntermediateNotification::default(),
        0,
    );
    Ok(base)
}

/// A C octet string; an error where it is not ASCII or too long.
pub(super) fn text<const MAX: usize>(text: &str) -> Result<COctetString<1, MAX>, Unsendable> {
    COctetString::from_string(text.to_owned()).map_err(|_| Unsendable("a setting or number does not fit its field"))
}
