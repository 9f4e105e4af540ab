//! What a carrier may do wrong: each ends in a clear state, nothing is lost, and the connection is made anew.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use carrier::session::{Direct, Leg};
use carrier::smpp::Smpp;
use carrier::{Answer, Carrier, Doubt, DoubtWhy};
use support::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

fn open() -> (Direct<Smpp>, Server) {
    let (wires, server) = wires(90_000);
    let smpp = Smpp::new(smpp_settings(), now).unwrap();
    (Direct::open(smpp, wires, pace(), Arc::new(now), &[Leg::Both]), server)
}

fn word(pdu: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(pdu[at..at + 4].try_into().unwrap())
}

fn answer(id: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let words = [16 + body.len() as u32, id | 0x8000_0000, 0, sequence];
    let mut octets: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
    octets.extend_from_slice(body);
    octets
}

async fn bind(server: &Server) -> Peer {
    let mut peer = server.accept().await;
    let asked = peer.read().await;
    peer.write(&answer(9, word(&asked, 12), b"smsc\0")).await;
    peer
}

/// After it went wrong: why, as the screen shows it, and a message goes over the next connection.
async fn check(carrier: &Direct<Smpp>, server: &Server, want: &str) {
    let mut peer = bind(server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await, "{want}");
    let live = carrier.live();
    assert!(
        live.last_error.as_deref().is_some_and(|why| why.contains(want)),
        "{want}: {live:?}"
    );
    assert_eq!(live.stopped, None, "it is tried again by itself");
    let (said, ()) = tokio::join!(hand(carrier, "hi"), async {
        let asked = peer.read().await;
        peer.write(&answer(4, word(&asked, 12), b"a1\0")).await;
    });
    assert!(matches!(said, Answer::Taken { .. }), "{want}: {said:?}");
}

#[tokio::test(start_paused = true)]
async fn octets_that_are_no_pdu_end_the_connection_and_it_is_made_anew() {
    let garbage: [(&[u8], &str); 4] = [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "a PDU of no possible length"),
        (b"\0\0\0\x03\x80\0\0\x09", "a PDU of no possible length (3)"),
        (
            b"\x7f\xff\xff\xff\x80\0\0\x09",
            "a PDU of no possible length (2147483647)",
        ),
        (b"\0\0\0\0\0\0\0\0", "a PDU of no possible length (0)"),
    ];
    for (octets, want) in garbage {
        // Instead of the bind's answer.
        let (carrier, server) = open();
        let mut peer = server.accept().await;
        peer.read().await;
        peer.write(octets).await;
        check(&carrier, &server, want).await;
        // Instead of a message's answer: it was written whole, so nobody knows.
        let (carrier, server) = open();
        let mut peer = bind(&server).await;
        assert!(carrier.ready(Duration::from_secs(9)).await);
        let (said, ()) = tokio::join!(hand(&carrier, "hi"), async {
            peer.read().await;
            peer.write(octets).await;
        });
        let doubt = matches!(
            said,
            Answer::NoAnswer(Doubt {
                why: DoubtWhy::Broken,
                written: 1,
                ..
            })
        );
        assert!(doubt, "{want}: {said:?}");
        check(&carrier, &server, want).await;
    }
}

#[tokio::test(start_paused = true)]
async fn who_asks_on_and_on_and_reads_no_answer_is_left() {
    let (carrier, server) = open();
    let mut peer = bind(&server).await;
    let questions = pdu(0x15, 0, 7, b"").repeat(4_096);
    let mut asked = 0;
    while peer.0.write_all(&questions).await.is_ok() {
        asked += questions.len();
        assert!(asked < 64 << 20, "it hears on, and keeps all its answers");
    }
    check(&carrier, &server, "does not read").await;
}

#[tokio::test(start_paused = true)]
async fn who_accepts_and_hangs_up_is_tried_ever_more_rarely() {
    let (carrier, server) = open();
    let begun = tokio::time::Instant::now();
    for _ in 0..8 {
        drop(server.accept().await);
    }
    // 1, 2, 4, … seconds apart, each half by chance.
    assert!(begun.elapsed() >= Duration::from_secs(63), "{:?}", begun.elapsed());
    assert_eq!(carrier.live().bound, 0);
    check(&carrier, &server, "before the bind").await;
}

#[tokio::test(start_paused = true)]
async fn who_grants_the_bind_and_hangs_up_is_tried_ever_more_rarely() {
    let (carrier, server) = open();
    let begun = tokio::time::Instant::now();
    for _ in 0..8 {
        drop(bind(&server).await);
    }
    assert!(begun.elapsed() >= Duration::from_secs(63), "{:?}", begun.elapsed());
    // Once it has stood for long, it is tried at once again.
    let mut peer = bind(&server).await;
    for _ in 0..3 {
        let asked = peer.read().await;
        peer.write(&answer(0x15, word(&asked, 12), b"")).await;
    }
    drop(peer);
    let begun = tokio::time::Instant::now();
    let _again = bind(&server).await;
    assert!(begun.elapsed() <= Duration::from_secs(1), "{:?}", begun.elapsed());
    assert_eq!(carrier.live().stopped, None);
}

#[tokio::test(start_paused = true)]
async fn who_grants_each_bind_and_hangs_up_is_away_all_the_while() {
    let clock = Arc::new(std::sync::atomic::AtomicI64::new(NOW));
    let at = |ms| clock.store(NOW + ms, std::sync::atomic::Ordering::SeqCst);
    let (wires, server) = wires(90_000);
    let told = clock.clone();
    let told = Arc::new(move || told.load(std::sync::atomic::Ordering::SeqCst));
    let smpp = Smpp::new(smpp_settings(), now).unwrap();
    let carrier = Direct::open(smpp, wires, pace(), told, &[Leg::Both]);
    for nth in 1..=4 {
        at(nth);
        let peer = bind(&server).await;
        settle().await;
        assert_eq!(carrier.live().down_since, None, "it may take messages now");
        drop(peer);
        settle().await;
        let live = carrier.live();
        assert_eq!((live.down_since, live.deaf_since), (Some(NOW), Some(NOW)));
    }
    // One that took a message was there.
    let mut peer = bind(&server).await;
    settle().await;
    let (said, ()) = tokio::join!(hand(&carrier, "hi"), async {
        let asked = peer.read().await;
        peer.write(&answer(4, word(&asked, 12), b"a1\0")).await;
    });
    assert!(matches!(said, Answer::Taken { .. }), "{said:?}");
    at(9);
    drop(peer);
    settle().await;
    assert_eq!(carrier.live().down_since, Some(NOW + 9));
}

#[tokio::test(start_paused = true)]
async fn what_a_carrier_answers_while_the_connection_ends_is_heard() {
    let turns_away: fn(u32) -> Vec<u8> = |sequence| pdu(0x8000_0004, 0x0E, sequence, b"");
    let takes: fn(u32) -> Vec<u8> = |sequence| answer(4, sequence, b"a1\0");
    for (what, before, answers) in [
        ("it turns us away", Vec::new(), turns_away),
        ("it takes leave", pdu(6, 0, 99, b""), takes),
    ] {
        let (carrier, server) = open();
        let mut peer = bind(&server).await;
        assert!(carrier.ready(Duration::from_secs(9)).await);
        let messages: Vec<_> = (1..=4).map(|entry| message(entry, "hi")).collect();
        let (said, ()) = tokio::join!(carrier.hand_over(NOW, &messages), async {
            let mut sequences = Vec::new();
            for _ in 0..4 {
                sequences.push(word(&peer.read().await, 12));
            }
            peer.write(&before).await;
            for sequence in sequences {
                peer.write(&answers(sequence)).await;
                settle().await;
            }
        });
        let is_known = |said: &Answer| matches!(said, Answer::Taken { .. } | Answer::Deferred { .. });
        assert!(said.iter().all(is_known), "{what}: {said:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_pdu_that_never_ends_is_no_sign_of_life() {
    let (carrier, server) = open();
    let mut peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let begun = tokio::time::Instant::now();
    peer.write(b"\0\0\x0f\xa0\x80\0\0\x04\0\0\0\0\0\0\0\x09").await;
    // It answers whether it lives, and its answers are read as that PDU's octets.
    let asked = peer.read().await;
    assert_eq!(word(&asked, 4), 0x15);
    peer.write(&answer(0x15, word(&asked, 12), b"")).await;
    check(&carrier, &server, "no longer answers").await;
    assert!(begun.elapsed() < 3 * pace().idle, "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_bind_that_is_refused_for_good_after_one_was_granted_is_tried_some_times() {
    for (refusals, stops) in [(5, false), (6, true)] {
        let (carrier, server) = open();
        drop(bind(&server).await);
        for _ in 0..refusals {
            let mut peer = server.accept().await;
            let asked = peer.read().await;
            assert_eq!(
                carrier.live().stopped,
                None,
                "it may not know yet that the one before has ended"
            );
            peer.write(&pdu(0x8000_0009, 0x0D, word(&asked, 12), b"")).await;
            settle().await;
        }
        let why = stops.then(|| "the bind was refused (0x0D)".to_owned());
        assert_eq!(carrier.live().stopped, why);
        if !stops {
            let _peer = bind(&server).await;
            assert!(carrier.ready(Duration::from_secs(9)).await);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_the_bind_that_is_none_is_told_at_once() {
    // A generic_nack, and a PDU that nobody knows.
    for (id, want) in [
        (0x8000_0000, "the bind was refused (0x03)"),
        (0x8000_0777, "a PDU that cannot be read (0x80000777)"),
    ] {
        let (carrier, server) = open();
        let mut peer = server.accept().await;
        let asked = peer.read().await;
        let begun = tokio::time::Instant::now();
        peer.write(&pdu(id, 3, word(&asked, 12), b"")).await;
        check(&carrier, &server, want).await;
        assert!(begun.elapsed() < pace().connect, "{want}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_never_answers_the_bind_is_given_up() {
    let (carrier, server) = open();
    let _silent = server.accept().await;
    check(&carrier, &server, "the bind was not answered").await;
}

/// A carrier that ends the connection while messages wait to be written: `end` is its PDU, made with the sequence of the first
/// message. Whatever it reads of messages is in doubt or answered, never handed back as not sent; the rest is handed back.
async fn ended_while_messages_wait(end: impl Fn(u32) -> Vec<u8>) {
    // The wire holds one message and a part of the next.
    let (wires, server) = wires(100);
    let smpp = Smpp::new(smpp_settings(), now).unwrap();
    let carrier = Direct::open(smpp, wires, pace(), Arc::new(now), &[Leg::Both]);
    let mut peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let messages: Vec<_> = (1..=4).map(|entry| message(entry, "hi")).collect();
    let (said, read) = tokio::join!(carrier.hand_over(NOW, &messages), async {
        settle().await;
        let first = peer.read().await;
        let sequence = word(&first, 12);
        let mut read = vec![sequence];
        peer.write(&end(sequence)).await;
        while let Ok(length) = peer.0.read_u32().await {
            let mut rest = vec![0; length as usize - 4];
            if peer.0.read_exact(&mut rest).await.is_err() {
                break;
            }
            if rest[..4] == 4_u32.to_be_bytes() {
                read.push(word(&rest, 8));
            }
        }
        read
    });
    // Their sequences follow each other.
    for (n, said) in said.iter().enumerate() {
        let taken_in = read.contains(&(read[0] + n as u32));
        let not_sent = matches!(said, Answer::Deferred { code, .. } if code == "not_sent" || code == "not_bound");
        assert_ne!(taken_in, not_sent, "message {n} of {read:?}: {said:?}");
    }
    assert!(read.len() < 4, "{read:?}: messages waited, and none was kept back");
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_takes_leave_gets_no_message_that_we_call_not_sent() {
    ended_while_messages_wait(|_| {
        [16, 6, 0, 99]
            .iter()
            .flat_map(|word: &u32| word.to_be_bytes())
            .collect()
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_turns_us_away_gets_no_message_that_we_call_not_sent() {
    // ESME_RBINDFAIL to the first message.
    ended_while_messages_wait(|sequence| {
        let words = [16, 0x8000_0004, 0x0D, sequence];
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn answers_that_never_come_do_not_hold_the_window_for_ever() {
    let (carrier, server) = open();
    let mut peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let window = usize::from(pace().window);
    let handing = async {
        let mut said = Vec::new();
        for _ in 0..=window {
            said.push(hand(&carrier, "hi").await);
            tokio::time::sleep(pace().answer * 4).await;
        }
        said
    };
    // It lives, and says so all the time; of the messages it answers only the last.
    let answering = async {
        let mut asked = 0;
        loop {
            tokio::select! {
                pdu = peer.read() => {
                    asked += usize::from(word(&pdu, 4) == 4);
                    if asked > window {
                        peer.write(&answer(4, word(&pdu, 12), b"a1\0")).await;
                    }
                }
                () = tokio::time::sleep(Duration::from_secs(9)) => {
                    let alive: Vec<u8> = [16, 0x15, 0, 7].iter().flat_map(|word: &u32| word.to_be_bytes()).collect();
                    peer.write(&alive).await;
                }
            }
        }
    };
    let said: Vec<Answer> = tokio::select! { said = handing => said, () = answering => unreachable!() };
    assert!(matches!(said[window], Answer::Taken { .. }), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_under_a_wrong_number_is_nobodys() {
    let (carrier, server) = open();
    let mut peer = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let (said, ()) = tokio::join!(hand(&carrier, "hi"), async {
        let asked = peer.read().await;
        for wrong in [word(&asked, 12) + 1, 0, u32::MAX] {
            peer.write(&answer(4, wrong, b"a1\0")).await;
        }
    });
    assert!(
        matches!(
            said,
            Answer::NoAnswer(Doubt {
                why: DoubtWhy::Silent,
                ..
            })
        ),
        "{said:?}"
    );
    let live = carrier.live();
    assert_eq!((live.strays, live.bound), (3, 1));
    assert_eq!(live.last_error.as_deref(), Some("an answer to nothing that we sent"));
}
