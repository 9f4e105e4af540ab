//! What carriers deliver and nobody can read is acknowledged and counted: told again it would be no clearer, and it would fill
//! their window for ever.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use carrier::cmpp::Cmpp;
use carrier::cmpp::pdu::{Deliver, Pdu, Version};
use carrier::session::{Direct, Leg};
use carrier::smpp::Smpp;
use carrier::{Answer, Carrier, Deferral};
use domain::roll::Failure;
use support::*;

async fn smpp() -> (Direct<Smpp>, Peer) {
    let (wires, server) = wires(90_000);
    let smpp = Smpp::new(smpp_settings(), now).unwrap();
    let carrier = Direct::open(smpp, wires, pace(), Arc::new(now), &[Leg::Both]);
    let mut peer = server.accept().await;
    let asked = peer.read().await;
    peer.write(&pdu(0x8000_0009, 0, word(&asked, 12), b"smsc\0")).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    (carrier, peer)
}

#[tokio::test(start_paused = true)]
async fn a_deliver_sm_that_cannot_be_read_is_acknowledged() {
    let (carrier, mut peer) = smpp().await;
    for (sequence, body) in [(7, &b"\xff\xff"[..]), (8, b"")] {
        peer.write(&pdu(5, 0, sequence, body)).await;
        let answer = peer.read().await;
        assert_eq!(
            (word(&answer, 4), word(&answer, 8), word(&answer, 12)),
            (0x8000_0005, 0, sequence)
        );
    }
    assert_eq!(carrier.live().strays, 2);
    assert!(carrier.receipts(NOW, 9).await.is_empty() && carrier.replies(9).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn every_request_is_answered_and_a_data_sm_is_read_as_a_deliver_sm() {
    let (carrier, mut peer) = smpp().await;
    let data = |sequence, class, coding, tlvs: &[&[u8]]| {
        let mut body = b"\0\x01\x018613800138000\0\x01\x0110690001\0".to_vec();
        body.extend([class, 0, coding]);
        body.extend(tlvs.concat());
        pdu(0x103, 0, sequence, &body)
    };
    let stop: &[u8] = &[4, 0x24, 0, 4, 0x90, 0, 0x8B, 0xA2];
    peer.write(&data(7, 4, 0, &[&[0, 0x1E, 0, 3], b"a1\0", &[4, 0x27, 0, 1, 2]]))
        .await;
    peer.write(&data(8, 0, 8, &[stop])).await;
    settle().await;
    let (receipts, replies) = (carrier.receipts(NOW, 9).await, carrier.replies(9).await);
    assert_eq!((receipts.len(), receipts[0].reference.as_str()), (1, "a1"));
    assert_eq!(
        (replies.len(), replies[0].text.as_str(), replies[0].international),
        (1, "退订", true)
    );
    carrier.acknowledge(&receipts).await;
    carrier.acknowledge_replies(&[replies[0].token]).await;
    // One that cannot be read is acknowledged at once; what nobody knows is no command; an alert awaits no answer.
    peer.write(&pdu(0x103, 0, 9, b"\xff\xff")).await;
    peer.write(&pdu(0x102, 0, 10, b"\0\0\0\0\0\0")).await;
    peer.write(&pdu(0x999, 0, 11, b"")).await;
    let mut answers = Vec::new();
    for _ in 0..4 {
        let answer = peer.read().await;
        answers.push((word(&answer, 12), word(&answer, 4), word(&answer, 8)));
    }
    answers.sort_unstable();
    assert_eq!(
        answers,
        [
            (7, 0x8000_0103, 0),
            (8, 0x8000_0103, 0),
            (9, 0x8000_0103, 0),
            (11, 0x8000_0000, 3)
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_generic_nack_says_what_its_status_says() {
    let (carrier, mut peer) = smpp().await;
    let deferred = |why| (Some(why), None);
    let refused = (None, Some(Failure::Rejected));
    for (status, want) in [
        (0x58, deferred(Deferral::Throttled)),
        (0x14, deferred(Deferral::QueueFull)),
        (0x64, deferred(Deferral::QueueFull)),
        (0x02, refused),
        (0x00, refused),
    ] {
        let (answer, ()) = tokio::join!(hand(&carrier, "您好"), async {
            let asked = peer.read().await;
            peer.write(&pdu(0x8000_0000, status, word(&asked, 12), b"")).await;
        });
        let got = match answer {
            Answer::Deferred { why, .. } => deferred(why),
            Answer::Refused { failure, .. } => (None, Some(failure)),
            other => panic!("{other:?}"),
        };
        assert_eq!(got, want, "{status:#04x}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_cmpp_deliver_that_cannot_be_read_is_acknowledged() {
    let (wires, server) = wires(90_000);
    let cmpp = Cmpp::new(cmpp_settings(Version::V20), now).unwrap();
    let carrier = Direct::open(cmpp, wires, pace(), Arc::new(now), &[Leg::Both]);
    let mut peer = server.accept().await;
    let (sequence, _) = Pdu::decode(Version::V20, &peer.read().await).unwrap();
    let connected = Pdu::ConnectResp(0, [0; 16], 0x20);
    peer.write(&connected.encode(Version::V20, sequence).unwrap()).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);

    let report = |content: Vec<u8>| {
        let deliver = Pdu::Deliver(Deliver {
            id: 41,
            to: "10690001".into(),
            service: String::new(),
            header: false,
            format: 0,
            from: "13800138000".into(),
            receipt: true,
            content,
        });
        deliver.encode(Version::V20, 5).unwrap()
    };
    let short = report(7_u64.to_be_bytes().to_vec());
    let strange = report([&7_u64.to_be_bytes()[..], &[0xB2; 7], &[b'0'; 45]].concat());
    let mut cut = report(Vec::new());
    cut.truncate(24);
    cut[3] = 24;
    let mut bare = cut.clone();
    bare.truncate(12);
    bare[3] = 12;
    let all = [(short, 41), (strange, 41), (cut, 41), (bare, 0)];
    for (octets, id) in &all {
        peer.write(octets).await;
        let answer = Pdu::decode(Version::V20, &peer.read().await).unwrap();
        assert_eq!(answer, (5, Pdu::DeliverResp(*id, 0)));
    }
    assert_eq!(carrier.live().strays, all.len() as u64);
    assert!(carrier.receipts(NOW, 9).await.is_empty());
}

/// A gateway of the other version writes the status in its own width.
#[tokio::test(start_paused = true)]
async fn who_speaks_the_other_version_is_told_as_such() {
    for (ours, theirs) in [(Version::V30, Version::V20), (Version::V20, Version::V30)] {
        for (status, why) in [
            (4, "the version is too high (4)"),
            (3, "the secret is wrong (3)"),
            (0, "the gateway speaks another version"),
        ] {
            let (wires, server) = wires(9_000);
            let cmpp = Cmpp::new(cmpp_settings(ours), now).unwrap();
            let carrier = Direct::open(cmpp, wires, pace(), Arc::new(now), &[Leg::Both]);
            let mut peer = server.accept().await;
            let (sequence, _) = Pdu::decode(ours, &peer.read().await).unwrap();
            let told = Pdu::ConnectResp(status, [0; 16], theirs.octet());
            peer.write(&told.encode(theirs, sequence).unwrap()).await;
            assert!(!carrier.ready(Duration::from_secs(9)).await);
            assert_eq!(carrier.live().stopped.as_deref(), Some(why), "{ours:?}");
        }
    }
}
