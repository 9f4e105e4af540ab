//! Changing how fast a run goes out, with what it means in time.

use chrono::NaiveDateTime;
use domain::id::RunId;
use domain::role::Capability;
use domain::roll::Outcome;
use domain::schedule::AllowedHours;
use leptos::prelude::*;
use wire::runs::Run;

use super::model;
use super::pace::{Reckoned, forecast};
use crate::api;
use crate::features::campaigns::model::rate_of;
use crate::locale::{date, lang, pace as words, tr, ui};
use crate::state::action::Action;
use crate::state::{session, toasts};
use crate::ui::{Button, Dialog, Glyph, Icon, Kind, Look, ProblemView, TextField};

/// What a rate is reckoned with, beside the run itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Messages a minute that the carrier takes; 0: no limit.
    pub carrier: u32,
    /// Messages that went in the last minute.
    pub lately: u64,
    /// The hours in which it may go out.
    pub hours: Option<AllowedHours>,
}

/// The button that changes a run's rate, for those who may, while something is to be handed over.
#[component]
pub fn RateButton(
    /// Which run.
    id: RunId,
    /// The run as it stands.
    run: Memo<Run>,
    /// What else counts.
    bounds: Signal<Bounds>,
    /// It was changed.
    changed: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let possible =
        Memo::new(move |_| session::may(Capability::SteerRuns) && run.with(|run| !model::acts(run).is_empty()));
    view! {
        {move || possible.get().then(|| view! { <Button label=words::CHANGE icon=Icon::Clock look=Look::Quiet on:click=move |_| open.set(true)/> })}
        <Dialog open title=words::CHANGE>
            <Ask id run bounds open changed/>
        </Dialog>
    }
}

/// The field, and what it comes to.
#[component]
fn Ask(
    /// Which run.
    id: RunId,
    /// The run as it stands.
    run: Memo<Run>,
    /// What else counts.
    bounds: Signal<Bounds>,
    /// Whether the window is open.
    open: RwSignal<bool>,
    /// It was changed.
    changed: Callback<()>,
) -> impl IntoView {
    let before = run.with_untracked(|run| run.rate);
    let value = RwSignal::new(before.map(|rate| rate.to_string()).unwrap_or_default());
    let rate = Memo::new(move |_| value.with(|value| rate_of(value)));
    let error = Signal::derive(move || rate.get().is_none().then(|| words::WRONG.get().to_owned()));
    let deed = Action::new(move |rate: &Option<u32>| {
        let rate = *rate;
        async move {
            let answer = api::runs::set_rate(id, rate).await;
            if answer.is_ok() {
                toasts::done(words::CHANGED.get());
                open.set(false);
                changed.try_run(());
            }
            answer.map(|_| ())
        }
    });
    let same = move || rate.get().is_none_or(|rate| rate == before);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(rate) = rate.get_untracked().filter(|rate| *rate != before) {
            deed.dispatch(rate);
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            <p class="dialog__text">{tr(words::CHANGE_TEXT)}</p>
            <TextField label=words::FIELD value kind=Kind::Number suffix=words::UNIT hint=words::HINT error/>
            <div class="run__forecast" aria-live="polite">
                {move || rate.get().map(|rate| view! { <Comes run rate bounds/> })}
            </div>
            {move || deed.value().get().and_then(Result::err).map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="dialog__actions">
                <Button label=ui::NOT_NOW on:click=move |_| open.set(false)/>
                <Button label=words::CHANGE look=Look::Primary submit=true busy=deed.pending() disabled=Signal::derive(same)/>
            </div>
        </form>
    }
}

/// What a rate comes to.
#[component]
fn Comes(
    /// The run as it stands.
    run: Memo<Run>,
    /// The rate.
    rate: Option<u32>,
    /// What else counts.
    bounds: Signal<Bounds>,
) -> impl IntoView {
    move || {
        let (left, valid_until) = run.with(|run| {
            let left = run.tally.of(Outcome::Queued) + run.tally.of(Outcome::Held);
            (left, run.valid_until)
        });
        let lang = lang();
        let bounds = bounds.get();
        let Some(hours) = bounds.hours else {
            return vec![line(true, words::NO_HOURS.get().to_owned())];
        };
        let Some(by) = Reckoned::by(rate, bounds.carrier, bounds.lately) else {
            return vec![line(false, words::left_only(lang, left))];
        };
        let (now, valid) = (civil(date::now()), civil(valid_until));
        let comes = forecast(left, by.rate(), now, hours, valid);
        let mut told = vec![line(
            false,
            words::left(lang, left, comes.takes.num_minutes(), &said(comes.ends)),
        )];
        match by {
            Reckoned::Carrier(carrier) if rate.is_some() => {
                told.push(line(false, words::carrier_slower(lang, carrier.into())));
            }
            Reckoned::Lately(lately) => told.push(line(false, words::lately(lang, lately))),
            Reckoned::Own(_) | Reckoned::Carrier(_) => {}
        }
        if !comes.valid {
            told.push(line(true, words::too_slow(lang, &date::moment_within(valid_until))));
        } else if !comes.in_time {
            let (until, from) = (date::clock(hours.until), date::clock(hours.from));
            told.push(line(true, words::overnight(lang, &until, &from)));
        } else if hours.end(now).is_some() {
            told.push(line(false, words::in_time(lang, &date::clock(hours.until))));
        }
        told
    }
}

/// How inputs write a wall-clock time.
const WALL: &str = "%Y-%m-%dT%H:%M";

/// When hours open that are shut now; `None`: it is within them, or there are none.
pub(super) fn opening(hours: Option<AllowedHours>) -> Option<NaiveDateTime> {
    let now = civil(date::now());
    hours.map(|hours| hours.next(now)).filter(|next| *next > now)
}

/// A moment by the firm's clock.
fn civil(at: date::Millis) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(&date::to_local(at), WALL).unwrap_or_default()
}

/// A time of the firm's clock, as one says it.
pub(super) fn said(at: NaiveDateTime) -> String {
    let wall = at.format(WALL).to_string();
    date::parse_local(&wall).map_or(wall, date::moment_within)
}

/// One line of it; amber where somebody should think twice.
fn line(warns: bool, text: String) -> AnyView {
    let (icon, tone) = if warns {
        (Icon::Warning, "amber")
    } else {
        (Icon::Clock, "neutral")
    };
    view! { <p class="run__comes" data-tone=tone><Glyph icon/> <span>{text}</span></p> }.into_any()
}
