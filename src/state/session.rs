//! Who is signed in.

use std::sync::LazyLock;

use domain::role::{Capability, Role};
use leptos::prelude::*;
use wire::session::Me;

use crate::locale::date;

/// What is known of the session.
#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// The gateway has not answered yet.
    Unknown,
    /// Nobody is signed in.
    Out,
    /// Somebody is.
    In(Me),
}

static SESSION: LazyLock<ArcRwSignal<Session>> = LazyLock::new(|| ArcRwSignal::new(Session::Unknown));

/// What is known of the session; reactive.
pub fn session() -> Session {
    SESSION.get()
}

/// Who is signed in; reactive.
pub fn me() -> Option<Me> {
    SESSION.with(|session| match session {
        Session::In(me) => Some(me.clone()),
        _ => None,
    })
}

/// The role of who is signed in; reactive.
pub fn role() -> Option<Role> {
    SESSION.with(|session| match session {
        Session::In(me) => Some(me.role),
        _ => None,
    })
}

/// Whether who is signed in may do it; reactive. The server decides, this only hides.
pub fn may(capability: Capability) -> bool {
    role().is_some_and(|role| role.may(capability))
}

/// Somebody signed in, or the firm's data changed.
pub fn enter(me: Me) {
    date::set_zone(&me.firm.zone);
    SESSION.set(Session::In(me));
}

/// Nobody is signed in any more. The gate then shows the sign-in page.
pub fn leave() {
    if SESSION.with_untracked(|session| *session != Session::Out) {
        SESSION.set(Session::Out);
    }
}
