//! Entries in doubt, and how a person settles them.

use domain::id::RunId;
use domain::role::Capability;
use domain::roll::Settlement;
use leptos::prelude::*;
use wire::runs::Settle;

use crate::api;
use crate::locale::{lang, number, runs as words, ui};
use crate::state::action::Action;
use crate::state::{session, toasts};
use crate::ui::{Banner, Button, Choice, Dialog, Look, ProblemView, RadioGroup, TextField, Tone};

/// Says how many entries of a run are in doubt and what that means; settles all of them for those who may.
#[component]
pub fn DoubtBanner(
    /// Which run.
    id: RunId,
    /// How many.
    #[prop(into)]
    entries: Signal<u64>,
    /// Something was settled.
    changed: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let some = Memo::new(move |_| entries.get() > 0);
    move || {
        some.get().then(|| {
            view! {
                <Banner
                    tone=Tone::Amber
                    title=move || words::doubt_title(lang(), &number(entries.get()))
                    text=words::DOUBT_TEXT
                >
                    {move || session::may(Capability::SteerRuns).then(|| view! {
                        <Button label=words::SETTLE_ALL on:click=move |_| open.set(true)/>
                    })}
                </Banner>
                <SettleDialog which=Signal::stored(vec![(id, None)]) open changed/>
            }
        })
    }
}

/// Entries of a run; `None`: all that are in doubt.
pub type Which = (RunId, Option<Vec<u32>>);

/// Asks how doubts are settled, and why.
#[component]
pub fn SettleDialog(
    /// Which ones, by run.
    #[prop(into)]
    which: Signal<Vec<Which>>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Something was settled.
    changed: Callback<()>,
) -> impl IntoView {
    let (how, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let deed = Action::new(move |(how, reason): &(Settlement, String)| {
        let (which, how, reason) = (which.get_untracked(), *how, reason.clone());
        async move {
            let answer = settle(which, how, reason).await;
            // Some runs may have been settled before one was not.
            changed.try_run(());
            if let Ok(settled) = &answer {
                toasts::done(words::settled(lang(), &number(*settled)));
                open.set(false);
            }
            answer
        }
    });
    let ready = move || {
        let how = match how.get().as_str() {
            "sent" => Settlement::Sent,
            "not_sent" => Settlement::NotSent,
            _ => return None,
        };
        let reason = reason.get().trim().to_owned();
        (!reason.is_empty()).then_some((how, reason))
    };
    let failed = move || deed.value().get().and_then(Result::err);
    let choices = Signal::derive(|| {
        vec![
            Choice::new("sent", words::SETTLE_SENT.get()).hint(words::SETTLE_SENT_TEXT.get()),
            Choice::new("not_sent", words::SETTLE_NOT_SENT.get()).hint(words::SETTLE_NOT_SENT_TEXT.get()),
        ]
    });
    view! {
        <Dialog open title=words::SETTLE_TITLE>
            <p class="dialog__text">{move || words::SETTLE_INTRO.get()}</p>
            <RadioGroup label=words::SETTLE_HOW value=how options=choices/>
            <TextField label=words::REASON value=reason required=true max_length=200 hint=words::REASON_HINT/>
            {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="dialog__actions">
                <Button label=ui::NOT_NOW on:click=move |_| open.set(false)/>
                <Button
                    label=words::SETTLE
                    look=Look::Primary
                    busy=deed.pending()
                    disabled=Signal::derive(move || ready().is_none())
                    on:click=move |_| {
                        if let Some(found) = ready() {
                            deed.dispatch(found);
                        }
                    }
                />
            </div>
        </Dialog>
    }
}

/// Settles them run by run; how many were.
async fn settle(which: Vec<Which>, how: Settlement, reason: String) -> api::Result<u64> {
    let mut settled = 0;
    for (run, entries) in which {
        let reason = reason.clone();
        settled += api::runs::settle(run, &Settle { entries, how, reason }).await?.entries;
    }
    Ok(settled)
}
