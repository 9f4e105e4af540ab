//! How a carrier stands: what is asked beside the window, how many connections send and hear, and how it takes leave.

use std::sync::Arc;
use std::time::Duration;

use carrier::session::{Direct, Leg};
use carrier::smpp::Long;
use carrier::{Answer, Carrier, Deferral};

use super::support::*;
use super::{bind, dialect, open};

#[tokio::test(start_paused = true)]
async fn a_carrier_that_answers_no_question_takes_messages_all_the_same() {
    let (carrier, server) = open(Long::Header, &[Leg::Both]);
    let (_, mut peer) = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let references: Vec<String> = (1..=9).map(|n| format!("a{n}")).collect();
    let mut asked = 0;
    let answering = async {
        loop {
            let pdu_in = peer.read().await;
            match word(&pdu_in, 4) {
                3 => asked += 1,
                4 => peer.write(&pdu(0x8000_0004, 0, word(&pdu_in, 12), b"a\0")).await,
                _ => peer.write(&pdu(0x8000_0015, 0, word(&pdu_in, 12), b"")).await,
            }
        }
    };
    let told = tokio::select! {
        (told, said) = async {
            let silent = async {
                let told = carrier.query(&references).await;
                assert_eq!(carrier.query(&references).await, told, "it is left alone for a while");
                told
            };
            let sending = async {
                settle().await;
                hand(&carrier, "hi").await
            };
            tokio::join!(silent, tokio::time::timeout(Duration::from_secs(1), sending))
        } => {
            assert!(matches!(said, Ok(Answer::Taken { .. })), "{said:?}");
            told
        }
        () = answering => unreachable!(),
    };
    assert_eq!((told, asked), (vec![None; 9], 4));
}

#[tokio::test(start_paused = true)]
async fn the_window_is_that_of_the_connections_that_send() {
    let (wires, server) = wires(90_000);
    let two = carrier::session::Pace { binds: 2, ..pace() };
    let carrier = Direct::open(dialect(Long::Header), wires, two, Arc::new(now), &[Leg::Both]);
    assert_eq!(carrier.live().window, 0);
    let _one = bind(&server).await;
    settle().await;
    assert_eq!((carrier.live().sending, carrier.live().window), (1, 4));
    let _two = bind(&server).await;
    settle().await;
    assert_eq!((carrier.live().sending, carrier.live().window), (2, 8));
}

#[tokio::test(start_paused = true)]
async fn since_when_it_is_heard_begins_anew_with_each_bind() {
    let clock = Arc::new(std::sync::atomic::AtomicI64::new(NOW));
    let at = |ms| clock.store(NOW + ms, std::sync::atomic::Ordering::SeqCst);
    let (wires, server) = wires(90_000);
    let carrier = {
        let clock = clock.clone();
        let now = Arc::new(move || clock.load(std::sync::atomic::Ordering::SeqCst));
        Direct::open(dialect(Long::Header), wires, pace(), now, &[Leg::Send, Leg::Hear])
    };
    let heard = || (carrier.live().heard_since, carrier.live().deaf_since);
    assert_eq!(heard(), (None, Some(NOW)));
    at(1);
    let (one, two) = (bind(&server).await, bind(&server).await);
    settle().await;
    assert_eq!(heard(), (Some(NOW + 1), None));
    let (sending, mut hearing) = if one.0 == 2 { (one, two.1) } else { (two, one.1) };
    hearing.write(&deliver(1, 0, 0, b"TD", b"")).await;
    settle().await;
    at(2);
    drop(hearing);
    settle().await;
    assert_eq!(heard(), (None, Some(NOW + 2)));
    assert_eq!(carrier.live().sending, 1, "the other stands");
    at(3);
    let again = bind(&server).await;
    settle().await;
    assert_eq!(heard(), (Some(NOW + 3), None));
    at(4);
    drop(again);
    settle().await;
    assert_eq!(heard(), (None, Some(NOW + 2)), "nothing was heard meanwhile");
    drop(sending);
}

#[tokio::test(start_paused = true)]
async fn who_takes_leave_has_its_answers_and_ends_its_long_messages() {
    let (carrier, server) = open(Long::Header, &[Leg::Both]);
    let (_, mut peer) = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    // Seven parts, and four of them in the window; behind them another message.
    let messages = [message(1, &"好".repeat(67 * 7)), message(2, "hi")];
    let (said, ()) = tokio::join!(carrier.hand_over(NOW, &messages), async {
        let first = peer.read().await;
        carrier.take_leave();
        settle().await;
        assert_eq!((carrier.live().sending, carrier.has_left()), (0, false));
        let mut submitted = first;
        for part in 1..=7 {
            assert_eq!(word(&submitted, 4), 4, "part {part}");
            let id = format!("{part}\0");
            peer.write(&pdu(0x8000_0004, 0, word(&submitted, 12), id.as_bytes()))
                .await;
            submitted = peer.read().await;
        }
        assert_eq!(word(&submitted, 4), 6, "it unbinds");
        peer.write(&pdu(0x8000_0006, 0, word(&submitted, 12), b"")).await;
    });
    settle().await;
    assert!(carrier.has_left());
    let whole = matches!(&said[0], Answer::Taken { references } if references.len() == 7);
    assert!(whole, "{said:?}");
    let waits = |answer: &Answer| {
        matches!(
            answer,
            Answer::Deferred {
                why: Deferral::NotBound,
                ..
            }
        )
    };
    assert!(waits(&said[1]), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn one_that_has_forgotten_the_bind_is_bound_anew() {
    let (carrier, server) = open(Long::Header, &[Leg::Both]);
    let (_, mut peer) = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let (said, ()) = tokio::join!(hand(&carrier, "hi"), async {
        let asked = peer.read().await;
        // ESME_RINVBNDSTS
        peer.write(&pdu(0x8000_0004, 4, word(&asked, 12), b"")).await;
    });
    assert!(matches!(said, Answer::Deferred { .. }), "{said:?}");
    let _again = bind(&server).await;
    assert!(carrier.ready(Duration::from_secs(9)).await);
    let live = carrier.live();
    let told = (live.stopped, live.last_error.as_deref());
    assert_eq!(told, (None, Some("turned away: 0x04")));
}
