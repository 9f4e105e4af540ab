//! How a direct carrier stands at this moment.

use leptos::prelude::*;
use wire::carriers::CarrierLive;

use crate::locale::carrier_said::said;
use crate::locale::{Msg, carriers as words, lang, number};
use crate::ui::{Badge, Banner, Definition, DefinitionList, Icon, Tone};

/// In one word.
fn word(live: &CarrierLive) -> (Tone, Icon, Msg) {
    if live.stopped.is_some() {
        (Tone::Crimson, Icon::Close, words::STOPPED)
    } else if live.bound == 0 {
        (Tone::Amber, Icon::Clock, words::CONNECTING)
    } else if live.bound < live.wanted {
        (Tone::Amber, Icon::Warning, words::PARTLY)
    } else {
        (Tone::Jade, Icon::Check, words::BOUND)
    }
}

/// The word beside a carrier's name. `None`: switched off.
#[component]
pub(super) fn LiveMark(
    /// How it stands.
    live: Signal<Option<CarrierLive>>,
) -> impl IntoView {
    let word = Memo::new(move |_| live.with(|live| live.as_ref().map(word)));
    move || match word.get() {
        None => view! { <Badge tone=Tone::Outlined label=words::OFF/> }.into_any(),
        Some((tone, icon, label)) => view! { <Badge tone icon label/> }.into_any(),
    }
}

/// The figures, and why it stopped if it did.
#[component]
pub(super) fn LiveState(
    /// How it stands.
    live: Signal<Option<CarrierLive>>,
) -> impl IntoView {
    let stopped = Memo::new(move |_| live.with(|live| live.as_ref().and_then(|live| live.stopped.clone())));
    let shown = Memo::new(move |_| live.with(Option::is_some));
    let figure = move |figure: fn(&CarrierLive) -> String| {
        move || live.with(|live| live.as_ref().map(figure).unwrap_or_default())
    };
    let last_error = Memo::new(move |_| live.with(|live| live.as_ref().and_then(|live| live.last_error.clone())));
    let strays = Memo::new(move |_| live.with(|live| live.as_ref().map_or(0, |live| live.strays)));
    view! {
        {move || stopped.get().map(|why| view! {
            <Banner tone=Tone::Crimson title=words::STOPPED_TITLE text=words::STOPPED_TEXT><code class="secret">{move || said(lang(), &why)}</code></Banner>
        })}
        <Show when=move || shown.get()>
            <section class="carrier__live" aria-label=move || words::LIVE.get()>
                <DefinitionList>
                    <Definition name=words::CONNECTIONS>
                        {figure(|live| words::of(lang(), live.bound.into(), live.wanted.into()))}
                    </Definition>
                    <Definition name=words::IN_WINDOW>
                        {figure(|live| words::of(lang(), live.in_window.into(), live.window.into()))}
                    </Definition>
                    <Definition name=words::SPEED>{figure(|live| words::a_second(lang(), live.rate.into()))}</Definition>
                    {move || (strays.get() > 0).then(|| view! { <Definition name=words::STRAYS>{move || number(strays.get())}</Definition> })}
                    {move || last_error.get().map(|error| view! { <Definition name=words::LAST_ERROR><code class="secret">{move || said(lang(), &error)}</code></Definition> })}
                </DefinitionList>
            </section>
        </Show>
    }
}
