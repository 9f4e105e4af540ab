//! TLS over TCP, for carriers that ask for it.

use std::io;
use std::sync::Arc;

use async_trait::async_trait;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error, RootCertStore};

use super::settings::{Connector, Stream, Tcp};

/// A setting of TLS that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TlsSetting {
    /// What should be certificates is none.
    #[error("the authority's certificate can't be read")]
    Authority,
    /// What should be the server's name is none.
    #[error("the server's name is none")]
    Name,
}

/// Why no connection by TLS was made; safe to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// Signed by nobody whom we trust.
    #[error("TLS: the server's certificate is of no authority that we trust")]
    Untrusted,
    /// For another name.
    #[error("TLS: the server's certificate is for another name")]
    OtherName,
    /// Not valid any more, or not yet.
    #[error("TLS: the server's certificate is expired or not yet valid")]
    OutOfDate,
    /// The other end speaks something else.
    #[error("TLS: the server does not speak TLS on this port")]
    NotTls,
    /// Anything else.
    #[error("TLS: no secure connection could be agreed on")]
    Other,
}

/// TLS 1.2 or 1.3 to `host:port`. Trusts the public authorities of Mozilla's list, and those that it is given.
#[derive(Clone)]
pub struct Tls {
    tcp: Tcp,
    name: ServerName<'static>,
    connector: TlsConnector,
}

impl Tls {
    /// To `address` (`host:port`), whose certificate must be for `name`; `authorities`: certificates in PEM that are trusted
    /// beside the public ones, empty for none.
    ///
    /// # Errors
    /// [`TlsSetting`]
    pub fn new(address: String, name: &str, authorities: &str) -> Result<Tls, TlsSetting> {
        let mut roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        if !authorities.trim().is_empty() {
            let mut found = 0;
            for certificate in CertificateDer::pem_slice_iter(authorities.as_bytes()) {
                let certificate = certificate.map_err(|_| TlsSetting::Authority)?;
                roots.add(certificate).map_err(|_| TlsSetting::Authority)?;
                found += 1;
            }
            if found == 0 {
                return Err(TlsSetting::Authority);
            }
        }
        let ring = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(ring)
            .with_safe_default_protocol_versions()
            .map_err(|_| TlsSetting::Authority)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Tls {
            tcp: Tcp(address),
            name: ServerName::try_from(name.to_owned()).map_err(|_| TlsSetting::Name)?,
            connector: TlsConnector::from(Arc::new(config)),
        })
    }
}

#[async_trait]
impl Connector for Tls {
    async fn connect(&self) -> io::Result<Box<dyn Stream>> {
        let stream = self.tcp.open().await?;
        match self.connector.connect(self.name.clone(), stream).await {
            Ok(stream) => Ok(Box::new(stream)),
            Err(error) => Err(told(error)),
        }
    }
}

/// The error in words that can be shown, where it is one of TLS.
fn told(error: io::Error) -> io::Error {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    let fault = match inner {
        None => return error,
        Some(Error::InvalidCertificate(why)) => match why {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => TlsFault::OutOfDate,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => TlsFault::OtherName,
            _ => TlsFault::Untrusted,
        },
        Some(Error::InvalidMessage(_)) => TlsFault::NotTls,
        Some(_) => TlsFault::Other,
    };
    io::Error::new(error.kind(), fault)
}

/// Why no connection was made: what TLS says, else the kind of the error.
pub(super) fn not_connected(error: &io::Error) -> String {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<TlsFault>()) {
        Some(fault) => format!("not connected: {fault}"),
        None => format!("not connected: {}", error.kind()),
    }
}
