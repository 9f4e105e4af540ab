//! A carrier's server for the benchmarks, in a process of its own, so that its memory is not counted as ours: it takes every
//! message at once, and tells the receipts when it is told to. It does as little as a server can, so that what is measured is ours.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener as Listener;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};
use carrier::cmpp::pdu::{Deliver, Pdu, Version};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Receipts that are told before the first of them is acknowledged.
const UNACKNOWLEDGED: usize = 4_000;
/// Octets that are read at once.
const READ: usize = 1 << 16;

/// What it speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Speaks {
    Smpp,
    Cmpp,
}

/// The server, as the process that measures holds it. It ends with it.
pub(crate) struct Peer {
    pub port: u16,
    child: Child,
    orders: Option<ChildStdin>,
}

/// A receipt to tell: the message's number and its phone.
type Owed = (u64, String);

#[derive(Default)]
struct Shared {
    taken: u64,
    owed: Vec<Owed>,
}

impl Peer {
    pub fn start(speaks: Speaks) -> Result<Peer> {
        let name = clap::ValueEnum::to_possible_value(&speaks).context("it has a name")?;
        let mut child = Command::new(std::env::current_exe()?)
            .args(["peer", name.get_name()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let told = child.stdout.take().context("its output is piped")?;
        let read = BufReader::new(told).read_line(&mut line);
        let orders = child.stdin.take();
        let mut peer = Peer { port: 0, child, orders };
        read?;
        peer.port = line.trim().parse().context("the peer names its port")?;
        Ok(peer)
    }

    /// Has it tell the receipts from now on.
    pub fn release(&mut self) -> Result<()> {
        let orders = self.orders.as_mut().context("its input is piped")?;
        Ok(orders.write_all(b"!")?)
    }
}

impl Drop for Peer {
    /// It ends once nobody can order anything any more.
    fn drop(&mut self) {
        self.orders = None;
        let _ = self.child.wait();
    }
}

/// The server itself: says its port, tells the receipts once an octet comes in, and ends when its input does.
pub(crate) async fn serve(speaks: Speaks) -> Result<()> {
    let listener = Listener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    println!("{}", listener.local_addr()?.port());
    let (release, released) = watch::channel(false);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    std::thread::spawn(move || runtime.block_on(accept(listener, speaks, released)));
    tokio::task::spawn_blocking(move || {
        for _ in std::io::stdin().lock().bytes() {
            release.send_replace(true);
        }
    })
    .await?;
    Ok(())
}

async fn accept(listener: Listener, speaks: Speaks, released: watch::Receiver<bool>) {
    let Ok(listener) = TcpListener::from_std(listener) else {
        return;
    };
    let shared = Arc::new(Mutex::new(Shared::default()));
    let local = tokio::task::LocalSet::new();
    let serving = local.run_until(async {
        while let Ok((stream, _)) = listener.accept().await {
            let line = Line {
                speaks,
                shared: shared.clone(),
                told: HashMap::new(),
                sequence: 0,
                input: Vec::new(),
                output: Vec::new(),
            };
            tokio::task::spawn_local(line.serve(stream, released.clone()));
        }
    });
    serving.await;
}

/// One connection.
struct Line {
    speaks: Speaks,
    shared: Arc<Mutex<Shared>>,
    told: HashMap<u32, Owed>,
    sequence: u32,
    input: Vec<u8>,
    output: Vec<u8>,
}

impl Line {
    async fn serve(mut self, mut stream: TcpStream, mut released: watch::Receiver<bool>) {
        loop {
            self.input.reserve(READ);
            tokio::select! {
                read = stream.read_buf(&mut self.input) => if !read.is_ok_and(|count| count > 0) {
                    return;
                },
                changed = released.changed() => if changed.is_err() {
                    return;
                },
            }
            self.answer_all();
            if *released.borrow() {
                self.tell();
            }
            if stream.write_all(&self.output).await.is_err() {
                return;
            }
            self.output.clear();
        }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer_all(&mut self) {
        let mut input = std::mem::take(&mut self.input);
        let mut rest = &input[..];
        while let Some(length) = rest.first_chunk().map(|four| u32::from_be_bytes(*four) as usize)
            && (12..=rest.len()).contains(&length)
        {
            let (pdu, after) = rest.split_at(length);
            match self.speaks {
                Speaks::Smpp => self.smpp(pdu),
                Speaks::Cmpp => self.cmpp(pdu),
            }
            rest = after;
        }
        let read = input.len() - rest.len();
        input.drain(..read);
        self.input = input;
    }

    fn take(&self, phone: String) -> u64 {
        let mut shared = self.shared();
        shared.taken += 1;
        // With letters, so that it is a number in hexadecimal alone.
        let number = 0x00AB_CDEF_0000_0000 + shared.taken;
        shared.owed.push((number, phone));
        number
    }

    /// A receipt was acknowledged, or is to be told again.
    fn acknowledged(&mut self, sequence: u32, taken: bool) {
        if let Some(owed) = self.told.remove(&sequence)
            && !taken
        {
            self.shared().owed.push(owed);
        }
    }

    fn tell(&mut self) {
        while self.told.len() < UNACKNOWLEDGED {
            let Some((number, phone)) = self.shared().owed.pop() else {
                return;
            };
            self.sequence += 1;
            match self.speaks {
                Speaks::Smpp => self.tell_smpp(number, &phone),
                Speaks::Cmpp => self.tell_cmpp(number, &phone),
            }
            self.told.insert(self.sequence, (number, phone));
        }
    }

    fn smpp(&mut self, pdu: &[u8]) {
        let word = |at: usize| {
            let four = pdu.get(at..).and_then(|rest| rest.first_chunk());
            four.map_or(0, |four| u32::from_be_bytes(*four))
        };
        let sequence = word(12);
        match word(4) {
            9 => self.put(0x8000_0009, sequence, b"peer\0"),
            4 => {
                let number = self.take(destination(pdu));
                self.put(0x8000_0004, sequence, format!("{number:x}\0").as_bytes());
            }
            0x8000_0005 => self.acknowledged(sequence, word(8) == 0),
            0x15 => self.put(0x8000_0015, sequence, b""),
            6 => self.put(0x8000_0006, sequence, b""),
            _ => {}
        }
    }

    fn put(&mut self, id: u32, sequence: u32, body: &[u8]) {
        for word in [16 + body.len() as u32, id, 0, sequence] {
            self.output.extend(word.to_be_bytes());
        }
        self.output.extend_from_slice(body);
    }

    fn tell_smpp(&mut self, number: u64, phone: &str) {
        let text = format!("id:{number:x} sub:001 dlvrd:001 done date:2605071001 stat:DELIVRD err:000 text:");
        let mut body = format!("\0\x01\x01{phone}\0\x01\x0110690001\0").into_bytes();
        body.extend([4, 0, 0, 0, 0, 0, 0, 0, 0, text.len() as u8]);
        body.extend_from_slice(text.as_bytes());
        self.put(5, self.sequence, &body);
    }

    fn cmpp(&mut self, octets: &[u8]) {
        let Ok((sequence, pdu)) = Pdu::decode(Version::V20, octets) else {
            return;
        };
        match pdu {
            Pdu::Connect(_) => self.put_cmpp(sequence, &Pdu::ConnectResp(0, [0; 16], 0x20)),
            Pdu::Submit(submit) => {
                let number = self.take(submit.to);
                self.put_cmpp(sequence, &Pdu::SubmitResp(number, 0));
            }
            Pdu::DeliverResp(_, result) => self.acknowledged(sequence, result == 0),
            Pdu::ActiveTest => self.put_cmpp(sequence, &Pdu::ActiveTestResp),
            Pdu::Terminate => self.put_cmpp(sequence, &Pdu::TerminateResp),
            _ => {}
        }
    }

    fn put_cmpp(&mut self, sequence: u32, pdu: &Pdu) {
        if let Ok(octets) = pdu.encode(Version::V20, sequence) {
            self.output.extend(octets);
        }
    }

    fn tell_cmpp(&mut self, number: u64, phone: &str) {
        let mut content = number.to_be_bytes().to_vec();
        content.extend(format!("DELIVRD26050710002605071001{phone:\0<21}\0\0\0\0").bytes());
        let deliver = Deliver {
            id: number,
            to: "10690001".to_owned(),
            service: String::new(),
            header: false,
            format: 0,
            from: phone.to_owned(),
            receipt: true,
            content,
        };
        self.put_cmpp(self.sequence, &Pdu::Deliver(deliver));
    }
}

/// destination_addr of a submit_sm: behind service_type and source_addr, both with their types.
fn destination(pdu: &[u8]) -> String {
    let after = |at: usize| {
        let rest = pdu.get(at..).unwrap_or_default();
        at + rest.iter().position(|&octet| octet == 0).unwrap_or(rest.len()) + 1
    };
    let begin = after(after(16) + 2) + 2;
    let number = pdu.get(begin..after(begin) - 1).unwrap_or_default();
    String::from_utf8_lossy(number).into_owned()
}
