//! What is said on one connection: the bind, PDUs both ways until it breaks or ends, and the leave.

use std::collections::HashMap;
use std::time::Duration;

use bytes::{Buf as _, BytesMut};
use futures::FutureExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use super::dialect::{Dialect, Heard, Inbound, Verdict};
use super::inbox::Acknowledge;
use super::link::Link;
use super::settings::{Stream, put_out};
use super::state::{Placed, Teller, Told};
use crate::contract::Deferral;

/// How long a carrier has to answer that we take leave.
const LEAVE: Duration = Duration::from_secs(2);
/// Octets that are read at once.
const READ: usize = 1 << 14;
/// Octets that may wait for a carrier that does not read: whoever asks on and on and takes no answer is left.
const UNREAD: usize = 4 << 20;
/// PDUs that are taken together: so many fewer are the calls that write them.
const TOGETHER: usize = 128;
/// Why a connection ended of which we took leave.
pub(super) const LEFT: &str = "we took leave";

/// Why a connection ended.
pub(super) enum End {
    /// Try again.
    Broken(String),
    /// A person must mend it.
    Stop(String),
}

/// Awaits its answer.
struct Pending {
    told: Teller,
    /// Where its first octet stands in all that is written, and where the next PDU's does.
    begin: u64,
    end: u64,
    since: Instant,
    place: OwnedSemaphorePermit,
}

/// A connection that stands.
pub(super) struct Talk<'a, D: Dialect> {
    link: &'a Link<D>,
    stream: Box<dyn Stream>,
    input: BytesMut,
    output: BytesMut,
    /// Octets that were ever put into `output`, and that the stream took.
    queued: u64,
    written: u64,
    sequence: u32,
    pending: HashMap<u32, Pending>,
    /// Whether the stream may hold back octets that it took: TLS does until it is flushed.
    held: bool,
    heard: Instant,
    asked: bool,
    /// Whether anything was answered, or came: it is of use.
    pub served: bool,
    /// Acknowledgements that are to be written.
    acknowledged: mpsc::UnboundedReceiver<Vec<u8>>,
    acknowledge: mpsc::UnboundedSender<Vec<u8>>,
}

impl<'a, D: Dialect> Talk<'a, D> {
    pub fn new(link: &'a Link<D>, stream: Box<dyn Stream>) -> Talk<'a, D> {
        let (acknowledge, acknowledged) = mpsc::unbounded_channel();
        Talk {
            link,
            stream,
            input: BytesMut::new(),
            output: BytesMut::new(),
            queued: 0,
            written: 0,
            held: false,
            sequence: 0,
            pending: HashMap::new(),
            heard: Instant::now(),
            asked: false,
            served: false,
            acknowledged,
            acknowledge,
        }
    }

    fn next_sequence(&mut self) -> u32 {
        // SMPP 3.4 section 5.1.4: 1 to 0x7FFFFFFF.
        self.sequence = self.sequence % 0x7FFF_FFFF + 1;
        self.sequence
    }

    fn put(&mut self, octets: &[u8]) {
        self.output.extend_from_slice(octets);
        self.queued += octets.len() as u64;
    }

    pub async fn bind(&mut self) -> Result<(), End> {
        let sequence = self.next_sequence();
        let bind = self.link.dialect.bind(self.link.leg, sequence, (self.link.clock)());
        let broken = |error: std::io::Error| End::Broken(format!("the connection broke: {}", error.kind()));
        self.stream.write_all(&bind).await.map_err(broken)?;
        self.stream.flush().await.map_err(broken)?;
        loop {
            while let Some(pdu) = self.next_frame()? {
                match self.link.dialect.read(&pdu) {
                    Ok(Heard::Bound) => return Ok(()),
                    Ok(Heard::Turned { stop: true, why }) => return Err(End::Stop(why)),
                    Ok(Heard::Turned { stop: false, why }) | Err(why) => return Err(End::Broken(why)),
                    // What was asked was the bind.
                    Ok(Heard::Answer(_, Verdict::Deferred(_, code) | Verdict::Refused(_, code))) => {
                        return Err(End::Broken(format!("the bind was refused ({code})")));
                    }
                    Ok(_) => {}
                }
            }
            if self.stream.read_buf(&mut self.input).await.map_err(broken)? == 0 {
                return Err(End::Broken("the carrier hung up before the bind".into()));
            }
        }
    }

    fn next_frame(&mut self) -> Result<Option<BytesMut>, End> {
        self.link
            .dialect
            .frames()
            .next(&mut self.input)
            .map_err(|error| End::Broken(error.to_string()))
    }

    /// Speaks and hears until the connection ends. Where this is dropped nothing is lost, and it may be called again.
    pub async fn carry(&mut self, wanted: &mut mpsc::UnboundedReceiver<Placed>) -> End {
        let (mut wants, mut taken) = (Vec::with_capacity(TOGETHER), Vec::with_capacity(TOGETHER));
        self.heard = Instant::now();
        let mut forgotten = interval(self.link.pace.answer);
        forgotten.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            loop {
                match self.next_frame() {
                    Ok(Some(pdu)) => {
                        // Octets of a PDU that never ends are no sign of life.
                        (self.heard, self.asked) = (Instant::now(), false);
                        if let Some(end) = self.hear(&pdu) {
                            self.take_back();
                            let _ = timeout(LEAVE, self.hear_out()).await;
                            return end;
                        }
                    }
                    Ok(None) => break,
                    Err(end) => return end,
                }
            }
            if self.output.len() > UNREAD {
                return End::Broken("the carrier does not read what it is told".into());
            }
            self.input.reserve(READ);
            let idle = sleep_until(self.heard + self.link.pace.idle * (1 + u32::from(self.asked)));
            let (mut reading, mut writing) = tokio::io::split(&mut self.stream);
            tokio::select! {
                biased;
                read = reading.read_buf(&mut self.input) => match read {
                    Ok(0) => return End::Broken("the carrier hung up".into()),
                    Ok(_) => {}
                    Err(error) => return End::Broken(format!("the connection broke: {}", error.kind())),
                },
                wrote = put_out(&mut writing, &self.output), if self.held || !self.output.is_empty() => match wrote {
                    Ok(0) if !self.output.is_empty() => return End::Broken("the connection takes nothing".into()),
                    Ok(0) => self.held = false,
                    Ok(count) => {
                        // Plain TCP is flushed at once.
                        self.held = writing.flush().now_or_never().is_none_or(|flushed| flushed.is_err());
                        self.output.advance(count);
                        self.written += count as u64;
                    }
                    Err(error) => return End::Broken(format!("the connection broke: {}", error.kind())),
                },
                1.. = wanted.recv_many(&mut wants, TOGETHER) => wants.drain(..).for_each(|wanted| self.want(wanted)),
                1.. = self.acknowledged.recv_many(&mut taken, TOGETHER) => taken.drain(..).for_each(|octets: Vec<u8>| self.put(&octets)),
                () = idle => {
                    if self.asked {
                        return End::Broken("the carrier no longer answers".into());
                    }
                    self.asked = true;
                    let sequence = self.next_sequence();
                    let ask = self.link.dialect.keep_alive(sequence);
                    self.put(&ask);
                }
                _ = forgotten.tick() => self.abandon(),
            }
        }
    }

    /// Writes what is half written, says that we go, and hears what the carrier still has to say until it goes as well: as
    /// few messages as can be are left in doubt.
    pub async fn take_leave(&mut self) -> End {
        let sequence = self.next_sequence();
        let bye = self.link.dialect.bye(sequence);
        self.put(&bye);
        let _ = timeout(LEAVE, async {
            self.write_out().await?;
            while self.stream.read_buf(&mut self.input).await? > 0 {
                while let Ok(Some(pdu)) = self.next_frame() {
                    if self.link.dialect.read(&pdu) == Ok(Heard::Gone) {
                        return Ok(());
                    }
                    self.hear(&pdu);
                }
            }
            Ok::<(), std::io::Error>(())
        })
        .await;
        End::Broken(LEFT.into())
    }

    /// Writes all that is to be written; what the stream took is counted wherever this is dropped.
    async fn write_out(&mut self) -> std::io::Result<()> {
        while !self.output.is_empty() {
            let count = self.stream.write(&self.output).await?;
            if count == 0 {
                return Err(std::io::ErrorKind::WriteZero.into());
            }
            self.output.advance(count);
            self.written += count as u64;
        }
        self.stream.flush().await
    }

    /// Writes what is half written, and hears what the carrier still answers to what it has: each answer is a doubt less.
    async fn hear_out(&mut self) -> std::io::Result<()> {
        self.write_out().await?;
        loop {
            while let Ok(Some(pdu)) = self.next_frame() {
                self.hear(&pdu);
            }
            if self.pending.is_empty() || self.stream.read_buf(&mut self.input).await? == 0 {
                return Ok(());
            }
        }
    }

    /// Takes back the messages of which no octet was written: they are not sent, and may go by another way.
    fn take_back(&mut self) {
        let written = self.written;
        let not_begun = |_: &u32, pending: &mut Pending| pending.begin >= written;
        let mut back: Vec<Pending> = self.pending.extract_if(not_begun).map(|(_, pending)| pending).collect();
        back.sort_unstable_by_key(|pending| pending.begin);
        let (output, mut from) = (std::mem::take(&mut self.output), written);
        for pending in back {
            self.output
                .extend_from_slice(&output[(from - written) as usize..(pending.begin - written) as usize]);
            from = pending.end;
            pending.told.tell(Told::NotSent);
        }
        self.output.extend_from_slice(&output[(from - written) as usize..]);
        self.queued = written + self.output.len() as u64;
    }

    fn want(&mut self, (wanted, place): Placed) {
        // Nobody waits any more, and nothing was written: it never will be.
        if wanted.told.is_deaf() {
            return;
        }
        let sequence = self.next_sequence();
        let octets = (wanted.make)(sequence);
        let begin = self.queued;
        self.put(&octets);
        let pending = Pending {
            told: wanted.told,
            begin,
            end: self.queued,
            since: Instant::now(),
            place,
        };
        self.pending.insert(sequence, pending);
    }

    /// Gives up places of what has long been given up as unanswered.
    fn abandon(&mut self) {
        let longest = self.link.pace.answer * 4;
        self.pending.retain(|_, pending| pending.since.elapsed() < longest);
    }

    fn hear(&mut self, pdu: &[u8]) -> Option<End> {
        match self.link.dialect.read(pdu) {
            Ok(Heard::Answer(sequence, verdict)) => return self.answer(sequence, verdict),
            Ok(Heard::Came { what, taken, busy }) => {
                self.served = true;
                let mut inner = self.link.state.lock();
                if matches!(what, Inbound::Unreadable) {
                    inner.live.stray("a receipt or a reply that cannot be read");
                }
                if inner.inbox.len() < self.link.pace.inbox {
                    let to = self.acknowledge.clone();
                    inner
                        .inbox
                        .put(what, (self.link.clock)(), Acknowledge { octets: taken, to });
                } else {
                    drop(inner);
                    self.put(&busy);
                }
            }
            Ok(Heard::Reply(octets)) => self.put(&octets),
            Ok(Heard::Bye(octets)) => {
                self.put(&octets);
                return Some(End::Broken("the carrier took leave".into()));
            }
            Ok(Heard::Turned { stop: true, why }) => return Some(End::Stop(why)),
            Ok(_) => {}
            Err(why) => self.link.state.lock().live.last_error = Some(why),
        }
        None
    }

    fn answer(&mut self, sequence: u32, verdict: Verdict) -> Option<End> {
        let mut inner = self.link.state.lock();
        let Some(pending) = self.pending.remove(&sequence) else {
            inner.live.stray("an answer to nothing that we sent");
            return None;
        };
        inner.answered(Instant::now());
        self.served = true;
        let end = match &verdict {
            Verdict::Deferred(Deferral::Stopped, code) => Some(End::Stop(format!("turned away: {code}"))),
            // The next one is bound anew.
            Verdict::Deferred(Deferral::NotBound, code) => Some(End::Broken(format!("turned away: {code}"))),
            _ => None,
        };
        drop(inner);
        // Whoever hears the answer may put the next in its place.
        let Pending { told, place, .. } = pending;
        drop(place);
        told.tell(Told::Answer(verdict));
        end
    }

    /// Tells everybody who waits what is known.
    pub fn settle(&mut self) {
        for (_, pending) in self.pending.drain() {
            let told = if pending.end <= self.written {
                Told::Broken
            } else {
                Told::NotSent
            };
            pending.told.tell(told);
        }
    }
}
