//! The proof of a closed run: the seal stands only where this browser has checked it since the page was opened. What was proved before says
//! nothing of what was changed since.

use std::rc::Rc;

use domain::id::RunId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use verifier::talk::{Ask, Failure, Filed};
use wire::runs::{PhonesShown, Run};

use super::proved::{self, Proved};
use crate::api::{self, transport};
use crate::features::verify::{FailureView, HeldView, ReportView, Vouched, alarm, hindrance};
use crate::locale::{date, lang, tr, verify as words};
use crate::routes::Page;
use crate::state::asking::Asking;
use crate::state::{verifier as worker, witness};
use crate::ui::{Button, Icon, LinkButton, Look, Progress};

/// The section of a closed run that can be proved.
#[component]
pub fn ProofCard(
    /// Which run.
    id: RunId,
    /// As the page shows it.
    run: Memo<Run>,
) -> impl IntoView {
    let asked = Memo::new(move |_| run.with(proved::asked));
    let checked = RwSignal::new(asked.with_untracked(proved::of));
    let failed = RwSignal::new(None::<Failure>);
    let (busy, share, fresh) = (RwSignal::new(false), RwSignal::new(None::<f64>), RwSignal::new(false));
    let asking = Asking::here();
    let check = move |_| {
        let mine = asking.next();
        busy.set(true);
        share.set(None);
        failed.set(None);
        let progress: worker::Progress = Rc::new(move |read, of| {
            if asking.is_open(mine) && of > 0 {
                share.set(Some(read as f64 / of as f64));
            }
        });
        spawn_local(async move {
            let asked = asked.get_untracked();
            let question = Ask::Pack {
                url: api::runs::pack(id, PhonesShown::Masked),
                asked: asked.clone(),
                terms: witness::terms().await,
                gateway: transport::url(""),
                kept: witness::standing().kept,
            };
            let came = worker::ask::<Filed>(&question, None, Some(progress)).await;
            let came = came.map(|Filed { report, held }| Proved {
                asked,
                at: date::now(),
                report,
                held,
            });
            if let Ok(proved) = &came {
                alarm(proved.held.as_ref());
                proved::keep(proved);
            }
            if !asking.is_open(mine) {
                return;
            }
            busy.set(false);
            match came {
                Ok(proved) => {
                    fresh.set(true);
                    checked.set(Some(proved));
                }
                Err(failure) => failed.set(Some(failure)),
            }
        });
    };
    // While the log contradicts what this browser saw of it, no seal stands.
    let alarmed = move || witness::standing().kept.alarm.is_some();
    view! {
        <section class="run__proof card" aria-labelledby="run-proof">
            <div class="run__proof-head">
                <h2 id="run-proof">{tr(words::RUN_PROOF)}</h2>
                <LinkButton label=words::RUN_ELSEWHERE href=Page::Verify.path() icon=Icon::File look=Look::Plain/>
                <Button
                    label=Signal::derive(move || if checked.with(Option::is_some) { words::RUN_AGAIN.get() } else { words::RUN_CHECK.get() }.to_owned())
                    icon=Icon::Shield
                    busy
                    disabled=Signal::derive(alarmed)
                    on:click=check
                />
            </div>
            <div aria-live="polite">
                {move || busy.get().then(|| view! { <Progress label=words::CHECKING share/> })}
                {move || failed.get().map(|failure| view! { <FailureView failure/> })}
                {move || match checked.get().filter(|proved| asked.with(|asked| *asked == proved.asked)) {
                    Some(proved) if !alarmed() => {
                        let (at, seal) = (proved.at, proved.sealed());
                        view! {
                            <p class="run__proof-when">{move || words::checked_at(lang(), &date::moment_within(at))}</p>
                            {if seal && !fresh.get() {
                                view! { <p>{tr(words::RUN_SINCE)}</p> <p class="run__proof-how">{tr(words::RUN_HOW)}</p> }.into_any()
                            } else {
                                view! {
                                    <ReportView report=proved.report vouched=Vouched::Known fresh=true seal/>
                                    {hindrance(proved.held).map(|held| view! { <HeldView held/> })}
                                }
                                .into_any()
                            }}
                        }
                        .into_any()
                    }
                    _ => view! {
                        <p>{tr(words::RUN_UNCHECKED)}</p>
                        <p class="run__proof-how">{tr(words::RUN_HOW)}</p>
                    }
                    .into_any(),
                }}
            </div>
        </section>
    }
}
