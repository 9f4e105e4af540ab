//! The proof behind an event, checked in this browser when the event is opened.

use leptos::prelude::*;
use verifier::behind::{Behind, Shown, Unfit};
use verifier::talk::{Ask, Failure};
use wire::audit::LogEvent;

use crate::api::transport;
use crate::features::verify::FailureView;
use crate::locale::{Msg, lang, number, tr, verify as words};
use crate::state::fetched::fetched;
use crate::state::{verifier as worker, witness};
use crate::ui::{Banner, Button, Icon, Skeleton, Tone};

/// Tone and title of what is behind an event.
pub const fn heading(unfit: Option<Unfit>) -> (Tone, Msg) {
    match unfit {
        None => (Tone::Jade, words::EVENT_PROVED),
        Some(Unfit::Content) => (Tone::Crimson, words::EVENT_CONTENT),
        Some(Unfit::Place) => (Tone::Crimson, words::EVENT_PLACE),
        Some(Unfit::Later) => (Tone::Lavender, words::EVENT_LATER),
    }
}

async fn check(event: LogEvent) -> Result<Behind, Failure> {
    let covers = |kept: &verifier::witness::Kept| kept.seen.as_ref().is_some_and(|seen| event.seq < seen.size);
    if !covers(&witness::standing().kept) {
        witness::look().await;
    }
    let standing = witness::standing();
    if standing.kept.seen.is_none() {
        return Err(standing.failed.unwrap_or(Failure::Form));
    }
    let question = Ask::Event {
        gateway: transport::url(""),
        kept: standing.kept,
        shown: Shown {
            seq: event.seq,
            leaf: event.leaf,
            at: event.at,
            actor_kind: event.actor_kind,
            actor: event.actor_id,
            action: event.action,
            subject_kind: event.subject_kind,
            subject: event.subject,
            details: event.details,
            salts: event.salts,
        },
    };
    worker::ask(&question, None, None).await
}

/// What is behind an event.
#[component]
pub fn EventProof(
    /// The event as it is shown.
    event: LogEvent,
) -> impl IntoView {
    let seq = event.seq;
    let behind = fetched(move || check(event.clone()));
    view! {
        <h3 class="entry__heading">{tr(words::EVENT_PROOF)}</h3>
        <div class="log__proof" aria-live="polite">
            {move || behind.is_awaited().then(|| view! { <Skeleton lines=2/> })}
            {move || behind.get().map(|came| match came {
                Err(failure) => view! {
                    <FailureView failure/>
                    <Button label=words::RUN_AGAIN icon=Icon::Refresh on:click=move |_| behind.refetch()/>
                }
                .into_any(),
                Ok(found) => {
                    let (tone, title) = heading(found.unfit);
                    let later = found.unfit == Some(Unfit::Later);
                    let size = found.size;
                    let text = Signal::derive(move || {
                        if later { words::EVENT_LATER_TEXT.get().to_owned() } else { words::stands(lang(), &number(seq), &number(size)) }
                    });
                    view! {
                        <Banner tone title text/>
                        {later.then(|| view! { <Button label=words::RUN_AGAIN icon=Icon::Refresh on:click=move |_| behind.refetch()/> })}
                        {(!later).then(|| view! { <Hashes found/> })}
                    }
                    .into_any()
                }
            })}
        </div>
    }
}

/// The hashes, for those who check by other means.
#[component]
fn Hashes(
    /// What is behind the event.
    found: Behind,
) -> impl IntoView {
    view! {
        <details class="log__hashes">
            <summary>{tr(words::EVENT_HASHES)}</summary>
            <ol>{found.proof.into_iter().map(|hash| view! { <li><code>{hash}</code></li> }).collect_view()}</ol>
            <p>{tr(words::EVENT_ROOT)} <code>{found.root}</code></p>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn only_a_proof_that_holds_is_shown_as_one() {
        assert_eq!(heading(None), (Tone::Jade, words::EVENT_PROVED));
        for unfit in [Unfit::Content, Unfit::Place] {
            assert_eq!(heading(Some(unfit)).0, Tone::Crimson);
        }
        assert_ne!(heading(Some(Unfit::Later)).0, Tone::Jade);
    }
}
