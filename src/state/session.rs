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
    /// Somebody is, or was until the gateway ended the session: [`lost`].
    In(Me),
}

static SESSION: LazyLock<ArcRwSignal<Session>> = LazyLock::new(|| ArcRwSignal::new(Session::Unknown));
/// Of its own: pages hang on the role, and are not to be drawn anew for whatever else changes.
static ROLE: LazyLock<ArcRwSignal<Option<Role>>> = LazyLock::new(|| ArcRwSignal::new(None));
static LOST: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(false));
static RENEWALS: LazyLock<ArcRwSignal<u32>> = LazyLock::new(|| ArcRwSignal::new(0));

/// What is known of the session; reactive.
pub fn session() -> Session {
    super::read(&SESSION)
}

/// Whether the gateway ended the session under the hands of who was signed in; reactive, and told anew each time that it says so.
pub fn lost() -> bool {
    super::read(&LOST)
}

/// How often a session that was lost was taken up again; reactive.
pub fn renewals() -> u32 {
    super::read(&RENEWALS)
}

/// Who is signed in, or was until the session ended under their hands; reactive.
pub fn me() -> Option<Me> {
    match session() {
        Session::In(me) => Some(me),
        Session::Unknown | Session::Out => None,
    }
}

/// The role of who is signed in; reactive.
pub fn role() -> Option<Role> {
    super::read(&ROLE)
}

/// Whether who is signed in may do it; reactive. The server decides, this only hides.
pub fn may(capability: Capability) -> bool {
    role().is_some_and(|role| role.may(capability))
}

/// Somebody signed in, or the firm's data changed.
pub fn enter(me: Me) {
    date::set_zone(&me.firm.zone);
    let lost = LOST.get_untracked();
    if lost && matches!(SESSION.get_untracked(), Session::In(old) if old.id != me.id) {
        // What the other one had open is not for this one's eyes.
        let _ = window().location().assign("/");
        return;
    }
    stand(Session::In(me));
    if lost {
        LOST.set(false);
        RENEWALS.update(|times| *times += 1);
    }
}

/// Nobody is signed in any more. The gate then shows the sign-in page.
pub fn leave() {
    LOST.set(false);
    stand(Session::Out);
}

/// The gateway does not know the session any more. What is being written stays on the screen; the shell asks to sign in
/// again above it.
pub fn end() {
    match SESSION.get_untracked() {
        Session::In(_) => LOST.set(true),
        Session::Unknown => leave(),
        Session::Out => {}
    }
}

/// Tells only what changed.
fn stand(session: Session) {
    let role = match &session {
        Session::In(me) => Some(me.role),
        Session::Unknown | Session::Out => None,
    };
    if SESSION.with_untracked(|before| *before != session) {
        SESSION.set(session);
    }
    if ROLE.get_untracked() != role {
        ROLE.set(role);
    }
}
