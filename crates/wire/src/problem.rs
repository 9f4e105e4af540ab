//! Errors, as `application/problem+json` (RFC 9457).

use serde::{Deserialize, Serialize};

/// A stable code of what went wrong. The app words it in the user's language; `title` is the fallback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Nobody is signed in, or the session ended.
    SignedOut,
    /// Name or password is wrong.
    WrongPassword,
    /// Too many attempts; `retry_after` says when to try again.
    TooManyAttempts,
    /// The role may not do this.
    Forbidden,
    /// One cannot approve what one wrote or submitted oneself.
    OwnWork,
    /// There is no such thing, or it is not for this user.
    NotFound,
    /// The address is there, and takes no request of this method.
    MethodNotAllowed,
    /// A request of another site.
    CrossOrigin,
    /// The request cannot be read.
    Malformed,
    /// The body is of another type than the address takes.
    NotJson,
    /// Some fields are wrong; `fields` says which.
    Invalid,
    /// Somebody else changed it meanwhile; `current` holds what is there now.
    Conflict,
    /// The thing is in a state that does not allow this.
    WrongState,
    /// The phone is of a customer who was erased; whoever enters them anew says so.
    Erased,
    /// A blocking finding stands against it.
    Blocked,
    /// What was approved is not what is there: the digest differs.
    DigestDiffers,
    /// The file cannot be read; `detail` says why and where.
    UnreadableFile,
    /// It is too large.
    TooLarge,
    /// The database is busy; nothing was changed.
    Busy,
    /// The disk is full; nothing was changed.
    DiskFull,
    /// The carrier did not take it.
    CarrierRefused,
    /// A fault of ours; nothing was changed. `trace` finds it in the log.
    Internal,
}

/// What went wrong, safe to show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank#<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The stable code.
    pub code: Code,
    /// HTTP status.
    pub status: u16,
    /// A short text in the language of the request.
    pub title: String,
    /// What exactly, in the language of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// For forms: what is wrong with which field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// For [`Code::Conflict`]: what is there now, as the resource's own response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
    /// For [`Code::TooManyAttempts`]: seconds to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// Finds the request in the gateway's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// Name of the field in the request, nested by dots.
    pub field: String,
    /// What is wrong, in the language of the request.
    pub message: String,
}
