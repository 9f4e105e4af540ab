//! A carrier's side of the wire, in raw octets, within the process.
#![allow(dead_code)]

use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use carrier::session::{Connector, Pace, Stream};
use carrier::{Answer, Carrier, Key, Message, cmpp, smpp};
use domain::time::Millis;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::{Mutex, mpsc};

/// Each connection's other end goes to the test.
pub struct Wires(mpsc::UnboundedSender<DuplexStream>, usize);

#[async_trait]
impl Connector for Wires {
    async fn connect(&self) -> io::Result<Box<dyn Stream>> {
        let (ours, theirs) = duplex(self.1);
        self.0.send(theirs).map_err(|_| io::ErrorKind::ConnectionRefused)?;
        Ok(Box::new(ours))
    }
}

/// Accepts connections.
pub struct Server(Mutex<mpsc::UnboundedReceiver<DuplexStream>>);

/// `room`: octets that the wire holds before the reader takes them.
pub fn wires(room: usize) -> (Arc<Wires>, Server) {
    let (to, from) = mpsc::unbounded_channel();
    (Arc::new(Wires(to, room)), Server(Mutex::new(from)))
}

impl Server {
    pub async fn accept(&self) -> Peer {
        self.next().await.expect("a connection")
    }

    /// `None`: there is nobody any more who could connect.
    pub async fn next(&self) -> Option<Peer> {
        self.0.lock().await.recv().await.map(Peer)
    }
}

pub struct Peer(pub DuplexStream);

impl Peer {
    /// The next PDU, length included.
    pub async fn read(&mut self) -> Vec<u8> {
        let length = self.0.read_u32().await.expect("a length");
        let mut pdu = length.to_be_bytes().to_vec();
        pdu.resize(length as usize, 0);
        self.0.read_exact(&mut pdu[4..]).await.expect("a whole PDU");
        pdu
    }

    pub async fn write(&mut self, octets: &[u8]) {
        self.0.write_all(octets).await.expect("the wire stands");
    }
}

pub fn pace() -> Pace {
    Pace {
        window: 4,
        ..Pace::default()
    }
}

pub const NOW: Millis = 1_764_223_200_000;

pub fn now() -> Millis {
    NOW
}

pub fn message(entry: i64, text: &str) -> Message {
    Message {
        key: Key { entry, attempt: 1 },
        phone: format!("+86138{entry:08}"),
        text: text.into(),
        parts: 1,
        valid_until: NOW + 3_600_000,
    }
}

pub async fn hand(carrier: &impl Carrier, text: &str) -> Answer {
    carrier
        .hand_over(NOW, &[message(1, text)])
        .await
        .pop()
        .expect("an answer")
}

/// Lets everything run that can.
pub async fn settle() {
    tokio::time::sleep(Duration::from_millis(1)).await;
}

/// An account at an SMPP carrier that takes UCS-2 in headers.
pub fn smpp_settings() -> smpp::Settings {
    smpp::Settings {
        system_id: "rollcall".into(),
        password: "secret08".into(),
        system_type: String::new(),
        from: "10690001".into(),
        from_ton: 0,
        from_npi: 1,
        to_ton: 1,
        to_npi: 1,
        long: smpp::Long::Header,
        offset_minutes: 480,
    }
}

/// An account at a CMPP gateway.
pub fn cmpp_settings(version: cmpp::pdu::Version) -> cmpp::Settings {
    cmpp::Settings {
        version,
        account: "900001".into(),
        secret: "888888".into(),
        from: "10690001".into(),
        service: String::new(),
        coding: cmpp::Coding::Ucs2,
        offset_minutes: 480,
    }
}

/// A deliver_sm, receipt or reply.
pub fn deliver(sequence: u32, class: u8, coding: u8, text: &[u8], tlvs: &[u8]) -> Vec<u8> {
    let mut body = b"\0\x01\x0113800138000\0\x01\x0110690001\0".to_vec();
    body.extend([class, 0, 0, 0, 0, 0, 0, coding, 0, text.len() as u8]);
    body.extend_from_slice(text);
    body.extend_from_slice(tlvs);
    pdu(5, 0, sequence, &body)
}

/// An SMPP PDU.
pub fn pdu(id: u32, status: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let words = [16 + body.len() as u32, id, status, sequence];
    let mut octets: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
    octets.extend_from_slice(body);
    octets
}

/// The word of a PDU at an octet.
pub fn word(pdu: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(pdu[at..at + 4].try_into().unwrap())
}
