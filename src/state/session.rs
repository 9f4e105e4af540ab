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
    /// Somebody was, until the gateway ended the session.
    Ended(Me),
}

static SESSION: LazyLock<ArcRwSignal<Session>> = LazyLock::new(|| ArcRwSignal::new(Session::Unknown));

/// What is known of the session; reactive.
pub fn session() -> Session {
    super::read(&SESSION)
}

/// Who is signed in, or was until the session ended under their hands; reactive.
pub fn me() -> Option<Me> {
    match session() {
        Session::In(me) | Session::Ended(me) => Some(me),
        Session::Unknown | Session::Out => None,
    }
}

/// The role of who is signed in; reactive.
pub fn role() -> Option<Role> {
    me().map(|me| me.role)
}

/// Whether who is signed in may do it; reactive. The server decides, this only hides.
pub fn may(capability: Capability) -> bool {
    role().is_some_and(|role| role.may(capability))
}

/// Somebody signed in, or the firm's data changed.
pub fn enter(me: Me) {
    date::set_zone(&me.firm.zone);
    let before = SESSION.get_untracked();
    if matches!(&before, Session::Ended(old) if old.id != me.id) {
        // What the other one had open is not for this one's eyes.
        let _ = window().location().assign("/");
        return;
    }
    SESSION.set(Session::In(me));
}

/// Nobody is signed in any more. The gate then shows the sign-in page.
pub fn leave() {
    if SESSION.with_untracked(|session| *session != Session::Out) {
        SESSION.set(Session::Out);
    }
}

/// The gateway does not know the session any more. What is being written stays on the screen; the shell asks to sign in
/// again above it.
pub fn end() {
    match SESSION.get_untracked() {
        Session::In(me) => SESSION.set(Session::Ended(me)),
        Session::Unknown => leave(),
        // Asked again, in case the first question was put away.
        Session::Ended(_) => SESSION.notify(),
        Session::Out => {}
    }
}
