//! What a carrier may do wrong: each ends in a clear state, nothing is lost, and the connection is made anew.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use carrier::session::{Direct, Leg};
use carrier::smpp::Smpp;
use carrier::{Answer, Carrier, Doubt, DoubtWhy};
use support::*;

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
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "which is none"),
        (b"\0\0\0\x03\x80\0\0\x09", "a PDU of 3 octets"),
        (b"\x7f\xff\xff\xff\x80\0\0\x09", "a PDU of 2147483647 octets"),
        (b"\0\0\0\0\0\0\0\0", "a PDU of 0 octets"),
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
async fn who_never_answers_the_bind_is_given_up() {
    let (carrier, server) = open();
    let _silent = server.accept().await;
    check(&carrier, &server, "the bind was not answered").await;
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
