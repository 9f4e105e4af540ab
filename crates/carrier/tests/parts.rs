//! What is counted is what is sent: every way of writing to a carrier cuts a text as its rule counts it.
#![allow(clippy::unwrap_used)]

mod support;

use carrier::cmpp::pdu::{Submit, Version};
use carrier::cmpp::{self, Cmpp, Coding};
use carrier::session::Dialect;
use carrier::smpp::{self, Long, Smpp};
use carrier::{Key, Message};
use encoding_rs::GBK;
use proptest::prelude::*;
use rusmpp::tlvs::TlvValue;
use sms::encoding::from_gsm7;
use support::{cmpp_settings, smpp_settings};

fn message(text: &str) -> Message {
    Message {
        key: Key { entry: 1, attempt: 1 },
        phone: "+8613800138000".into(),
        text: text.into(),
        parts: 1,
        valid_until: 0,
    }
}

fn by_cmpp(version: Version, coding: Coding, text: &str) -> Vec<Submit> {
    let settings = cmpp::Settings {
        coding,
        ..cmpp_settings(version)
    };
    Cmpp::new(settings, || 0).unwrap().cut(&message(text), 7).unwrap()
}

/// The text of each part behind its header, and what the phone is told of it in.
fn of_cmpp(part: &Submit) -> String {
    let text = if part.header {
        assert_eq!(part.content[..6], [5, 0, 3, 7, part.part.0, part.part.1]);
        &part.content[6..]
    } else {
        &part.content[..]
    };
    match part.format {
        0 => String::from_utf8(text.to_vec()).unwrap(),
        8 => in_ucs2(text),
        15 => {
            let (text, _, broken) = GBK.decode(text);
            assert!(!broken);
            text.into_owned()
        }
        other => panic!("Msg_Fmt {other}"),
    }
}

fn in_ucs2(octets: &[u8]) -> String {
    let units = octets.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    String::from_utf16(&units.collect::<Vec<_>>()).unwrap()
}

/// The parts' texts, by SMPP.
fn by_smpp(long: Long, text: &str) -> Vec<String> {
    let settings = smpp::Settings {
        long,
        ..smpp_settings()
    };
    let parts = Smpp::new(settings, || 0).unwrap().cut(&message(text), 7).unwrap();
    let several = parts.len() > 1;
    let texts = parts.iter().map(|part| {
        let octets = part.short_message().as_ref();
        let header = if several && long == Long::Header { 6 } else { 0 };
        match u8::from(part.data_coding) {
            0 => from_gsm7(&octets[header..]),
            8 => in_ucs2(&octets[header..]),
            other => panic!("data_coding {other}"),
        }
    });
    texts.collect()
}

/// The text of a message_payload, and the parts into which a carrier cuts it: as many septets or octets as fit, and no character in two.
fn by_payload(text: &str) -> (String, usize) {
    let settings = smpp::Settings {
        long: Long::Payload,
        ..smpp_settings()
    };
    let sent = Smpp::new(settings, || 0).unwrap().cut(&message(text), 7).unwrap();
    let [whole] = &sent[..] else {
        panic!("in one: {}", sent.len())
    };
    assert!(whole.short_message().as_ref().is_empty());
    let payload = whole.tlvs().iter().find_map(|tlv| match tlv.value() {
        Some(TlvValue::MessagePayload(payload)) => Some(payload.value.as_ref()),
        _ => None,
    });
    let octets = payload.unwrap();
    let (text, lengths, one, more): (String, Vec<usize>, usize, usize) = match u8::from(whole.data_coding) {
        0 => {
            let escaped = octets.split(|octet| *octet == 0x1B).enumerate();
            let lengths = escaped.flat_map(|(n, plain)| {
                let first = if n == 0 { 1 } else { 2 };
                (0..plain.len()).map(move |at| if at == 0 { first } else { 1 })
            });
            (from_gsm7(octets), lengths.collect(), 160, 153)
        }
        8 => {
            let text = in_ucs2(octets);
            let lengths = text.chars().map(char::len_utf16).collect();
            (text, lengths, 70, 67)
        }
        other => panic!("data_coding {other}"),
    };
    if lengths.iter().sum::<usize>() <= one {
        return (text, 1);
    }
    let (mut parts, mut used) = (1, 0);
    for length in lengths {
        if used + length > more {
            (parts, used) = (parts + 1, 0);
        }
        used += length;
    }
    (text, parts)
}

/// Texts of all kinds, long enough to need several parts.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~]{0,330}",
        "[a-z €\\[\\]~é]{0,500}",
        "[a-z好😀€，]{0,400}",
        "[😀-😎好]{0,250}",
        "[好-家a-z]{0,300}",
    ]
}

proptest! {
    #[test]
    fn every_carrier_is_sent_the_parts_that_are_counted(text in texts()) {
        for long in [Long::Header, Long::Sar] {
            let sent = by_smpp(long, &text);
            prop_assert_eq!(sms::count(&text, smpp::RULE).unwrap().parts, sent.len());
            prop_assert_eq!(sent.concat(), text.clone());
        }
        prop_assert_eq!(by_payload(&text), (text.clone(), sms::count(&text, smpp::RULE).unwrap().parts));
        let counted = sms::count(&text, cmpp::RULE).map(|counted| counted.parts);
        for (version, coding) in [
            (Version::V20, Coding::Ucs2),
            (Version::V20, Coding::Gbk),
            (Version::V30, Coding::Ucs2),
            (Version::V30, Coding::Gbk),
        ] {
            let sent = by_cmpp(version, coding, &text);
            prop_assert!(counted.is_err() || counted == Ok(sent.len()), "{coding:?}: {counted:?}");
            prop_assert_eq!(sent.iter().map(of_cmpp).collect::<String>(), text.clone());
            for part in &sent {
                prop_assert!(part.content.len() <= 140 || part.format == 0 && part.content.len() <= 160);
                // A phone knows no GBK: what it is told in UCS-2 must fit a part as well.
                let room = if part.header { 67 } else { 70 };
                prop_assert!(part.format == 0 || of_cmpp(part).encode_utf16().count() <= room);
            }
        }
    }
}

#[test]
fn gbk_is_written_where_the_carrier_asks_for_it_and_has_the_characters() {
    let check = |text: &str, coding, formats: &[u8]| {
        let sent = by_cmpp(Version::V20, coding, text);
        let told: Vec<u8> = sent.iter().map(|part| part.format).collect();
        assert_eq!(told, formats, "{text} {coding:?}");
    };
    check("【安居】您好", Coding::Ucs2, &[8]);
    check("【安居】您好", Coding::Gbk, &[15]);
    check("hello", Coding::Gbk, &[0]);
    // Two octets a character, and one: 67 characters are 134 octets at most.
    check(&"好a".repeat(40), Coding::Gbk, &[15, 15]);
    check(&"好".repeat(135), Coding::Gbk, &[15, 15, 15]);
    for lacked in ["😀", "€", "é?ñ"] {
        check(&format!("您好{lacked}"), Coding::Gbk, &[8]);
        // The whole message, also where the others are in the alphabet.
        check(&format!("{}{lacked}", "好".repeat(70)), Coding::Gbk, &[8, 8]);
    }
    let sent = by_cmpp(Version::V20, Coding::Gbk, "您好");
    assert_eq!(sent[0].content, [0xC4, 0xFA, 0xBA, 0xC3]);
}
