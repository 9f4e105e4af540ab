//! An SMPP server in raw octets: it takes messages, tells receipts and replies, and hangs up when it is told to.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Ids are told in hexadecimal when a message is taken, and in decimal in its receipt; with letters, so that none is both.
const FIRST: u64 = 0xabcd_0000;

#[derive(Default)]
pub struct Tally {
    /// How often each part came, by phone and the part's number.
    pub parts: BTreeMap<(String, u8), u32>,
    pub submits: u32,
    pub binds: u32,
    /// Receipts and replies that were not acknowledged, by sequence; told again after the next bind.
    unacknowledged: BTreeMap<u32, Vec<u8>>,
    sequence: u32,
    /// After so many messages the connection is cut, once, and the last ones are never answered.
    pub cut_after: Option<u32>,
    /// What each connection was bound as, by the command that binds.
    pub legs: Vec<u32>,
    /// Receipts are told after the next bind alone.
    pub withholds: bool,
    /// How often each message was asked after, by the id that was told; the first of all is not known any more.
    pub asked: BTreeMap<String, u32>,
    /// How long it takes for each message.
    pub slow: Duration,
    /// An account may bind once at a time.
    pub binds_once: bool,
    bound: u32,
    /// Binds that were refused.
    pub turned_away: u32,
}

#[derive(Clone)]
pub struct Smsc {
    pub tally: Arc<Mutex<Tally>>,
    pub port: u16,
}

pub fn pdu(id: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let words = [16 + body.len() as u32, id, 0, sequence];
    let mut octets: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
    octets.extend_from_slice(body);
    octets
}

/// The commands that bind.
pub const RECEIVER: u32 = 1;
pub const TRANSMITTER: u32 = 2;
const TRANSCEIVER: u32 = 9;

/// How an id is told: in hexadecimal and in capitals, with zeros in front. Receipts have it in decimal.
fn told(number: u64) -> String {
    format!("{number:012X}")
}

fn word(pdu: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(pdu[at..at + 4].try_into().unwrap())
}

/// The next C-octet string from `at` on, and where it ends.
fn text(pdu: &[u8], at: usize) -> (String, usize) {
    let length = pdu[at..].iter().position(|&octet| octet == 0).unwrap();
    (
        String::from_utf8(pdu[at..at + length].to_vec()).unwrap(),
        at + length + 1,
    )
}

/// Phone and part of a submit_sm; 1 where there is no user data header.
fn submitted(pdu: &[u8]) -> (String, u8) {
    let (_, at) = text(pdu, 16);
    let (_, at) = text(pdu, at + 2);
    let (phone, at) = text(pdu, at + 2);
    let headed = pdu[at] & 0x40 != 0;
    let (_, at) = text(pdu, at + 3);
    let (_, at) = text(pdu, at);
    let message = &pdu[at + 5..];
    (phone, if headed { message[5] } else { 1 })
}

fn deliver(sequence: u32, from: &str, class: u8, text: &[u8]) -> Vec<u8> {
    let mut body = format!("\0\x01\x01{from}\0\x01\x0110690001\0").into_bytes();
    body.extend([class, 0, 0, 0, 0, 0, 0, 0, 0, text.len() as u8]);
    body.extend_from_slice(text);
    pdu(5, sequence, &body)
}

impl Smsc {
    pub async fn start(cut_after: Option<u32>) -> Smsc {
        Smsc::listen(cut_after, None).await
    }

    pub async fn start_tls(acceptor: TlsAcceptor) -> Smsc {
        Smsc::listen(None, Some(acceptor)).await
    }

    async fn listen(cut_after: Option<u32>, acceptor: Option<TlsAcceptor>) -> Smsc {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let smsc = Smsc {
            port: listener.local_addr().unwrap().port(),
            tally: Arc::default(),
        };
        smsc.tally.lock().unwrap().cut_after = cut_after;
        let serving = smsc.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (serving, acceptor) = (serving.clone(), acceptor.clone());
                tokio::spawn(async move {
                    match acceptor {
                        None => serving.serve(stream).await,
                        Some(acceptor) => {
                            if let Ok(stream) = acceptor.accept(stream).await {
                                serving.serve(stream).await;
                            }
                        }
                    }
                });
            }
        });
        smsc
    }

    /// A customer writes back; told after the next bind, or with the next message.
    pub fn write_back(&self, from: &str, text: &str) {
        let mut tally = self.tally.lock().unwrap();
        tally.sequence += 1;
        let sequence = tally.sequence;
        let octets = deliver(sequence, from, 0, text.as_bytes());
        tally.unacknowledged.insert(sequence, octets);
    }

    async fn serve(self, stream: impl AsyncRead + AsyncWrite + Unpin) {
        let mut leg = 0;
        self.talk(&mut leg, stream).await;
        self.tally.lock().unwrap().bound -= u32::from(leg != 0);
    }

    async fn talk(&self, leg: &mut u32, mut stream: impl AsyncRead + AsyncWrite + Unpin) {
        while let Ok(length) = stream.read_u32().await {
            let mut asked = length.to_be_bytes().to_vec();
            asked.resize(length as usize, 0);
            if stream.read_exact(&mut asked[4..]).await.is_err() {
                return;
            }
            let slow = self.tally.lock().unwrap().slow;
            if word(&asked, 4) == 4 && !slow.is_zero() {
                tokio::time::sleep(slow).await;
            }
            let Some(answer) = self.answer(leg, &asked) else {
                return;
            };
            if stream.write_all(&answer).await.is_err() || stream.flush().await.is_err() {
                return;
            }
        }
    }

    /// What is answered; `None`: hang up.
    fn answer(&self, leg: &mut u32, asked: &[u8]) -> Option<Vec<u8>> {
        let mut tally = self.tally.lock().unwrap();
        let sequence = word(asked, 12);
        match word(asked, 4) {
            bind @ (RECEIVER | TRANSMITTER | TRANSCEIVER) => {
                if tally.binds_once && tally.bound > 0 {
                    tally.turned_away += 1;
                    let mut refused = pdu(0x8000_0000 | bind, sequence, b"");
                    // ESME_RBINDFAIL
                    refused[8..12].copy_from_slice(&0x0D_u32.to_be_bytes());
                    return Some(refused);
                }
                *leg = bind;
                tally.bound += 1;
                tally.binds += 1;
                tally.legs.push(bind);
                let mut octets = pdu(0x8000_0000 | bind, sequence, b"smsc\0");
                if bind != TRANSMITTER {
                    octets.extend(tally.unacknowledged.values().flatten());
                }
                Some(octets)
            }
            4 if *leg == RECEIVER => None,
            4 => {
                *tally.parts.entry(submitted(asked)).or_insert(0) += 1;
                tally.submits += 1;
                let number = FIRST + u64::from(tally.submits);
                if tally.cut_after.is_some_and(|most| tally.submits > most + 3) {
                    tally.cut_after = None;
                    return None;
                }
                if tally.cut_after.is_some_and(|most| tally.submits > most) {
                    return Some(Vec::new());
                }
                let mut octets = pdu(0x8000_0004, sequence, format!("{}\0", told(number)).as_bytes());
                tally.sequence += 1;
                let receipt = format!("id:{number} sub:001 dlvrd:001 done date:2605071001 stat:DELIVRD err:000 text:");
                let receipt = deliver(tally.sequence, &submitted(asked).0, 4, receipt.as_bytes());
                if !tally.withholds {
                    octets.extend(&receipt);
                }
                let next = tally.sequence;
                tally.unacknowledged.insert(next, receipt);
                Some(octets)
            }
            3 => {
                let (id, _) = text(asked, 16);
                let mut octets = pdu(0x8000_0003, sequence, format!("{id}\0\0\x02\0").as_bytes());
                // It knows its ids as it told them, and the first of all not any more.
                let known = (FIRST + 1..=FIRST + u64::from(tally.submits)).any(|number| id == told(number));
                if known {
                    *tally.asked.entry(id.clone()).or_insert(0) += 1;
                }
                if !known || id == told(FIRST + 1) {
                    // ESME_RQUERYFAIL
                    octets[8..12].copy_from_slice(&0x67_u32.to_be_bytes());
                }
                Some(octets)
            }
            0x8000_0005 => {
                tally.unacknowledged.remove(&sequence);
                Some(Vec::new())
            }
            0x15 => Some(pdu(0x8000_0015, sequence, b"")),
            6 => None,
            _ => Some(Vec::new()),
        }
    }
}
