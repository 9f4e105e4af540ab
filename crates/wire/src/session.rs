//! Signing in, setting up, one's own sessions. `/api/session`, `/api/setup`, `/api/sessions`, `/api/password`.

use domain::id::UserId;
use domain::occasion::OwnDay;
use domain::role::Role;
use domain::time::Millis;

use crate::travels;

travels! {
    /// `POST /api/session`.
    pub struct SignIn {
        /// Login name.
        pub login: String,
        /// Password.
        pub password: String,
    }

    /// `GET /api/session`, and the answer to signing in: who one is.
    pub struct Me {
        /// Which user.
        pub id: UserId,
        /// Login name.
        pub login: String,
        /// Name to show.
        pub name: String,
        /// Role.
        pub role: Role,
        /// The firm.
        pub firm: Firm,
        /// Whether the firm has no customers yet, so that the demo firm can be loaded.
        pub empty: bool,
    }

    /// What every user needs to know of the firm.
    pub struct Firm {
        /// Name.
        pub name: String,
        /// Default signature, without brackets.
        pub signature: String,
        /// The number at which its customers reach it; may be empty.
        pub phone: String,
        /// IANA name of the zone, for example `Asia/Shanghai`.
        pub zone: String,
        /// The zone's offset from UTC in force now, in minutes.
        pub offset_minutes: i32,
        /// Its own yearly days.
        pub days: Vec<OwnDay>,
    }

    /// `GET /api/setup`.
    pub struct SetupState {
        /// Whether the first admin is still missing.
        pub needed: bool,
    }

    /// `POST /api/setup`: the first admin, by the one-time link.
    pub struct Setup {
        /// The link's token.
        pub token: String,
        /// The firm's name.
        pub firm: String,
        /// The firm's short name, which signs its messages; absent: the firm's name.
        pub signature: Option<String>,
        /// Login name of the admin.
        pub login: String,
        /// Name of the admin.
        pub name: String,
        /// Password, at least 10 characters.
        pub password: String,
        /// Whether to load the demo firm.
        pub demo: bool,
    }

    /// `POST /api/password`: a new password for oneself; ends all other sessions.
    pub struct ChangePassword {
        /// The present one.
        pub current: String,
        /// The new one, at least 10 characters.
        pub new: String,
    }

    /// One of one's own sessions: `GET /api/sessions`, `DELETE /api/sessions/{id}`.
    pub struct SessionRow {
        /// Which session; not its secret.
        pub id: String,
        /// Since when.
        pub created_at: Millis,
        /// Last seen.
        pub seen_at: Millis,
        /// The browser, as it names itself, shortened.
        pub browser: String,
        /// Whether it is this one.
        pub current: bool,
    }
}
