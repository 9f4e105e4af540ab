//! An SMPP session against a carrier in raw octets.
#![allow(clippy::unwrap_used)]

#[path = "smpp_session/standing.rs"]
mod standing;
mod support;

use std::sync::Arc;
use std::time::Duration;

use carrier::session::{Direct, Leg};
use carrier::smpp::{Long, Settings, Smpp, same_id};
use carrier::{Answer, Carrier, Deferral, Doubt, DoubtWhy};
use domain::roll::{Failure, Receipt};
use support::*;

fn dialect(long: Long) -> Smpp {
    let settings = Settings {
        long,
        ..smpp_settings()
    };
    Smpp::new(settings, now).unwrap()
}

fn open(long: Long, legs: &[Leg]) -> (Direct<Smpp>, Server) {
    let (wires, server) = wires(90_000);
    (Direct::open(dialect(long), wires, pace(), Arc::new(now), legs), server)
}

/// Answers the bind; tells which kind it was.
async fn bind(server: &Server) -> (u32, Peer) {
    let mut peer = server.accept().await;
    let asked = peer.read().await;
    assert!(
        asked.windows(18).any(|w| w == b"rollcall\0secret08\0"),
        "system_id and password"
    );
    let id = word(&asked, 4);
    peer.write(&pdu(id | 0x8000_0000, 0, word(&asked, 12), b"smsc\0")).await;
    (id, peer)
}

/// What one message comes to when the carrier answers its submit_sm so.
async fn check(status: u32, body: &[u8], want: impl Fn(&Answer) -> bool) {
    let (carrier, server) = open(Long::Header, &[Leg::Both]);
    let (id, mut peer) = bind(&server).await;
    assert_eq!(id, 9);
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let (answer, ()) = tokio::join!(hand(&carrier, "hi"), async {
        let asked = peer.read().await;
        assert_eq!(word(&asked, 4), 4);
        peer.write(&pdu(0x8000_0004, status, word(&asked, 12), body)).await;
    });
    assert!(want(&answer), "{status:#x}: {answer:?}");
}

#[tokio::test(start_paused = true)]
async fn every_status_has_one_meaning() {
    let deferred = |wanted| move |a: &Answer| matches!(a, Answer::Deferred { why, .. } if *why == wanted);
    let refused = |wanted| move |a: &Answer| matches!(a, Answer::Refused { failure, .. } if *failure == wanted);
    check(
        0,
        b"0A1B\0",
        |a| matches!(a, Answer::Taken { references } if references == &["0A1B"]),
    )
    .await;
    check(0x58, b"", deferred(Deferral::Throttled)).await;
    check(0x14, b"\0", deferred(Deferral::QueueFull)).await;
    check(0x0A, b"", refused(Failure::Rejected)).await;
    check(0x0B, b"", refused(Failure::UnknownSubscriber)).await;
    check(0x45, b"", refused(Failure::Rejected)).await;
    check(0x0E, b"", deferred(Deferral::Stopped)).await;
    check(0x04, b"", deferred(Deferral::NotBound)).await;
    let unreadable = |a: &Answer| {
        matches!(
            a,
            Answer::NoAnswer(Doubt {
                why: DoubtWhy::Unreadable,
                ..
            })
        )
    };
    check(0, b"", unreadable).await;
}

#[tokio::test(start_paused = true)]
async fn one_that_is_dropped_at_once_never_connects() {
    let (carrier, server) = open(Long::Header, &[Leg::Both]);
    drop(carrier);
    // Nobody is left who could connect: the wire's other end is gone.
    let accepted = tokio::spawn(async move { drop(server.accept().await) }).await;
    assert!(accepted.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_stops_the_carrier() {
    for status in [0x0D, 0x0E, 0x0F] {
        let (carrier, server) = open(Long::Header, &[Leg::Both]);
        let mut peer = server.accept().await;
        let asked = peer.read().await;
        peer.write(&pdu(0x8000_0009, status, word(&asked, 12), b"")).await;
        assert!(!carrier.ready(Duration::from_secs(9)).await);
        assert_eq!(
            carrier.live().stopped,
            Some(format!("the bind was refused (0x{status:02X})"))
        );
    }
}

#[tokio::test(start_paused = true)]
async fn receipts_as_text_and_as_tlvs_and_replies_come_on_the_hearing_leg() {
    let (carrier, server) = open(Long::Header, &[Leg::Send, Leg::Hear]);
    let (one, two) = (bind(&server).await, bind(&server).await);
    let (sending, mut hearing) = if one.0 == 2 { (one, two.1) } else { (two, one.1) };
    assert_eq!(sending.0, 2);
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let text = b"id:2587 sub:001 dlvrd:001 submit date:2511270530 done date:2511270534 stat:UNDELIV err:MK:0001 text:";
    hearing.write(&deliver(1, 4, 0, text, b"")).await;
    let tlvs = [&[0, 0x1E, 0, 5][..], b"0A1C\0", &[4, 0x27, 0, 1, 2]].concat();
    hearing.write(&deliver(2, 4, 0, b"", &tlvs)).await;
    hearing
        .write(&deliver(3, 0, 8, &sms::encoding::to_ucs2("退订"), b""))
        .await;
    hearing.write(&deliver(4, 0, 0, b"STOP", b"")).await;
    // A receipt in words of nobody's is counted, and acknowledged at once.
    hearing.write(&deliver(5, 4, 0, b"delivered, I think", b"")).await;
    settle().await;
    let live = carrier.live();
    assert_eq!(
        (live.strays, live.last_error.as_deref()),
        (1, Some("a receipt or a reply that cannot be read"))
    );
    let receipts = carrier.receipts(NOW, 9).await;
    assert!(same_id(&receipts[0].reference, "0A1B"));
    assert_eq!(receipts[0].status, Receipt::Failed(Failure::UnknownSubscriber));
    assert_eq!(
        (receipts[1].reference.as_str(), receipts[1].status),
        ("a1c", Receipt::Delivered)
    );
    let texts: Vec<String> = carrier.replies(9).await.into_iter().map(|reply| reply.text).collect();
    assert_eq!(texts, ["退订", "STOP"]);
    carrier.acknowledge(&receipts).await;
    for sequence in [5, 1, 2] {
        let acknowledged = hearing.read().await;
        assert_eq!(
            (word(&acknowledged, 4), word(&acknowledged, 8), word(&acknowledged, 12)),
            (0x8000_0005, 0, sequence)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn long_texts_go_in_each_of_three_ways() {
    for (long, length, count) in [
        (Long::Header, 150, 3),
        (Long::Sar, 150, 3),
        (Long::Payload, 150, 1),
        // As many as are counted.
        (Long::Header, 134, 2),
        (Long::Sar, 134, 2),
    ] {
        let (carrier, server) = open(long, &[Leg::Both]);
        let (_, mut peer) = bind(&server).await;
        assert!(carrier.ready(Duration::from_secs(9)).await);
        let text = "好".repeat(length);
        let counted = sms::count(&text, carrier::smpp::RULE).unwrap().parts;
        assert!(long == Long::Payload || counted == usize::from(count));
        let (answer, ()) = tokio::join!(hand(&carrier, &text), async {
            for number in 1..=count {
                let asked = peer.read().await;
                let tells = |octets: &[u8]| asked.windows(octets.len()).any(|window| window == octets);
                match long {
                    Long::Header => assert!(tells(&[5, 0, 3, 2, count, number])),
                    Long::Sar => assert!(tells(&[2, 0x0E, 0, 1, count]) && tells(&[2, 0x0F, 0, 1, number])),
                    Long::Payload => assert!(tells(&[4, 0x24, 1, 0x2C])),
                }
                let id = format!("{number}\0");
                peer.write(&pdu(0x8000_0004, 0, word(&asked, 12), id.as_bytes())).await;
            }
        });
        assert!(
            matches!(&answer, Answer::Taken { references } if references.len() == usize::from(count)),
            "{answer:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn one_that_is_opened_anew_ties_parts_by_other_numbers() {
    let mut references = Vec::new();
    for seed in [0x0107, 0x4AB5] {
        let (wires, server) = wires(90_000);
        let mut pace = pace();
        pace.backoff.seed = seed;
        let carrier = Direct::open(dialect(Long::Header), wires, pace, Arc::new(now), &[Leg::Both]);
        let (_, mut peer) = bind(&server).await;
        assert!(carrier.ready(Duration::from_secs(9)).await);
        let text = "好".repeat(150);
        tokio::select! {
            said = hand(&carrier, &text) => panic!("{said:?}"),
            asked = peer.read() => {
                let header = asked.windows(3).position(|octets| octets == [5, 0, 3]).unwrap();
                references.push(asked[header + 3]);
            }
        }
    }
    assert_eq!(references, [0x08, 0xB6]);
}

#[tokio::test(start_paused = true)]
async fn a_doubt_knows_of_how_many_parts_it_is() {
    for (long, parts) in [(Long::Header, 3), (Long::Payload, 1)] {
        let (carrier, server) = open(long, &[Leg::Both]);
        let (_, peer) = bind(&server).await;
        assert!(carrier.ready(Duration::from_secs(9)).await);
        let said = hand(&carrier, &"好".repeat(150)).await;
        let Answer::NoAnswer(doubt) = said else {
            panic!("{said:?}")
        };
        assert_eq!((doubt.written, doubt.of), (parts, parts), "{long:?}");
        drop(peer);
    }
}

#[tokio::test(start_paused = true)]
async fn a_query_tells_the_state_and_a_broken_pdu_does_not_end_the_session() {
    let (carrier, server) = open(Long::Header, &[Leg::Both]);
    let (_, mut peer) = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    // Each state, and 0x67, ESME_RQUERYFAIL: there is no such message.
    let answers: [(u32, u8, Option<Receipt>); 9] = [
        (0, 1, Some(Receipt::Enroute)),
        (0, 2, Some(Receipt::Delivered)),
        (0, 3, Some(Receipt::Expired)),
        (0, 4, Some(Receipt::Failed(Failure::Rejected))),
        (0, 5, Some(Receipt::Failed(Failure::Unreachable))),
        (0, 6, Some(Receipt::Enroute)),
        (0, 7, None),
        (0, 8, Some(Receipt::Failed(Failure::Rejected))),
        (0x67, 0, None),
    ];
    let references: Vec<String> = (0..answers.len()).map(|n| format!("a{n}")).collect();
    let (told, ()) = tokio::join!(carrier.query(&references), async {
        for (status, state, _) in answers {
            let asked = peer.read().await;
            assert_eq!(word(&asked, 4), 3);
            peer.write(&pdu(0x8000_0005, 0, 70, b"\xff\xff")).await;
            let body = [b"a1b\0\0", &[state, 0][..]].concat();
            let body = if status == 0 { &body[..] } else { b"" };
            peer.write(&pdu(0x8000_0003, status, word(&asked, 12), body)).await;
        }
    });
    assert_eq!(told, answers.map(|(_, _, told)| told));
    assert!(carrier.live().last_error.unwrap().contains("cannot be read"));
}

/// What a message of three parts comes to, when the carrier answers each time a part comes as `status` says: given the part,
/// from 1, and how often it came, from 0. Also how often each part came.
async fn three_parts(status: impl Fn(u8, u32) -> u32) -> (Answer, [u32; 3]) {
    let (carrier, server) = open(Long::Header, &[Leg::Both]);
    let (_, mut peer) = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let mut came = [0; 3];
    let text = "好".repeat(150);
    let answering = async {
        loop {
            let asked = peer.read().await;
            if word(&asked, 4) != 4 {
                continue;
            }
            // The header of a part: 05 00 03, reference, parts, part.
            let header = asked.windows(3).position(|octets| octets == [5, 0, 3]).unwrap();
            let part = asked[header + 5];
            let times = &mut came[usize::from(part) - 1];
            let (status, name) = (status(part, *times), format!("a{part}\0"));
            *times += 1;
            let body = if status == 0 { name.as_bytes() } else { b"" };
            peer.write(&pdu(0x8000_0004, status, word(&asked, 12), body)).await;
        }
    };
    let said = tokio::select! { said = hand(&carrier, &text) => said, () = answering => unreachable!() };
    (said, came)
}

#[tokio::test(start_paused = true)]
async fn a_part_that_is_put_off_while_others_are_taken_goes_again() {
    let second_is_slow = |times| move |part, came| if part == 2 && came < times { 0x58 } else { 0 };
    let (said, came) = three_parts(second_is_slow(3)).await;
    let Answer::Taken { mut references } = said else {
        panic!("{said:?}")
    };
    references.sort();
    assert_eq!((references.concat(), came), ("a1a2a3".to_owned(), [1, 4, 1]));
    // For ever it does not: then the message is in doubt, and what was taken of it is known.
    let (said, came) = three_parts(second_is_slow(u32::MAX)).await;
    let Answer::NoAnswer(doubt) = &said else {
        panic!("{said:?}")
    };
    assert_eq!((doubt.why, doubt.taken.len(), doubt.written), (DoubtWhy::Partly, 2, 3));
    assert!(came[1] > 5, "{came:?}");
    assert_eq!((came[0], came[2]), (1, 1), "what was taken goes once");
    // Where nothing was taken, the whole message waits.
    let (said, came) = three_parts(|_, _| 0x58).await;
    assert!(
        matches!(
            said,
            Answer::Deferred {
                why: Deferral::Throttled,
                ..
            }
        ),
        "{said:?}"
    );
    assert_eq!(came, [1, 1, 1]);
    // What is refused for good is not made whole by going again.
    let (said, came) = three_parts(|part, _| [0, 0x58, 0x0B][usize::from(part) - 1]).await;
    assert!(
        matches!(&said, Answer::NoAnswer(doubt) if doubt.why == DoubtWhy::Partly),
        "{said:?}"
    );
    assert_eq!(came, [1, 1, 1]);
}
