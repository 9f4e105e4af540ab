//! Listening: every connection has so long to say what it wants, and gives its place back if it does not.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// So long a connection may take over the head of a request, and may wait between two.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// After an error that is not one connection's, such as too many open files.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves until `stop`; then takes no more connections, and returns once those that are open have been answered.
pub async fn serve(listener: TcpListener, router: Router, patience: Duration, stop: impl Future<Output = ()>) {
    let open = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    if !of_connection(&error) {
                        tracing::error!(%error, "no connection can be taken");
                        tokio::time::sleep(PAUSE).await;
                    }
                    continue;
                }
            },
        };
        let router = router.clone();
        let answer = service_fn(move |request: Request<Incoming>| answer(router.clone(), request, peer));
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }
    drop(listener);
    open.shutdown().await;
}

async fn answer(router: Router, request: Request<Incoming>, peer: SocketAddr) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}

fn of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn who_says_nothing_is_let_go_and_who_asks_is_answered() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asker = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.port().to_string() };
        let router = Router::new().route("/", get(asker));
        let (stop, stopped) = oneshot::channel::<()>();
        let patience = Duration::from_millis(50);
        let serving = tokio::spawn(serve(listener, router, patience, async {
            let _ = stopped.await;
        }));
        for said in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: x\r\n"] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(said.as_bytes()).await.unwrap();
            let mut heard = Vec::new();
            let ended = tokio::time::timeout(patience * 100, stream.read_to_end(&mut heard)).await;
            assert!(ended.is_ok(), "{said:?} holds its connection");
        }
        let mut stream = TcpStream::connect(address).await.unwrap();
        let port = stream.local_addr().unwrap().port().to_string();
        stream
            .write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        let mut heard = String::new();
        stream.read_to_string(&mut heard).await.unwrap();
        assert!(heard.starts_with("HTTP/1.1 200") && heard.ends_with(&port), "{heard}");
        stop.send(()).unwrap();
        serving.await.unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
