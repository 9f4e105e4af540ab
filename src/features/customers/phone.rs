//! The phone: masked, shown in full on demand, and hidden again by itself.

use std::time::Duration;

use domain::id::CustomerId;
use domain::phone::PhoneState;
use domain::role::Capability;
use leptos::prelude::*;
use wire::customers::Customer;

use super::words as names;
use crate::api;
use crate::locale::{customers as words, tr};
use crate::state::action::Action;
use crate::state::session::may;
use crate::state::toasts;
use crate::ui::{Badge, Button, Glyph, Icon, Look, Tone};

/// How long a revealed phone stays.
const SHOWN_FOR: Duration = Duration::from_secs(30);

/// The phone with its reveal. Each reveal is logged by the gateway, and the button says so.
#[component]
pub(super) fn Phone(customer: RwSignal<Customer>) -> impl IntoView {
    let full = RwSignal::new(None::<String>);
    let state = Memo::new(move |_| customer.with(|customer| customer.phone_state));
    let masked = Memo::new(move |_| customer.with(|customer| customer.card.phone.clone()));
    view! {
        <span class="customer-phone">
            <Glyph icon=Icon::Phone/>
            {move || match (full.get(), masked.get()) {
                (Some(full), Some(_)) => view! { <strong class="customer-phone__number num">{full}</strong> }.into_any(),
                (None, Some(masked)) => view! { <span class="customer-phone__number num">{masked}</span> }.into_any(),
                (_, None) => view! { <span>{tr(words::PHONE_MISSING)}</span> }.into_any(),
            }}
            {move || (!matches!(state.get(), PhoneState::Mobile | PhoneState::Missing)).then(|| view! {
                <Badge label=names::phone_state(state.get()) tone=Tone::Amber/>
            })}
            {move || masked.get().is_some_and(|shown| state.get() != PhoneState::Invalid || shown.contains('*')).then(|| {
                let id = customer.with_untracked(|customer| customer.id);
                view! { <Reveal id attribute=None full/> }
            })}
        </span>
    }
}

/// An attribute that reads as a phone, likewise.
#[component]
pub(super) fn HiddenValue(id: CustomerId, name: String, value: String) -> impl IntoView {
    let full = RwSignal::new(None::<String>);
    view! {
        <span class="customer-phone">
            <span class="customer-phone__number num">{move || full.get().unwrap_or_else(|| value.clone())}</span>
            <Reveal id attribute=Some(name) full/>
        </span>
    }
}

/// Shows in `full` what is hidden, for a while, and hides it; for those who may.
#[component]
fn Reveal(id: CustomerId, attribute: Option<String>, full: RwSignal<Option<String>>) -> impl IntoView {
    let reveal = Action::new(move |(): &()| {
        let attribute = attribute.clone();
        async move {
            match api::customers::reveal(id, attribute.as_deref()).await {
                Ok(revealed) => {
                    full.try_set(Some(national(revealed.phone)));
                    set_timeout(
                        move || {
                            full.try_set(None);
                        },
                        SHOWN_FOR,
                    );
                }
                Err(error) => toasts::failed(&error),
            }
        }
    });
    move || {
        may(Capability::RevealPhone).then(|| {
            if full.read().is_some() {
                view! {
                    <Button label=words::HIDE look=Look::Plain icon=Icon::Minus on:click=move |_| full.set(None)/>
                    <span class="customer-phone__said" role="status">{tr(words::REVEALED)}</span>
                }
                .into_any()
            } else {
                view! {
                    <Button
                        label=words::REVEAL
                        look=Look::Plain
                        icon=Icon::Eye
                        title=words::REVEAL_HINT
                        busy=reveal.pending()
                        on:click=move |_| {
                            reveal.dispatch(());
                        }
                    />
                }
                .into_any()
            }
        })
    }
}

/// As people here write it; a number of another country, or what is no number, as it is.
fn national(phone: String) -> String {
    match domain::phone::Phone::parse(&phone) {
        Ok(number) => number.national().to_owned(),
        Err(_) => phone,
    }
}
