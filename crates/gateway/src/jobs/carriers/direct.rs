//! Opening a direct carrier from its settings.

use std::sync::Arc;

use carrier::cmpp::{self, Cmpp};
use carrier::session::{Backoff, Connector, Direct, Leg, Pace, Tcp, Tls, TlsSetting, Unsendable};
use carrier::smpp::{self, Smpp};
use carrier::{Carrier, session};
use domain::time::Millis;
use serde::{Deserialize, Serialize};
use wire::carriers as form;

use crate::clock::Clock;
use crate::secrets::{Secrets, SecretsError};

/// A direct carrier's settings as they are stored: the form without its secret, and the secret sealed for the carrier's name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Config {
    /// The form; its secret is always absent.
    pub direct: form::Direct,
    /// The secret; [`Secrets::open`] opens it.
    pub sealed: String,
}

/// Why a carrier cannot be opened; safe to show.
#[derive(Debug, thiserror::Error)]
pub enum Unopenable {
    /// Its settings cannot be read.
    #[error("the carrier's settings can't be read")]
    Config(#[from] serde_json::Error),
    /// Its secret cannot be opened.
    #[error(transparent)]
    Secret(#[from] SecretsError),
    /// A setting does not fit its protocol.
    #[error(transparent)]
    Setting(#[from] Unsendable),
    /// The connection cannot be secured so.
    #[error(transparent)]
    Tls(#[from] TlsSetting),
}

fn now() -> Millis {
    Clock::system().now()
}

/// Opens the carrier of these settings; must be called within a runtime.
pub(super) fn open(name: &str, config: &str, secrets: &Secrets) -> Result<Arc<dyn Carrier>, Unopenable> {
    let config: Config = serde_json::from_str(config)?;
    let secret = secrets.open(name, &config.sealed)?;
    connect(&config.direct, &secret)
}

/// Whether these settings fit their protocol.
///
/// # Errors
/// What does not fit, in words safe to show.
pub fn check(direct: &form::Direct, secret: &str) -> Result<(), Unsendable> {
    match direct {
        form::Direct::Smpp(form) => Smpp::new(smpp(form, secret), now).map(drop),
        form::Direct::Cmpp(form) => Cmpp::new(cmpp(form, secret), now).map(drop),
    }
}

/// Begins to connect.
///
/// # Errors
/// A setting that does not fit, of the protocol or of TLS.
pub fn connect(direct: &form::Direct, secret: &str) -> Result<Arc<dyn Carrier>, Unopenable> {
    let line = direct.line();
    let (pace, legs) = (pace(line), legs(line.legs));
    let wire: Arc<dyn Connector> = match tls(direct)? {
        Some(tls) => Arc::new(tls),
        None => Arc::new(Tcp(address(line))),
    };
    let clock: session::Clock = Arc::new(now);
    Ok(match direct {
        form::Direct::Smpp(form) => Arc::new(Direct::open(
            Smpp::new(smpp(form, secret), now)?,
            wire,
            pace,
            clock,
            legs,
        )),
        form::Direct::Cmpp(form) => Arc::new(Direct::open(
            Cmpp::new(cmpp(form, secret), now)?,
            wire,
            pace,
            clock,
            legs,
        )),
    })
}

fn address(line: &form::Line) -> String {
    format!("{}:{}", line.host, line.port)
}

/// How the connection is secured, where it is.
///
/// # Errors
/// A setting that cannot be, in words safe to show.
pub fn tls(direct: &form::Direct) -> Result<Option<Tls>, TlsSetting> {
    let form::Direct::Smpp(smpp) = direct else {
        return Ok(None);
    };
    let Some(tls) = &smpp.tls else { return Ok(None) };
    let name = if tls.name.is_empty() {
        &smpp.line.host
    } else {
        &tls.name
    };
    Tls::new(address(&smpp.line), name, &tls.authorities).map(Some)
}

const fn legs(legs: form::Legs) -> &'static [Leg] {
    match legs {
        form::Legs::Both => &[Leg::Both],
        form::Legs::Apart => &[Leg::Send, Leg::Hear],
    }
}

fn pace(line: &form::Line) -> Pace {
    let usual = Pace::default();
    Pace {
        binds: line.binds.max(1),
        window: line.window.max(1),
        backoff: Backoff {
            seed: rand::random(),
            ..usual.backoff
        },
        ..usual
    }
}

fn smpp(form: &form::Smpp, secret: &str) -> smpp::Settings {
    smpp::Settings {
        system_id: form.line.account.clone(),
        password: secret.to_owned(),
        system_type: form.system_type.clone(),
        from: form.line.from.clone(),
        from_ton: form.from_ton,
        from_npi: form.from_npi,
        to_ton: form.to_ton,
        to_npi: form.to_npi,
        long: match form.long {
            form::Long::Header => smpp::Long::Header,
            form::Long::Sar => smpp::Long::Sar,
            form::Long::Payload => smpp::Long::Payload,
        },
        offset_minutes: form.line.offset_minutes,
    }
}

fn cmpp(form: &form::Cmpp, secret: &str) -> cmpp::Settings {
    cmpp::Settings {
        version: match form.version {
            form::CmppVersion::V20 => cmpp::pdu::Version::V20,
            form::CmppVersion::V30 => cmpp::pdu::Version::V30,
        },
        account: form.line.account.clone(),
        secret: secret.to_owned(),
        from: form.line.from.clone(),
        service: form.service.clone(),
        coding: match form.coding {
            form::Coding::Ucs2 => cmpp::Coding::Ucs2,
            form::Coding::Gbk => cmpp::Coding::Gbk,
        },
        offset_minutes: form.line.offset_minutes,
    }
}
