//! Settings. `GET/PUT /api/settings`, `/api/users…`, `/api/tokens…`, `/api/carriers…`.

use domain::cap::PurposeCaps;
use domain::consent::Confirmation;
use domain::id::{TokenId, UserId};
use domain::occasion::OwnDay;
use domain::role::Role;
use domain::schedule::{AllowedHours, PurposeHours};
use domain::time::Millis;

use crate::carriers::{CarrierLive, Direct};
use crate::travels;

travels! {
    /// `GET /api/settings`, `PUT /api/settings`.
    pub struct Settings {
        /// For optimistic locking.
        pub version: i64,
        /// The firm's name.
        pub firm: String,
        /// Default signature, 2 to 18 characters, without brackets.
        pub signature: String,
        /// The number at which its customers reach it, for receipts: figures, spaces and `+-()`; may be empty.
        #[serde(default)]
        pub phone: String,
        /// IANA name of the zone.
        pub zone: String,
        /// Allowed hours.
        pub hours: AllowedHours,
        /// Hours that purposes have of their own; what counts is what both allow.
        #[serde(default)]
        pub purpose_hours: PurposeHours,
        /// At most so many messages to one customer within `cap_days`, over all campaigns; 0: no cap. Service messages are exempt.
        pub cap_messages: u16,
        /// Days of the cap.
        pub cap_days: u16,
        /// At most so many messages of a purpose to one customer, over all campaigns; 0: no cap.
        #[serde(default)]
        pub caps: PurposeCaps,
        /// For how many hours a receipt is awaited.
        pub receipt_hours: u16,
        /// After how many days without a word from us a customer counts as a gap.
        pub gap_days: u16,
        /// Whether care messages need recorded consent (marketing always does), or only no withdrawal.
        pub care_needs_consent: bool,
        /// The firm's own yearly days, at most 50, each named once and on a day of its own.
        pub days: Vec<OwnDay>,
        /// Whether and in which words an opt-out by reply is confirmed, once within thirty days. Each text has 1 to 60
        /// characters, and the linter finds nothing that forbids it.
        #[serde(default)]
        pub confirmation: Confirmation,
    }

    /// Where checkpoints of the log are sent to be kept elsewhere: `PUT /api/settings/witness`.
    pub struct WitnessSettings {
        /// For optimistic locking; 0 before it was ever set.
        pub version: i64,
        /// A folder on the gateway's machine, by its full path: each checkpoint becomes a file there.
        pub folder: Option<String>,
        /// An `https://` or `http://` address that takes each checkpoint as the body of a POST.
        pub url: Option<String>,
        /// At most once in so many hours; 0: after each checkpoint.
        pub hours: u16,
    }

    /// `GET /api/settings/witness`, and the answer to `PUT`.
    pub struct WitnessState {
        /// Where they go.
        pub settings: WitnessSettings,
        /// What came of the folder, if there is one.
        pub folder_sent: Option<WitnessPlace>,
        /// What came of the address, if there is one.
        pub url_sent: Option<WitnessPlace>,
    }

    /// What came of sending checkpoints to one place.
    pub struct WitnessPlace {
        /// Events of the last checkpoint that arrived.
        pub size: Option<u64>,
        /// When it did.
        pub sent_at: Option<Millis>,
        /// When the last one failed.
        pub failed_at: Option<Millis>,
        /// Why it did: `no_folder`, `not_allowed`, `full`, `other_note` (a file of that size holds another checkpoint), `not_written`;
        /// `other_log` (the folder holds a checkpoint of this log that contradicts it), `behind` (it holds one of more events than the
        /// log has), and in both cases the log's own may have arrived beside it; `status_` with what was answered, `no_answer`,
        /// `not_reached`.
        pub failure: Option<String>,
        /// Whether it was in vain since the last that arrived where nothing contradicts the log; it is tried again.
        pub failing: bool,
    }

    /// A member of staff: `GET /api/users`.
    pub struct User {
        /// Which user.
        pub id: UserId,
        /// Login name.
        pub login: String,
        /// Name.
        pub name: String,
        /// Role.
        pub role: Role,
        /// May sign in.
        pub active: bool,
        /// Last seen.
        pub seen_at: Option<Millis>,
        /// Since when.
        pub created_at: Millis,
    }

    /// `POST /api/users`.
    pub struct NewUser {
        /// Login name, 2 to 40 letters, digits, `.`, `_`, `-`, `@`.
        pub login: String,
        /// Name.
        pub name: String,
        /// Role.
        pub role: Role,
        /// First password, at least 10 characters.
        pub password: String,
    }

    /// `PUT /api/users/{id}`.
    pub struct UserEdit {
        /// Name.
        pub name: String,
        /// Role.
        pub role: Role,
        /// May sign in; `false` ends all sessions.
        pub active: bool,
        /// A new password; ends all sessions.
        pub password: Option<String>,
    }

    /// An API token: `GET /api/tokens`.
    pub struct Token {
        /// Which token.
        pub id: TokenId,
        /// Name.
        pub name: String,
        /// What it may do.
        pub role: Role,
        /// Since when.
        pub created_at: Millis,
        /// Last used.
        pub used_at: Option<Millis>,
        /// Revoked.
        pub revoked_at: Option<Millis>,
        /// Who made it, by name.
        pub made_by: String,
        /// Whether its maker is still active and may do what it may; else it is refused.
        pub maker_stands: bool,
    }

    /// `POST /api/tokens`.
    pub struct NewToken {
        /// Name.
        pub name: String,
        /// What it may do.
        pub role: Role,
    }

    /// Answer of `POST /api/tokens`: the only time that the secret is shown.
    pub struct CreatedToken {
        /// The token.
        pub token: Token,
        /// The secret, to be sent as `Authorization: Bearer …`.
        pub secret: String,
    }

    /// `GET /api/carriers`, `PUT /api/carriers/{name}`; answer of `POST /api/carriers`.
    pub struct Carrier {
        /// Its name.
        pub name: String,
        /// `sandbox`, `smpp` or `cmpp`.
        pub kind: String,
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
        /// The name of the carrier that takes over what waits while this one sends nothing: it is stopped, has had no connection
        /// for half a minute, or has refused everything for long. The other's own hours, policy and price must allow it.
        #[serde(default)]
        pub fallback: Option<String>,
        /// The carrier that takes over now. Ignored in requests.
        #[serde(default)]
        pub taken_over_by: Option<String>,
        /// For the sandbox: what it does.
        pub sandbox: Option<Sandbox>,
        /// For a direct carrier: how it is spoken to. In a request, absent: as before.
        #[serde(default)]
        pub direct: Option<Direct>,
        /// For a direct carrier that is switched on: how it stands. Ignored in requests.
        #[serde(default)]
        pub live: Option<CarrierLive>,
    }

    /// How the built-in sandbox carrier behaves: shares in permille of all messages; what is left over is delivered.
    #[derive(Copy, Eq)]
    pub struct Sandbox {
        /// Seed: the same seed, the same fates.
        pub seed: u64,
        /// Refused for good.
        pub refused: u16,
        /// Receipt says failed.
        pub failed: u16,
        /// No receipt ever comes.
        pub silent: u16,
        /// The receipt comes twice.
        pub twice: u16,
        /// The receipt comes late.
        pub late: u16,
        /// Throttled at first.
        pub throttled: u16,
        /// The connection drops before the answer: in doubt.
        pub dropped: u16,
        /// Milliseconds until an ordinary receipt.
        pub receipt_ms: u32,
    }
}
