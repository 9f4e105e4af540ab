//! What a carrier reads of one message, octet by octet; and CMPP 3.0 from the bind to the receipt.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use carrier::cmpp::pdu::{Deliver, Pdu, Version};
use carrier::cmpp::{self, Cmpp};
use carrier::session::{Direct, Leg};
use carrier::smpp::{self, Smpp};
use carrier::{Answer, Carrier};
use domain::roll::Receipt;
use support::*;

/// An hour after [`NOW`], in the time of the carrier, eight hours east of UTC.
const VALID: &str = "251127150000032+";

fn word(pdu: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(pdu[at..at + 4].try_into().unwrap())
}

fn answer(asked: &[u8], body: &[u8]) -> Vec<u8> {
    let words = [16 + body.len() as u32, word(asked, 4) | 0x8000_0000, 0, word(asked, 12)];
    let mut octets: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
    octets.extend_from_slice(body);
    octets
}

#[tokio::test(start_paused = true)]
async fn a_submit_sm_bears_numbers_validity_and_the_wish_for_a_receipt() {
    let settings = smpp::Settings {
        from_ton: 5,
        from_npi: 0,
        to_ton: 1,
        to_npi: 8,
        ..smpp_settings()
    };
    let (wires, server) = wires(90_000);
    let smpp = Smpp::new(settings, now).unwrap();
    let carrier = Direct::open(smpp, wires, pace(), Arc::new(now), &[Leg::Both]);
    let mut peer = server.accept().await;
    let asked = peer.read().await;
    peer.write(&answer(&asked, b"smsc\0")).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let (said, asked) = tokio::join!(hand(&carrier, "您好"), async {
        let asked = peer.read().await;
        peer.write(&answer(&asked, b"0000ABC1\0")).await;
        asked
    });
    // The name is kept as it was told, and a receipt may spell it otherwise.
    let asked_after = ["0000ABC1".to_owned()];
    let references = asked_after.to_vec();
    assert_eq!(said, Answer::Taken { references });
    let others = carrier.spellings("0000ABC1");
    assert!(
        others.contains(&"abc1".into()) && others.contains(&"43969".into()),
        "{others:?}"
    );

    // SMPP 3.4 section 4.4.1; the validity as in section 7.1.1.
    let validity = [VALID.as_bytes(), b"\0"].concat();
    let body = [
        &b"\0"[..],
        b"\x05\x0010690001\0",
        b"\x01\x088613800000001\0",
        b"\0\0\0",
        b"\0",
        &validity,
        b"\x01",
        b"\0\x08\0\x04",
        &sms::encoding::to_ucs2("您好"),
    ]
    .concat();
    assert_eq!(asked[16..], body);

    let (told, asked) = tokio::join!(carrier.query(&asked_after), async {
        let asked = peer.read().await;
        peer.write(&answer(&asked, b"0000ABC1\0\0\x02\0")).await;
        asked
    });
    assert_eq!(told, [Some(Receipt::Delivered)]);
    assert!(
        asked[16..].starts_with(b"0000ABC1\0"),
        "it is asked by the name that it told"
    );
}

#[tokio::test(start_paused = true)]
async fn cmpp_30_goes_from_the_bind_to_the_receipt() {
    let settings = cmpp::Settings {
        version: Version::V30,
        account: "900001".into(),
        secret: "888888".into(),
        from: "10690001".into(),
        service: "help".into(),
        coding: cmpp::Coding::Ucs2,
        offset_minutes: 480,
    };
    let (wires, server) = wires(90_000);
    let cmpp = Cmpp::new(settings, now).unwrap();
    let carrier = Direct::open(cmpp, wires, pace(), Arc::new(now), &[Leg::Both]);
    let mut peer = server.accept().await;
    let read = |octets: Vec<u8>| Pdu::decode(Version::V30, &octets).unwrap();
    let write = |sequence, pdu: Pdu| pdu.encode(Version::V30, sequence).unwrap();
    let (sequence, Pdu::Connect(connect)) = read(peer.read().await) else {
        panic!("no connect")
    };
    assert_eq!(connect.version, 0x30);
    peer.write(&write(sequence, Pdu::ConnectResp(0, [0; 16], 0x30))).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let (said, submit) = tokio::join!(hand(&carrier, "您好"), async {
        let (sequence, Pdu::Submit(submit)) = read(peer.read().await) else {
            panic!("no submit")
        };
        peer.write(&write(sequence, Pdu::SubmitResp(71, 0))).await;
        submit
    });
    let references = vec!["71".to_owned()];
    assert_eq!(said, Answer::Taken { references });
    assert_eq!((submit.receipt, submit.valid.as_str(), submit.format), (true, VALID, 8));
    assert_eq!((submit.from.as_str(), submit.to.as_str()), ("10690001", "13800000001"));
    assert_eq!(
        (submit.service.as_str(), submit.content),
        ("help", sms::encoding::to_ucs2("您好"))
    );
    // In 3.0 the number behind Done_time has 32 octets.
    let content = [&71_u64.to_be_bytes()[..], b"DELIVRD25112714002511271401", &[0; 36]].concat();
    let deliver = Deliver {
        id: 5,
        to: "10690001".into(),
        service: String::new(),
        header: false,
        format: 0,
        from: "13800000001".into(),
        receipt: true,
        content,
    };
    peer.write(&write(9, Pdu::Deliver(deliver))).await;
    settle().await;
    let receipts = carrier.receipts(NOW, 9).await;
    assert_eq!(
        (receipts[0].reference.as_str(), receipts[0].status),
        ("71", Receipt::Delivered)
    );
    carrier.acknowledge(&receipts).await;
    assert_eq!(read(peer.read().await), (9, Pdu::DeliverResp(5, 0)));
}
