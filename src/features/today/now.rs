//! A run in miniature: its roll and its sum.

use leptos::prelude::*;
use wire::runs::{Run, RunState};

use crate::features::runs::{model, state_name};
use crate::locale::{lang, number, today as words};
use crate::routes::Page;
use crate::state::live;
use crate::ui::{Badge, StackedBar, When};

/// A run that goes out, awaits receipts, or closed within the day.
#[component]
pub fn RunCard(
    /// The run as it was fetched; the stream moves it on.
    run: Run,
) -> impl IntoView {
    let streamed = live::run(run.id);
    let (id, name, due) = (run.id, run.name.clone(), run.due_at);
    let run = Memo::new(move |_| model::later(run.clone(), streamed.get()));
    let state = move || run.with(|run| run.state);
    let sum = move || {
        run.with(|run| {
            let terms: Vec<String> = model::present(&run.tally).map(|(_, count)| number(count)).collect();
            format!("{} = {}", number(run.audience), terms.join(" + "))
        })
    };
    view! {
        <article class="run-card" class:run-card--closed=move || state() == RunState::Closed>
            <header class="run-card__head">
                <h3><a href=Page::Run(id).path()>{name}</a></h3>
                {move || view! { <Badge tone=model::state_tone(state()) label=state_name(state())/> }}
            </header>
            <StackedBar label=words::ROLL slices=Signal::derive(move || run.with(|run| model::slices(&run.tally)))/>
            <p class="run-card__sum num">{sum}</p>
            <p class="run-card__foot">
                <When at=due/>
                " · "
                {move || run.with(|run| words::accounted(lang(), &number(run.tally.settled()), &number(run.audience)))}
            </p>
        </article>
    }
}
