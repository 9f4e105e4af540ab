//! Direct carriers. `POST /api/carriers`, and what `/api/carriers` tells of them.

use domain::schedule::AllowedHours;

use crate::travels;

/// A secret on its way to the gateway. No answer holds one, and none is ever shown.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

travels! {
    /// `POST /api/carriers`.
    pub struct NewCarrier {
        /// Its name: 1 to 40 letters, digits, `-`, `_`, `.`; it stays.
        pub name: String,
        /// May be used.
        pub enabled: bool,
        /// Price for a part, in fen × 1,000.
        pub price_millis: u64,
        /// Most parts a second; 0: as fast as it takes them.
        pub rate: u32,
        /// What it does not take: the id of a policy that comes with the product, such as `tencent`.
        #[serde(default)]
        pub policy: Option<String>,
        /// Hours of its own, in the firm's zone; what counts is what it and the firm allow.
        #[serde(default)]
        pub hours: Option<AllowedHours>,
        /// The name of the carrier that takes over what waits while this one sends nothing.
        #[serde(default)]
        pub fallback: Option<String>,
        /// How it is spoken to; says its kind.
        pub direct: Direct,
    }

    /// How a direct carrier is spoken to.
    #[serde(tag = "kind", rename_all = "snake_case")]
    pub enum Direct {
        /// SMPP 3.4.
        Smpp(Smpp),
        /// CMPP 2.0 or 3.0.
        Cmpp(Cmpp),
    }

    /// What both protocols need.
    #[derive(Eq)]
    pub struct Line {
        /// Name or address of the carrier's server.
        pub host: String,
        /// Its port.
        pub port: u16,
        /// The account: SMPP's system_id, up to 15 characters; CMPP's Source_Addr, 6 characters.
        pub account: String,
        /// The password or shared secret, when it is set anew; SMPP: up to 8 characters. Never answered.
        #[serde(default)]
        pub secret: Option<Secret>,
        /// Whether a secret is kept; answered, and ignored in requests.
        #[serde(default)]
        pub secret_set: bool,
        /// The number that customers see, up to 20 characters.
        pub from: String,
        /// Connections, 1 to 16; with separate legs, so many of each.
        pub binds: u16,
        /// Most messages under way on one connection, 1 to 1,000.
        pub window: u16,
        /// What the connections are for.
        #[serde(default)]
        pub legs: Legs,
        /// Minutes east of UTC of the carrier's clock: 480 in China.
        pub offset_minutes: i32,
    }

    /// What connections are for.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub enum Legs {
        /// Each sends and hears.
        #[default]
        Both,
        /// Some send, others hear.
        Apart,
    }

    /// An SMPP 3.4 account.
    #[derive(Eq)]
    pub struct Smpp {
        /// What both protocols need.
        pub line: Line,
        /// system_type, up to 12 characters.
        #[serde(default)]
        pub system_type: String,
        /// Type of our number, 0 to 6.
        #[serde(default)]
        pub from_ton: u8,
        /// Its numbering plan, 0 to 18.
        #[serde(default)]
        pub from_npi: u8,
        /// Type of customers' numbers; 1: international.
        pub to_ton: u8,
        /// Their numbering plan; 1: ISDN.
        pub to_npi: u8,
        /// How long texts go.
        #[serde(default)]
        pub long: Long,
        /// Whether and how the connection is secured.
        #[serde(default)]
        pub tls: Option<Tls>,
    }

    /// A connection that is secured by TLS 1.2 or 1.3.
    #[derive(Eq, Default)]
    pub struct Tls {
        /// For whom the server's certificate must be; empty: for the host.
        #[serde(default)]
        pub name: String,
        /// Certificates of authorities in PEM that are trusted beside the public ones, up to 100,000 characters; empty for none.
        #[serde(default)]
        pub authorities: String,
    }

    /// How a long text is sent over SMPP.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub enum Long {
        /// In parts, each with a user data header.
        #[default]
        Header,
        /// In parts, tied together by sar_* TLVs.
        Sar,
        /// Whole, in message_payload.
        Payload,
    }

    /// A CMPP account.
    #[derive(Eq)]
    pub struct Cmpp {
        /// What both protocols need.
        pub line: Line,
        /// Which version.
        pub version: CmppVersion,
        /// Service_Id, up to 10 characters.
        #[serde(default)]
        pub service: String,
        /// How Chinese texts are written.
        #[serde(default)]
        pub coding: Coding,
    }

    /// How Chinese texts are written over CMPP. They take as many parts either way.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub enum Coding {
        /// In UCS-2 (Msg_Fmt 8).
        #[default]
        Ucs2,
        /// In GBK (Msg_Fmt 15); what GBK lacks in UCS-2.
        Gbk,
    }

    /// A version of CMPP.
    #[derive(Copy, Eq)]
    pub enum CmppVersion {
        /// CMPP 2.0.
        #[serde(rename = "2.0")]
        V20,
        /// CMPP 3.0.
        #[serde(rename = "3.0")]
        V30,
    }

    /// `POST /api/carriers/{name}/test`: one message to one's own number.
    pub struct CarrierTest {
        /// A mobile number as written.
        pub to: String,
    }

    /// What became of it.
    pub struct CarrierTested {
        /// What was sent.
        pub text: String,
        /// How far it came.
        pub came: CarrierCame,
        /// The carrier's code or words of the last step, where it gave any.
        pub code: Option<String>,
        /// The carrier's names for the message, if it took it.
        pub references: Vec<String>,
    }

    /// How far a message came that tries a carrier out.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum CarrierCame {
        /// No connection was made in time.
        NotBound,
        /// The carrier refuses the account.
        TurnedAway,
        /// It takes no message now.
        Deferred,
        /// It refuses the message.
        Refused,
        /// It did not answer: the message may arrive or not.
        NoAnswer,
        /// It took it; no receipt has come yet.
        Taken,
        /// A receipt says that it arrived.
        Delivered,
        /// A receipt says that it did not.
        Failed,
    }

    /// How a carrier stands at this moment.
    #[derive(Eq)]
    pub struct CarrierLive {
        /// Connections that are bound.
        pub bound: u16,
        /// Of them, those that send.
        pub sending: u16,
        /// Connections that are wanted; 0: it has none.
        pub wanted: u16,
        /// Messages under way, unanswered.
        pub in_window: u32,
        /// Most that may be under way.
        pub window: u32,
        /// Answers within the last whole second.
        pub rate: u32,
        /// Answers that belong to nothing we sent.
        pub strays: u64,
        /// The last error.
        pub last_error: Option<String>,
        /// Why it stopped until a person mends it; saving it, or switching it off and on, tries again.
        pub stopped: Option<String>,
    }
}

impl Direct {
    /// What both protocols need.
    pub const fn line(&self) -> &Line {
        match self {
            Direct::Smpp(smpp) => &smpp.line,
            Direct::Cmpp(cmpp) => &cmpp.line,
        }
    }

    /// The same, to be changed.
    pub const fn line_mut(&mut self) -> &mut Line {
        match self {
            Direct::Smpp(smpp) => &mut smpp.line,
            Direct::Cmpp(cmpp) => &mut cmpp.line,
        }
    }

    /// The code of its kind.
    pub const fn kind(&self) -> &'static str {
        match self {
            Direct::Smpp(_) => "smpp",
            Direct::Cmpp(_) => "cmpp",
        }
    }
}
