//! A CMPP session against a carrier in raw octets: every way in which it can go wrong ends in a clear state.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use carrier::cmpp::Cmpp;
use carrier::cmpp::pdu::{Deliver, Pdu, Version};
use carrier::session::{Direct, Leg, Pace};
use carrier::{Answer, Carrier, Deferral, DoubtWhy, Lookup};
use domain::roll::{Failure, Receipt};
use support::*;
use tokio::sync::mpsc;
use tokio::time::Instant;

const V: Version = Version::V20;

fn open(room: usize) -> (Direct<Cmpp>, Server) {
    open_with(room, pace())
}

fn open_with(room: usize, pace: Pace) -> (Direct<Cmpp>, Server) {
    let (wires, server) = wires(room);
    let cmpp = Cmpp::new(cmpp_settings(V), now).unwrap();
    (Direct::open(cmpp, wires, pace, Arc::new(now), &[Leg::Both]), server)
}

async fn tell(peer: &mut Peer, sequence: u32, pdu: Pdu) {
    peer.write(&pdu.encode(V, sequence).unwrap()).await;
}

async fn hear(peer: &mut Peer) -> (u32, Pdu) {
    Pdu::decode(V, &peer.read().await).unwrap()
}

/// Takes the bind.
async fn bind(server: &Server) -> Peer {
    let mut peer = server.accept().await;
    let (sequence, Pdu::Connect(connect)) = hear(&mut peer).await else {
        panic!()
    };
    let wanted = carrier::cmpp::authenticator("900001", "888888", connect.timestamp);
    assert_eq!(connect.authenticator, wanted);
    tell(&mut peer, sequence, Pdu::ConnectResp(0, [0; 16], 0x20)).await;
    peer
}

/// The sequence of the next CMPP_SUBMIT.
async fn submitted(peer: &mut Peer) -> (u32, carrier::cmpp::pdu::Submit) {
    match hear(peer).await {
        (sequence, Pdu::Submit(submit)) => (sequence, submit),
        other => panic!("{other:?}"),
    }
}

fn report(id: u64, stat: &str) -> Pdu {
    let content = [
        &id.to_be_bytes()[..],
        format!("{stat:\0<7}25112705302511270534{:\0<25}", "").as_bytes(),
    ]
    .concat();
    delivery(true, 0, content)
}

fn delivery(receipt: bool, format: u8, content: Vec<u8>) -> Pdu {
    Pdu::Deliver(Deliver {
        id: 77,
        to: "10690001".into(),
        service: String::new(),
        header: false,
        format,
        from: "13800138000".into(),
        receipt,
        content,
    })
}

#[tokio::test(start_paused = true)]
async fn a_wrong_secret_stops_the_carrier_and_says_why() {
    let (carrier, server) = open(9_000);
    let mut peer = server.accept().await;
    let (sequence, _) = hear(&mut peer).await;
    tell(&mut peer, sequence, Pdu::ConnectResp(3, [0; 16], 0x20)).await;
    assert!(!carrier.ready(Duration::from_secs(9)).await);
    assert_eq!(carrier.live().stopped.as_deref(), Some("the secret is wrong (3)"));
    assert!(matches!(
        hand(&carrier, "hi").await,
        Answer::Deferred {
            why: Deferral::Stopped,
            ..
        }
    ));
}

/// What one message comes to when the carrier does `what` with it.
async fn check(what: impl AsyncFnOnce(&mut Peer, u32), want: impl Fn(&Answer) -> bool, name: &str) {
    let (carrier, server) = open(9_000);
    let mut peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let (answer, peer) = tokio::join!(hand(&carrier, "hi"), async {
        let (sequence, submit) = submitted(&mut peer).await;
        assert_eq!((submit.format, submit.to.as_str()), (0, "13800000001"));
        what(&mut peer, sequence).await;
        peer
    });
    assert!(want(&answer), "{name}: {answer:?}");
    drop(peer);
}

fn doubt(answer: &Answer, wanted: DoubtWhy) -> bool {
    matches!(answer, Answer::NoAnswer(doubt) if doubt.why == wanted && doubt.written == 1)
}

#[tokio::test(start_paused = true)]
async fn every_answer_has_one_meaning() {
    let resp = async |peer: &mut Peer, seq, result| tell(peer, seq, Pdu::SubmitResp(5, result)).await;
    check(
        async |p, s| resp(p, s, 0).await,
        |a| matches!(a, Answer::Taken { references } if references == &["5"]),
        "taken",
    )
    .await;
    let throttled = |a: &Answer| matches!(a, Answer::Deferred { why: Deferral::Throttled, code, .. } if code == "8");
    check(async |p, s| resp(p, s, 8).await, throttled, "flow control").await;
    let unknown = |a: &Answer| {
        matches!(
            a,
            Answer::Refused {
                failure: Failure::UnknownSubscriber,
                ..
            }
        )
    };
    check(async |p, s| resp(p, s, 13).await, unknown, "number").await;
    check(
        async |p, s| resp(p, s + 9, 0).await,
        |a| doubt(a, DoubtWhy::Silent),
        "wrong sequence",
    )
    .await;
    check(async |_, _| {}, |a| doubt(a, DoubtWhy::Silent), "silence").await;
    let cut = async |p: &mut Peer, _| p.0 = tokio::io::duplex(1).0;
    check(cut, |a| doubt(a, DoubtWhy::Broken), "cut after the write").await;
    check(
        async |p, _| p.write(&[0xff; 40]).await,
        |a| doubt(a, DoubtWhy::Broken),
        "garbage",
    )
    .await;
    check(
        async |p, _| p.write(&[0, 1, 0, 0]).await,
        |a| doubt(a, DoubtWhy::Broken),
        "oversized",
    )
    .await;
    let short = async |p: &mut Peer, s: u32| {
        p.write(&[&[0, 0, 0, 13, 0x80, 0, 0, 4], &s.to_be_bytes()[..], &[1]].concat())
            .await;
    };
    check(short, |a| doubt(a, DoubtWhy::Unreadable), "truncated answer").await;
}

#[tokio::test(start_paused = true)]
async fn what_was_not_written_whole_was_not_taken() {
    // The wire holds less than a CMPP_SUBMIT, and nobody reads.
    let (carrier, server) = open(64);
    let peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let (answer, ()) = tokio::join!(hand(&carrier, "hi"), async {
        settle().await;
        drop(peer);
    });
    assert!(
        matches!(
            answer,
            Answer::Deferred {
                why: Deferral::NotBound,
                ..
            }
        ),
        "{answer:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn it_reconnects_and_a_half_open_connection_is_found_out() {
    let (carrier, server) = open(9_000);
    // Accepts, and closes at once, three times.
    for _ in 0..3 {
        drop(server.accept().await);
    }
    let mut peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    // Alive once, then never more.
    let (sequence, test) = hear(&mut peer).await;
    assert_eq!(test, Pdu::ActiveTest);
    tell(&mut peer, sequence, Pdu::ActiveTestResp).await;
    let _again = bind(&server).await;
    settle().await;
    let live = carrier.live();
    assert_eq!(
        (live.bound, live.last_error.as_deref()),
        (1, Some("the carrier no longer answers"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_long_text_is_delivered_when_all_its_parts_are() {
    let (carrier, server) = open(9_000);
    let mut peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let text = "好".repeat(150);
    let (answer, ()) = tokio::join!(hand(&carrier, &text), async {
        for number in 1..=3u8 {
            let (sequence, submit) = submitted(&mut peer).await;
            assert_eq!((submit.part, submit.header, submit.format), ((3, number), true, 8));
            assert_eq!((submit.content[0], submit.content[5]), (5, number));
            // The receipt overtakes the answer, and comes twice; another is for nobody.
            tell(&mut peer, 900, report(number.into(), "DELIVRD")).await;
            tell(&mut peer, sequence, Pdu::SubmitResp(number.into(), 0)).await;
        }
        tell(&mut peer, 901, report(1, "DELIVRD")).await;
        tell(&mut peer, 902, report(999, "MK:0001")).await;
        tell(&mut peer, 903, delivery(false, 8, sms::encoding::to_ucs2("退订"))).await;
        settle().await;
    });
    let Answer::Taken { references } = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(references, ["1", "2", "3"]);
    let receipts = carrier.receipts(NOW, 100).await;
    assert_eq!(receipts.len(), 5);
    let of = |reference: &String| {
        let its = receipts.iter().filter(|receipt| receipt.reference == *reference);
        its.map(|receipt| receipt.status).collect()
    };
    let mut known: Vec<Vec<Receipt>> = references.iter().map(of).collect();
    assert_eq!(domain::roll::whole(&known), Some(Receipt::Delivered));
    known[1].clear();
    assert_eq!(domain::roll::whole(&known), Some(Receipt::Enroute));
    assert_eq!(receipts[4].status, Receipt::Failed(Failure::UnknownSubscriber));
    let replies = carrier.replies(9).await;
    assert_eq!(
        (replies[0].text.as_str(), replies[0].from.as_str()),
        ("退订", "13800138000")
    );
    // Acknowledged to the carrier only once they are written down.
    carrier.acknowledge(&receipts).await;
    carrier.acknowledge_replies(&[replies[0].token]).await;
    for _ in 0..6 {
        assert!(matches!(hear(&mut peer).await, (_, Pdu::DeliverResp(77, 0))));
    }
    assert!(carrier.receipts(NOW, 9).await.is_empty() && carrier.replies(9).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_window_holds_back_and_a_late_answer_is_found_by_look_up() {
    let (carrier, server) = open(90_000);
    let mut peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let messages: Vec<_> = (1..=6).map(|n| message(n, "hi")).collect();
    let answers = carrier.hand_over(NOW, &messages).await;
    let silent = answers.iter().filter(|a| doubt(a, DoubtWhy::Silent)).count();
    let full = answers
        .iter()
        .filter(|a| {
            matches!(
                a,
                Answer::Deferred {
                    why: Deferral::QueueFull,
                    ..
                }
            )
        })
        .count();
    assert_eq!((silent, full), (4, 2), "{answers:?}");
    let (first, _) = submitted(&mut peer).await;
    tell(&mut peer, first, Pdu::SubmitResp(42, 0)).await;
    settle().await;
    let told = carrier.look_up(&[messages[0].key, messages[1].key]).await;
    assert_eq!(
        told,
        [
            Lookup::Has {
                references: vec!["42".into()]
            },
            Lookup::Unknown
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_told_when_it_comes_and_waits_for_no_other() {
    let (carrier, server) = open(90_000);
    let mut peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let messages: Vec<_> = (1..=3).map(|n| message(n, "hi")).collect();
    let (answers, mut told) = mpsc::unbounded_channel();
    let each = |all| answers.send(all).unwrap();
    let begun = Instant::now();
    tokio::join!(carrier.hand_over_each(NOW, &messages, &each), async {
        let mut sequences = Vec::new();
        for _ in &messages {
            sequences.push(submitted(&mut peer).await.0);
        }
        // The third, then the first; the second never.
        for place in [2, 0] {
            tell(&mut peer, sequences[place], Pdu::SubmitResp(place as u64, 0)).await;
            let want = Answer::Taken {
                references: vec![place.to_string()],
            };
            assert_eq!(told.recv().await, Some(vec![(place, want)]));
            assert!(begun.elapsed() < Duration::from_secs(1));
        }
        let last = told.recv().await.unwrap();
        assert!(
            matches!(&last[..], [(1, answer)] if doubt(answer, DoubtWhy::Silent)),
            "{last:?}"
        );
        assert!(begun.elapsed() >= pace().answer);
    });
}

#[tokio::test(start_paused = true)]
async fn who_finds_one_connection_full_goes_by_another() {
    let (carrier, server) = open_with(90_000, Pace { binds: 2, ..pace() });
    let (mut one, mut other) = (bind(&server).await, bind(&server).await);
    settle().await;
    let messages: Vec<_> = (1..=8).map(|n| message(n, "hi")).collect();
    let more: Vec<_> = (9..=10).map(|n| message(n, "hi")).collect();
    let (silent, (), ()) = tokio::join!(
        carrier.hand_over(NOW, &messages),
        async {
            for _ in 0..4 {
                submitted(&mut one).await;
            }
        },
        async {
            // Both windows are full. One of the connections answers, the other never does.
            let mut sequences = Vec::new();
            for _ in 0..4 {
                sequences.push(submitted(&mut other).await.0);
            }
            let (late, ()) = tokio::join!(carrier.hand_over(NOW, &more), async {
                for sequence in sequences {
                    settle().await;
                    tell(&mut other, sequence, Pdu::SubmitResp(sequence.into(), 0)).await;
                }
                for _ in 0..2 {
                    let (sequence, _) = submitted(&mut other).await;
                    tell(&mut other, sequence, Pdu::SubmitResp(sequence.into(), 0)).await;
                }
            });
            assert!(
                late.iter().all(|answer| matches!(answer, Answer::Taken { .. })),
                "{late:?}"
            );
        }
    );
    let unanswered = silent.iter().filter(|answer| doubt(answer, DoubtWhy::Silent)).count();
    assert_eq!(unanswered, 4, "{silent:?}");
}

#[tokio::test(start_paused = true)]
async fn taking_leave_terminates_and_connects_no_more() {
    let (carrier, server) = open(9_000);
    let mut peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    carrier.take_leave();
    let (sequence, pdu) = hear(&mut peer).await;
    assert_eq!(pdu, Pdu::Terminate);
    tell(&mut peer, sequence, Pdu::TerminateResp).await;
    settle().await;
    assert_eq!((carrier.live().bound, carrier.live().stopped), (0, None));
    assert!(matches!(
        hand(&carrier, "hi").await,
        Answer::Deferred {
            why: Deferral::NotBound,
            ..
        }
    ));
    let again = tokio::time::timeout(Duration::from_mins(10), server.next()).await;
    assert!(!matches!(again, Ok(Some(_))), "it connects again");
}
