//! How connections are made, and at what pace.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::time::Millis;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::backoff::Backoff;

/// A connection. TLS is a [`Connector`] that wraps another's stream.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Writes as much as the stream takes; where there is nothing to write, flushes it. Answers the octets that it took.
pub(super) async fn put_out(writing: &mut (impl AsyncWrite + Unpin), output: &[u8]) -> io::Result<usize> {
    if output.is_empty() {
        writing.flush().await.map(|()| 0)
    } else {
        writing.write(output).await
    }
}

/// Makes connections.
#[async_trait]
pub trait Connector: Send + Sync {
    /// Connects anew.
    async fn connect(&self) -> io::Result<Box<dyn Stream>>;
}

/// Plain TCP to `host:port`.
#[derive(Debug, Clone)]
pub struct Tcp(pub String);

impl Tcp {
    pub(super) async fn open(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect(&self.0).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }
}

#[async_trait]
impl Connector for Tcp {
    async fn connect(&self) -> io::Result<Box<dyn Stream>> {
        Ok(Box::new(self.open().await?))
    }
}

/// The moment, in milliseconds since 1970-01-01 UTC.
pub type Clock = Arc<dyn Fn() -> Millis + Send + Sync>;

/// At what pace a carrier is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Connections; with separate legs, so many of each.
    pub binds: u16,
    /// Most PDUs under way on one connection.
    pub window: u16,
    /// How long connecting and binding may take.
    pub connect: Duration,
    /// How long an answer may take before the hand-over is in doubt.
    pub answer: Duration,
    /// How long a message may wait for a place in the window, before it is deferred; its other parts as long again. Twice this
    /// and [`Pace::answer`] must be less than the engine's patience with a batch, one minute.
    pub place: Duration,
    /// How long it may be still before the peer is asked whether it lives; as long again, and it does not.
    pub idle: Duration,
    /// Between attempts to connect.
    pub backoff: Backoff,
    /// Receipts and replies kept unacknowledged; beyond, the carrier is asked to send them later.
    pub inbox: usize,
}

impl Default for Pace {
    /// CMPP 2.0 section 5.3: window 16, one minute idle. A batch is answered well before the engine's own minute.
    fn default() -> Pace {
        Pace {
            binds: 1,
            window: 16,
            connect: Duration::from_secs(15),
            answer: Duration::from_secs(25),
            place: Duration::from_secs(15),
            idle: Duration::from_secs(30),
            backoff: Backoff {
                first: Duration::from_secs(1),
                most: Duration::from_mins(1),
                seed: 1,
            },
            inbox: 20_000,
        }
    }
}
