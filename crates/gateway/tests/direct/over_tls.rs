//! `rollcall carrier test` over TLS, as the process that an operator runs.

use std::process::{Command, Output};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::command::put_direct;
use super::*;

/// An authority of the firm's own, in PEM, and a server's side with a certificate of it for this name.
fn authority(name: &str) -> (String, TlsAcceptor) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let pem = params.self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    (pem, TlsAcceptor::from(Arc::new(config)))
}

/// The command, run with a data folder of its own whose only carrier trusts these authorities.
async fn command(port: u16, authorities: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut direct = form(port)["direct"].clone();
    direct["tls"] = json!({ "name": "smsc.example", "authorities": authorities });
    put_direct(folder.path(), direct).await;
    let run = move || {
        Command::new(env!("CARGO_BIN_EXE_rollcall"))
            .args([
                "carrier",
                "test",
                "直连",
                "--to",
                "13800138000",
                "--wait",
                "2",
                "--data",
            ])
            .arg(folder.path())
            .output()
            .unwrap()
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_trusts_the_firms_own_authority_and_says_whom_it_does_not_trust() {
    let (pem, acceptor) = authority("smsc.example");
    let (other, _) = authority("smsc.example");
    let smsc = Smsc::start_tls(acceptor).await;
    let done = command(smsc.port, &pem).await;
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{said}");
    for line in ["bound: 1 of 1", "taken: ", "receipt: delivered"] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let submits = smsc.tally.lock().unwrap().submits;
    assert_eq!(submits, 1);
    for authorities in [other.as_str(), ""] {
        let refused = command(smsc.port, authorities).await;
        let why = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success());
        assert!(why.contains("of no authority that we trust"), "{why}");
        assert!(!why.contains("geheim08") && !why.contains("13800138000"), "{why}");
    }
    let tally = smsc.tally.lock().unwrap();
    assert_eq!(
        (tally.binds, tally.submits),
        (1, 1),
        "nothing was said to a server that is not trusted"
    );
}
