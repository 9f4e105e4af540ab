//! CMPP's octets: golden vectors, bounds, and properties.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use carrier::cmpp::pdu::{CodecError, Connect, Deliver, Pdu, Submit, Version};
use carrier::cmpp::{Cmpp, Coding, Settings, authenticator, report::Report};
use carrier::session::Dialect as _;
use carrier::{Key, Message};
use domain::phone::Phone;
use proptest::prelude::*;

fn octets(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn check(version: Version, sequence: u32, pdu: &Pdu, golden: &str) {
    let golden = octets(golden);
    assert_eq!(pdu.encode(version, sequence).unwrap(), golden, "{pdu:?}");
    assert_eq!(Pdu::decode(version, &golden).unwrap(), (sequence, pdu.clone()));
    for end in 0..golden.len() {
        assert!(Pdu::decode(version, &golden[..end]).is_err(), "{pdu:?} cut at {end}");
    }
}

#[test]
fn golden_octets() {
    // The account 900001 with the secret 888888 at 10-21 08:05:10.
    let connect = Pdu::Connect(Connect {
        account: "900001".into(),
        authenticator: authenticator("900001", "888888", 1_021_080_510),
        version: 0x21,
        timestamp: 1_021_080_510,
    });
    let wanted = "00000027 00000001 00000017 393030303031 90d00c1d517abd0b4f65f6bcf8535d16 21 3cdc73be";
    check(Version::V20, 0x17, &connect, wanted);
    let id = 0xb2b9_da80_0001_0000;
    check(
        Version::V20,
        0x17,
        &Pdu::SubmitResp(id, 0),
        "00000015 80000004 00000017 b2b9da8000010000 00",
    );
    check(
        Version::V30,
        0x17,
        &Pdu::SubmitResp(id, 8),
        "00000018 80000004 00000017 b2b9da8000010000 00000008",
    );
    check(
        Version::V20,
        5,
        &Pdu::DeliverResp(id, 0),
        "00000015 80000005 00000005 b2b9da8000010000 00",
    );
    check(Version::V20, 1, &Pdu::ActiveTest, "0000000c 00000008 00000001");
    check(Version::V20, 1, &Pdu::Terminate, "0000000c 00000002 00000001");
    let deliver = Pdu::Deliver(Deliver {
        id: 0xb525_6280_0001_0000,
        to: "900001".into(),
        service: String::new(),
        header: false,
        format: 0,
        from: "13412340000".into(),
        receipt: false,
        content: b"This is a test MO.".to_vec(),
    });
    let z = |count: usize| "00".repeat(count);
    let body = |width: usize, kind: &str, tail: usize| {
        format!(
            "b525628000010000 393030303031 {} {} 000000 3133343132333430303030 {} {kind} 00 12 \
             54686973206973206120 74657374204d4f2e {}",
            z(15),
            z(10),
            z(width - 11),
            z(tail)
        )
    };
    check(
        Version::V20,
        5,
        &deliver,
        &format!("00000067 00000005 00000005 {}", body(21, "", 8)),
    );
    check(
        Version::V30,
        5,
        &deliver,
        &format!("0000007f 00000005 00000005 {}", body(32, "00", 20)),
    );
}

#[test]
fn the_widths_of_submit_are_those_of_the_standard() {
    let submit = Pdu::Submit(submit("x".repeat(10)));
    assert_eq!(
        submit.encode(Version::V20, 1).unwrap().len(),
        12 + 117 + 21 + 1 + 10 + 8
    );
    assert_eq!(
        submit.encode(Version::V30, 1).unwrap().len(),
        12 + 129 + 32 + 2 + 10 + 20
    );
}

fn submit(content: String) -> Submit {
    Submit {
        part: (1, 1),
        receipt: true,
        service: "care".into(),
        header: false,
        format: 0,
        account: "900001".into(),
        valid: String::new(),
        from: "10690001".into(),
        to: "13800138000".into(),
        content: content.into_bytes(),
    }
}

#[test]
fn what_does_not_fit_is_an_error() {
    let too_long = Pdu::Submit(submit("x".repeat(256)));
    assert_eq!(too_long.encode(Version::V20, 1), Err(CodecError::Content));
    let wide = Submit {
        from: "1".repeat(22),
        ..submit(String::new())
    };
    assert_eq!(
        Pdu::Submit(wide).encode(Version::V20, 1),
        Err(CodecError::TooWide { width: 21 })
    );
    let surplus = octets("0000000d 00000008 00000001 00");
    assert_eq!(Pdu::decode(Version::V20, &surplus), Err(CodecError::Surplus));
    let other = octets("0000000c 000000ff 00000001");
    assert_eq!(Pdu::decode(Version::V20, &other), Err(CodecError::Command(0xff)));
    assert_eq!(
        Pdu::decode(Version::V20, &octets("0000000d 00000008 00000001")),
        Err(CodecError::Length(13))
    );
}

/// The Dest_terminal_Id of a message to this phone.
fn terminal(phone: &str) -> String {
    let settings = Settings {
        version: Version::V20,
        account: "900001".into(),
        secret: "888888".into(),
        from: "10690001".into(),
        service: String::new(),
        coding: Coding::Ucs2,
        offset_minutes: 480,
    };
    let message = Message {
        key: Key { entry: 1, attempt: 1 },
        phone: phone.into(),
        text: "hi".into(),
        parts: 1,
        valid_until: 0,
    };
    Cmpp::new(settings, || 0)
        .unwrap()
        .cut(&message, 1)
        .unwrap()
        .remove(0)
        .to
}

#[test]
fn a_number_abroad_is_no_chinese_mobile() {
    assert_eq!(terminal("+8613125551234"), "13125551234");
    assert_eq!(terminal("+13125551234"), "0013125551234");
    assert_eq!(terminal("+447700900001"), "00447700900001");
}

proptest! {
    #[test]
    fn two_numbers_are_never_one_terminal(digits in "[0-9]{3,15}") {
        let prefixes = ["+", "+86", "+00", "+8600", "+0086"];
        let all = prefixes.map(|prefix| format!("{prefix}{digits}"));
        let phones: BTreeSet<&String> = all.iter().filter(|phone| Phone::parse(phone).is_ok()).collect();
        let terminals: BTreeSet<String> = phones.iter().map(|phone| terminal(phone)).collect();
        prop_assert_eq!(terminals.len(), phones.len(), "{:?}", terminals);
    }

    #[test]
    fn any_octets_are_read_without_panic(octets in prop::collection::vec(any::<u8>(), 0..300), v30 in any::<bool>(),
        command in prop::sample::select(vec![1u32, 2, 4, 5, 8, 0x8000_0001, 0x8000_0004, 0x8000_0005, 0x8000_0008])) {
        let version = if v30 { Version::V30 } else { Version::V20 };
        let _ = Pdu::decode(version, &octets);
        let _ = Report::decode(&octets);
        // Once more with a header that leads into the fields.
        let mut framed = (octets.len() as u32 + 12).to_be_bytes().to_vec();
        framed.extend(command.to_be_bytes());
        framed.extend([0, 0, 0, 1]);
        framed.extend(octets);
        let _ = Pdu::decode(version, &framed);
    }

    #[test]
    fn what_is_written_is_read(content in prop::collection::vec(any::<u8>(), 0..=255), to in "[0-9]{1,21}",
        from in "[0-9]{0,21}", header in any::<bool>(), receipt in any::<bool>(), format in any::<u8>(), id in any::<u64>(),
        sequence in any::<u32>(), v30 in any::<bool>()) {
        let version = if v30 { Version::V30 } else { Version::V20 };
        let sent = Submit { part: (3, 2), receipt, header, format, to: to.clone(), from: from.clone(),
            content: content.clone(), ..submit(String::new()) };
        let heard = Deliver { id, to: from, service: String::new(), header, format, from: to, receipt, content };
        for pdu in [Pdu::Submit(sent), Pdu::Deliver(heard)] {
            let octets = pdu.encode(version, sequence).unwrap();
            prop_assert_eq!(Pdu::decode(version, &octets), Ok((sequence, pdu)));
        }
    }
}
