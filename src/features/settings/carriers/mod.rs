//! The carriers: how each stands, and how it is set up; adding a direct one, trying it out, and how the sandbox behaves.

mod add;
mod card;
mod direct;
mod fields;
mod live;
mod sandbox;
mod trial;
mod whole;

use std::time::Duration;

use leptos::prelude::*;
use wire::settings::Carrier;

use self::add::AddDialog;
use self::card::CarrierCard;
use super::SettingsFrame;
use crate::api;
use crate::locale::carriers as words;
use crate::routes::Section;
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::ui::{Button, Icon, Look, ProblemView, Skeleton};

/// Between looks at how the carriers stand.
const LOOK: Duration = Duration::from_secs(2);

/// The page at `Page::Settings(Section::Carriers)`.
#[component]
pub fn CarriersPage() -> impl IntoView {
    let carriers = fetched(api::settings::carriers);
    let again = Callback::new(move |()| carriers.refetch());
    let looked = standing();
    let adding = RwSignal::new(false);
    let others = Signal::derive(move || {
        let all = carriers.get().and_then(Result::ok).unwrap_or_default();
        all.into_iter().map(|carrier| carrier.name).collect()
    });
    view! {
        <SettingsFrame section=Section::Carriers>
            <div class="row row--end">
                <Button label=words::ADD icon=Icon::Plus look=Look::Primary on:click=move |_| adding.set(true)/>
            </div>
            {move || carriers.is_awaited().then(|| view! { <Skeleton lines=8/> })}
            {move || carriers.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=again/> }.into_any(),
                Ok(all) => all.iter().map(|carrier| card(carrier, &all, looked, again)).collect_view().into_any(),
            })}
            <AddDialog open=adding others again/>
        </SettingsFrame>
    }
}

/// A card; how its carrier stands is what was looked up last, or what came with it.
fn card(
    carrier: &Carrier,
    all: &[Carrier],
    looked: Signal<Option<Vec<Carrier>>>,
    again: Callback<()>,
) -> impl IntoView {
    let own = StoredValue::new(carrier.clone());
    let live = Signal::derive(move || now(looked, own, |carrier| carrier.live.clone()));
    let taken = Memo::new(move |_| now(looked, own, |carrier| carrier.taken_over_by.clone()));
    let others = all
        .iter()
        .map(|one| one.name.clone())
        .filter(|name| *name != carrier.name)
        .collect();
    view! { <CarrierCard carrier=carrier.clone() live taken=taken.into() others again/> }
}

/// What is told of a carrier by the last look, or by what came with it. Reactive.
fn now<T>(
    looked: Signal<Option<Vec<Carrier>>>,
    own: StoredValue<Carrier>,
    of: impl Fn(&Carrier) -> Option<T>,
) -> Option<T> {
    looked.with(|all| {
        own.with_value(|own| match all {
            None => of(own),
            Some(all) => of(all.iter().find(|one| one.name == own.name)?),
        })
    })
}

/// The carriers as they stand, looked up again and again while somebody looks at the page.
fn standing() -> Signal<Option<Vec<Carrier>>> {
    let look = Action::new(|(): &()| api::settings::carriers());
    let every = set_interval_with_handle(
        move || {
            let waiting = look.pending().try_get_untracked().unwrap_or(true);
            if !waiting && !document().hidden() {
                look.dispatch(());
            }
        },
        LOOK,
    );
    on_cleanup(move || {
        if let Ok(every) = every {
            every.clear();
        }
    });
    // A look that fails leaves what was seen before.
    let seen = RwSignal::new(None);
    crate::state::effect::effect(move || {
        if let Some(Ok(all)) = look.value().get() {
            seen.set(Some(all));
        }
    });
    seen.into()
}
