//! The carriers: how each stands, and how it is set up; adding a direct one, trying it out, and how the sandbox behaves.

mod add;
mod card;
mod direct;
mod fields;
mod live;
mod sandbox;
mod trial;

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
    view! {
        <SettingsFrame section=Section::Carriers>
            <div class="row row--end">
                <Button label=words::ADD icon=Icon::Plus look=Look::Primary on:click=move |_| adding.set(true)/>
            </div>
            {move || carriers.is_awaited().then(|| view! { <Skeleton lines=8/> })}
            {move || carriers.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=again/> }.into_any(),
                Ok(all) => all.into_iter().map(|carrier| card(carrier, looked, again)).collect_view().into_any(),
            })}
            <AddDialog open=adding again/>
        </SettingsFrame>
    }
}

/// A card; how its carrier stands is what was looked up last, or what came with it.
fn card(carrier: Carrier, looked: Signal<Option<Vec<Carrier>>>, again: Callback<()>) -> impl IntoView {
    let own = carrier.clone();
    let live = Signal::derive(move || {
        looked.with(|all| match all {
            None => own.live.clone(),
            Some(all) => all.iter().find(|one| one.name == own.name)?.live.clone(),
        })
    });
    view! { <CarrierCard carrier live again/> }
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
