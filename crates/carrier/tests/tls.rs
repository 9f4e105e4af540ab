//! SMPP over TLS, against a server of our own with a certificate made here.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use carrier::session::{Connector, Direct, Leg, Tcp, Tls, TlsSetting};
use carrier::smpp::Smpp;
use carrier::{Answer, Carrier};
use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use support::*;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// An authority of the firm's own.
struct Authority(Certificate, Issuer<'static, KeyPair>);

impl Authority {
    fn new() -> Authority {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Authority(certificate, Issuer::new(params, key))
    }

    /// A server's side with a certificate for `name` that is valid until this year.
    fn server(&self, name: &str, until: i32) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let certificate = params.signed_by(&key, &self.1).unwrap();
        let ring = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(ring)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// Answers binds, messages and the question whether it lives.
async fn speak(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let mut number = 0;
    while let Ok(length) = stream.read_u32().await {
        let mut rest = vec![0; length as usize - 4];
        stream.read_exact(&mut rest).await.unwrap();
        let id = u32::from_be_bytes(rest[..4].try_into().unwrap());
        number += 1;
        let body = if id == 4 {
            format!("{number:x}\0")
        } else {
            "smsc\0".to_owned()
        };
        let mut octets = (16 + body.len() as u32).to_be_bytes().to_vec();
        octets.extend((id | 0x8000_0000).to_be_bytes());
        octets.extend([0; 4]);
        octets.extend(&rest[8..12]);
        octets.extend(body.as_bytes());
        stream.write_all(&octets).await.unwrap();
        stream.flush().await.unwrap();
    }
}

/// A server on a free port; `None`: it speaks plainly.
async fn serve(acceptor: Option<TlsAcceptor>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                match acceptor {
                    Some(acceptor) => {
                        if let Ok(stream) = acceptor.accept(stream).await {
                            speak(stream).await;
                        }
                    }
                    None => {
                        let _ = stream.write_all(b"\0\0\0\x10\x80\0\0\0\0\0\0\x03\0\0\0\0").await;
                        let _ = stream.read_u8().await;
                    }
                }
            });
        }
    });
    address
}

fn open(wire: Arc<dyn Connector>) -> Direct<Smpp> {
    let smpp = Smpp::new(smpp_settings(), now).unwrap();
    Direct::open(smpp, wire, pace(), Arc::new(now), &[Leg::Both])
}

/// What is said when no connection is made.
async fn refused(address: String, name: &str, authorities: &str) -> String {
    let carrier = open(Arc::new(Tls::new(address, name, authorities).unwrap()));
    for _ in 0..500 {
        if let Some(why) = carrier.live().last_error {
            assert_eq!(carrier.live().bound, 0);
            return why;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it neither connects nor says why");
}

#[tokio::test]
async fn messages_go_over_tls_to_a_server_that_is_trusted() {
    let authority = Authority::new();
    let address = serve(Some(authority.server("smsc.example", 2100))).await;
    let tls = Tls::new(address, "smsc.example", &authority.0.pem()).unwrap();
    let carrier = open(Arc::new(tls));
    assert!(carrier.ready(Duration::from_secs(9)).await, "{:?}", carrier.live());
    let messages: Vec<_> = (1..=200).map(|n| message(n, &"好".repeat(150))).collect();
    let answers = carrier.hand_over(NOW, &messages).await;
    let taken = |answer: &Answer| matches!(answer, Answer::Taken { references } if references.len() == 3);
    assert!(
        answers.iter().all(taken),
        "{:?}",
        answers.iter().find(|answer| !taken(answer))
    );
}

#[tokio::test]
async fn a_server_that_is_not_trusted_is_told_nothing_and_the_reason_is_clear() {
    let (authority, other) = (Authority::new(), Authority::new());
    let own = authority.0.pem();
    let address = serve(Some(authority.server("smsc.example", 2100))).await;
    let late = serve(Some(authority.server("smsc.example", 2024))).await;
    let plain = serve(None).await;
    for (address, name, authorities, want) in [
        (&address, "smsc.example", "", "of no authority that we trust"),
        (
            &address,
            "smsc.example",
            other.0.pem().as_str(),
            "of no authority that we trust",
        ),
        (&address, "other.example", own.as_str(), "for another name"),
        (&late, "smsc.example", own.as_str(), "expired or not yet valid"),
        (&plain, "smsc.example", own.as_str(), "does not speak TLS"),
    ] {
        let why = refused(address.clone(), name, authorities).await;
        assert!(
            why.starts_with("not connected: TLS: ") && why.contains(want),
            "{want}: {why}"
        );
    }
    let plainly = open(Arc::new(Tcp(address)));
    assert!(
        !plainly.ready(Duration::from_secs(1)).await,
        "nor does it speak plainly"
    );
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let pem = Authority::new().0.pem();
    for (name, authorities, want) in [
        ("smsc.example", "", None),
        ("127.0.0.1", pem.as_str(), None),
        ("a b", "", Some(TlsSetting::Name)),
        ("smsc.example", "no certificate", Some(TlsSetting::Authority)),
        (
            "smsc.example",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            Some(TlsSetting::Authority),
        ),
    ] {
        assert_eq!(
            Tls::new("h:1".into(), name, authorities).err(),
            want,
            "{name} {authorities}"
        );
    }
}
