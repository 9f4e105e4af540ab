//! Name, signature, phone and zone of the firm; the demo firm while there is none.

use leptos::prelude::*;
use wire::settings::Settings;

use super::SettingsFrame;
use crate::api;
use crate::locale::{date, settings as words, tr};
use crate::routes::Section;
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::guard::guard;
use crate::state::{session, toasts};
use crate::ui::{Banner, Button, Choice, Kind, Look, ProblemView, Select, Skeleton, TextField, Tone};

/// The zones that are offered first; the present one is kept whatever it is.
const ZONES: [&str; 8] = [
    "Asia/Shanghai",
    "Asia/Urumqi",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "UTC",
];

/// The page at `Page::Settings(Section::Organisation)`.
#[component]
pub fn OrganisationPage() -> impl IntoView {
    let settings = fetched(api::settings::settings);
    view! {
        <SettingsFrame section=Section::Organisation>
            {move || settings.is_awaited().then(|| view! { <Skeleton lines=5/> })}
            {move || settings.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| settings.refetch()/> }.into_any(),
                Ok(loaded) => view! { <FirmForm loaded again=Callback::new(move |()| settings.refetch())/> }.into_any(),
            })}
            {move || session::me().is_some_and(|me| me.empty).then(|| view! { <DemoOffer/> })}
        </SettingsFrame>
    }
}

#[component]
fn FirmForm(
    /// What is saved.
    loaded: Settings,
    /// Fetches what is saved now.
    again: Callback<()>,
) -> impl IntoView {
    let firm = RwSignal::new(loaded.firm.clone());
    let signature = RwSignal::new(loaded.signature.clone());
    let phone = RwSignal::new(loaded.phone.clone());
    let zone = RwSignal::new(loaded.zone.clone());
    let offered = zones_with(&loaded.zone);
    let saved = RwSignal::new(loaded);
    let edited = move || Settings {
        firm: firm.get().trim().to_owned(),
        signature: signature.get().trim().to_owned(),
        phone: phone.get().trim().to_owned(),
        zone: zone.get(),
        ..saved.get()
    };
    guard(move || edited() != saved.get());
    let (action, failed, field) = saving(Callback::new(move |now| saved.set(now)));
    let zones = Signal::stored(offered);
    view! {
        <form class="form" on:submit=move |event| { event.prevent_default(); action.dispatch(untrack(edited)); }>
            <TextField label=words::FIRM value=firm required=true max_length=60 error=field("firm")/>
            <TextField label=words::SIGNATURE value=signature required=true max_length=18 hint=words::SIGNATURE_HINT error=field("signature")/>
            <TextField label=words::FIRM_PHONE value=phone kind=Kind::Tel max_length=30 hint=words::FIRM_PHONE_HINT error=field("phone")/>
            <Select label=words::ZONE value=zone options=zones hint=words::ZONE_HINT error=field("zone")/>
            {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=again/> })}
            <div class="form__actions"><Button label=words::SAVE look=Look::Primary submit=true busy=action.pending()/></div>
        </form>
    }
}

/// The zones that are offered, with the present one.
fn zones_with(present: &str) -> Vec<Choice> {
    let other = Some(present).filter(|zone| !ZONES.contains(zone));
    let zones = other.into_iter().chain(ZONES);
    zones.map(|zone| Choice::new(zone, date::called(zone))).collect()
}

/// Saving settings, which `on_saved` hears of as they are kept: the action, what went wrong that is no field's, and what is wrong with a field.
#[allow(
    clippy::type_complexity,
    reason = "three values of one deed; a struct would only name them again"
)]
pub fn saving(
    on_saved: Callback<Settings>,
) -> (
    Action<Settings, Option<api::Error>>,
    impl Fn() -> Option<api::Error> + Copy + Send + Sync,
    impl Fn(&'static str) -> Signal<Option<String>> + Copy,
) {
    let action = Action::new(move |settings: &Settings| {
        let settings = settings.clone();
        async move {
            match api::settings::save(&settings).await {
                Ok(kept) => {
                    toasts::done(words::SAVED.get());
                    on_saved.try_run(kept);
                    // The firm's name and zone show everywhere.
                    if let Ok(me) = api::session::me().await {
                        session::enter(me);
                    }
                    None
                }
                Err(error) => Some(error),
            }
        }
    });
    let answer = move || action.value().get().flatten();
    let failed = move || answer().filter(|error| error.problem().is_none_or(|problem| problem.fields.is_empty()));
    let field = move |name: &'static str| Signal::derive(move || answer().and_then(|error| error.field(name)));
    (action, failed, field)
}

/// Offers the demo firm while there are no customers.
#[component]
fn DemoOffer() -> impl IntoView {
    let load = Action::new(|(): &()| async {
        match api::settings::load_demo().await {
            Ok(()) => {
                toasts::done(words::DEMO_DONE.get());
                if let Ok(me) = api::session::me().await {
                    session::enter(me);
                }
            }
            Err(error) => toasts::failed(&error),
        }
    });
    view! {
        <Banner tone=Tone::Indigo title=words::DEMO text=words::DEMO_TEXT>
            <Button label=words::DEMO_LOAD busy=load.pending() on:click=move |_| { load.dispatch(()); }/>
        </Banner>
        <p class="visually-hidden" role="status">{move || load.pending().get().then(|| tr(words::DEMO_LOADING)())}</p>
    }
}
