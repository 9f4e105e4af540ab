//! A drawn phone that shows messages as they arrive.

use leptos::prelude::*;

use crate::locale::{Text, tr, ui as words};

/// One message on the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bubble {
    /// Its text, line breaks kept.
    pub text: String,
    /// Whether the customer wrote it.
    pub from_customer: bool,
    /// What stands under it, such as the time.
    pub note: Option<String>,
}

impl Bubble {
    /// A message to the customer.
    pub fn sent(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            from_customer: false,
            note: None,
        }
    }
}

/// A drawn phone that shows messages as they arrive.
#[component]
pub fn PhonePreview(
    /// Who the sender appears to be, such as the number.
    #[prop(into)]
    sender: Text,
    /// The messages, oldest first.
    #[prop(into)]
    bubbles: Signal<Vec<Bubble>>,
    /// A small one, for several side by side.
    #[prop(optional)]
    small: bool,
    /// What stands under the phone, such as the parts and the cost.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let bubble = |bubble: Bubble| {
        view! {
            <div class="phone__message" class:phone__message--own=bubble.from_customer>
                <p class="phone__bubble">{bubble.text}</p>
                {bubble.note.map(|note| view! { <p class="phone__note">{note}</p> })}
            </div>
        }
    };
    view! {
        <figure class="phone" class:phone--small=small aria-label=tr(words::PHONE_PREVIEW)>
            <div class="phone__case">
                <div class="phone__bar"><span class="phone__ear" aria-hidden="true"></span><span class="phone__sender">{sender.view()}</span></div>
                <div class="phone__screen" tabindex="0" role="group" aria-label=tr(words::PHONE_PREVIEW)>{move || bubbles.get().into_iter().map(bubble).collect_view()}</div>
            </div>
            {children.map(|children| view! { <figcaption class="phone__caption">{children()}</figcaption> })}
        </figure>
    }
}
