//! What SMPP reads of octets.
#![allow(clippy::unwrap_used)]

mod support;

use carrier::session::{Dialect as _, Heard, Inbound};
use carrier::smpp::Smpp;
use domain::reply::Cut;
use domain::roll::Receipt;
use proptest::prelude::*;
use support::*;

fn dialect() -> Smpp {
    Smpp::new(smpp_settings(), now).unwrap()
}

#[test]
fn who_names_a_message_and_its_state_tells_a_receipt() {
    let id = [&[0, 0x1E, 0, 5][..], b"0A1C\0"].concat();
    let state = [4, 0x27, 0, 1, 2];
    let text = b"id:0A1C sub:001 dlvrd:001 submit date:2511270530 done date:2511270534 stat:DELIVRD err:000 text:";
    for (class, tlvs, want) in [
        (0, [&id[..], &state].concat(), true),
        (4, [&id[..], &state].concat(), true),
        (4, Vec::new(), true),
        (0, id.clone(), false),
        (0, state.to_vec(), false),
        (0, Vec::new(), false),
    ] {
        let heard = dialect().read(&deliver(9, class, 0, text, &tlvs));
        let Ok(Heard::Came { what, .. }) = heard else {
            panic!("{heard:?}")
        };
        let told =
            matches!(&what, Inbound::Receipt { reference, status: Receipt::Delivered, .. } if reference == "a1c");
        assert_eq!(
            (told, matches!(what, Inbound::Reply { .. })),
            (want, !want),
            "{class} {tlvs:?}"
        );
    }
}

#[test]
fn parts_of_a_reply_are_known_as_such_however_they_are_tied() {
    let units: Vec<u16> = "好😀".encode_utf16().collect();
    let text: Vec<u8> = units[..2].iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let headed = |header: &[u8]| [&[header.len() as u8], header, &text].concat();
    let sar = [2, 0x0C, 0, 2, 1, 7, 2, 0x0E, 0, 1, 3, 2, 0x0F, 0, 1, 2];
    for (class, content, tlvs, want) in [
        (0x40, headed(&[0, 3, 7, 3, 2]), &b""[..], Some((7, 3, 2))),
        (0x40, headed(&[8, 4, 1, 7, 3, 2]), b"", Some((0x107, 3, 2))),
        // Behind another element, and broken.
        (0x40, headed(&[0x24, 1, 1, 0, 3, 7, 3, 2]), b"", Some((7, 3, 2))),
        (0x40, headed(&[0x24, 1, 1, 0, 3, 7, 3]), b"", None),
        (0, text.clone(), &sar, Some((0x107, 3, 2))),
        (0, text.clone(), &sar[..6], None),
    ] {
        let heard = dialect().read(&deliver(9, class, 8, &content, tlvs));
        let Ok(Heard::Came {
            what: Inbound::Reply { text, part, .. },
            ..
        }) = heard
        else {
            panic!("{heard:?}")
        };
        assert_eq!(text, "好\u{fffd}", "{want:?}");
        let told = part.as_ref().map(|part| (part.reference, part.total, part.number));
        assert_eq!(told, want);
        // Cut within a character: kept as it came.
        if let Some(part) = part {
            assert!(part.cut == Some(Cut::Utf16(units[..2].to_vec())));
        }
    }
    let whole = sms::encoding::to_ucs2("好😀");
    let heard = dialect().read(&deliver(9, 0, 8, &whole, &sar));
    let read =
        matches!(&heard, Ok(Heard::Came { what: Inbound::Reply { part: Some(part), .. }, .. }) if part.cut.is_none());
    assert!(read, "{heard:?}");
    // GBK may read well though it begins within a character.
    let gbk = [0xC7, 0xEB, 0xCD, 0xCB, 0xB6, 0xA9];
    for (coding, octets) in [(0, &gbk[..3]), (0x0F, &gbk[..3]), (0x0F, &gbk[3..])] {
        let heard = dialect().read(&deliver(9, 0, coding, octets, &sar));
        let Ok(Heard::Came {
            what: Inbound::Reply { part: Some(part), .. },
            ..
        }) = heard
        else {
            panic!("{heard:?}")
        };
        assert!(part.cut == Some(Cut::Gbk(octets.to_vec())));
    }
    let heard = dialect().read(&deliver(9, 0, 0, b"TD", &sar));
    let read =
        matches!(&heard, Ok(Heard::Came { what: Inbound::Reply { part: Some(part), .. }, .. }) if part.cut.is_none());
    assert!(read, "{heard:?}");
}

#[test]
fn replies_in_whatever_alphabet_are_read() {
    let ucs2 = sms::encoding::to_ucs2("请退订");
    let gbk = [0xC7, 0xEB, 0xCD, 0xCB, 0xB6, 0xA9];
    for (coding, octets, want) in [
        (0x08, &ucs2[..], "请退订"),
        // With a message class.
        (0x18, &ucs2, "请退订"),
        (0x19, &ucs2, "请退订"),
        (0x1B, &ucs2, "请退订"),
        (0x0F, &gbk, "请退订"),
        (0x00, &gbk, "请退订"),
        (0x10, &gbk, "请退订"),
        (0x00, b"T\x11D \x1b\x3c", "T_D ["),
        (0x11, b"T\x11D", "T_D"),
        (0xF1, b"T\x11D", "T_D"),
        (0x01, b"TD_", "TD_"),
        (0x03, b"\xC7a va, d\xE9sinscrire", "Ça va, désinscrire"),
        // Octets that look like a mark of another alphabet are none.
        (0x03, b"\xFF\xFEa", "ÿþa"),
    ] {
        let heard = dialect().read(&deliver(9, 0, coding, octets, b""));
        let Ok(Heard::Came {
            what: Inbound::Reply { text, .. },
            ..
        }) = heard
        else {
            panic!("{coding:#x}: {heard:?}")
        };
        assert_eq!(text, want, "{coding:#x}");
    }
}

proptest! {
    #[test]
    fn any_octets_are_read_without_panic(body in prop::collection::vec(any::<u8>(), 0..300), status in any::<u32>(),
        id in prop::sample::select(vec![1u32, 2, 3, 4, 5, 6, 9, 0x15, 0x103, 0x8000_0000, 0x8000_0003, 0x8000_0004,
            0x8000_0005, 0x8000_0009, 0x8000_0015])) {
        let smpp = dialect();
        let _ = smpp.read(&body);
        let _ = smpp.read(&pdu(id, status, 7, &body));
    }

    #[test]
    fn a_reply_that_is_written_is_read(text in "[a-z好😀]{0,60}") {
        let octets = deliver(9, 0, 8, &sms::encoding::to_ucs2(&text), b"");
        let heard = dialect().read(&octets);
        let same = matches!(&heard, Ok(Heard::Came { what: Inbound::Reply { text: read, .. }, .. }) if *read == text);
        prop_assert!(same, "{:?}", heard.is_ok());
    }
}
