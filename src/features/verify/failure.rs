//! Why nothing could be checked.

use leptos::prelude::*;
use verifier::talk::Failure;

use crate::locale::{lang, verify as words};
use crate::ui::{Banner, Tone};

/// A failure in words.
pub fn failure_words(failure: &Failure) -> String {
    match failure {
        Failure::Key { .. } => words::KEY_WRONG.get().to_owned(),
        Failure::Network => words::FAILED_NETWORK.get().to_owned(),
        Failure::Refused { status: 401 } => words::FAILED_SESSION.get().to_owned(),
        Failure::Refused { status: 409 } => words::FAILED_STATE.get().to_owned(),
        Failure::Refused { status } => words::refused(lang(), &status.to_string()),
        Failure::Form => words::FAILED_FORM.get().to_owned(),
        Failure::Worker => words::FAILED_WORKER.get().to_owned(),
    }
}

/// A failure as a notice.
#[component]
pub fn FailureView(
    /// Why.
    failure: Failure,
) -> impl IntoView {
    let text = Signal::derive(move || failure_words(&failure));
    view! { <Banner tone=Tone::Amber title=words::FAILED text/> }
}
