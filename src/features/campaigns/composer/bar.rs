//! The bar at the foot: people, parts, cost, findings, whether it is saved, and the way on.

use domain::campaign::CampaignState;
use leptos::prelude::*;
use wire::campaigns::Severity;

use super::super::desk::Desk;
use super::super::model::Step;
use super::super::model::findings::{sendable, unwritten};
use super::super::saver::{Status, hopeful};
use super::super::summary::FindingList;
use crate::api;
use crate::api::campaigns::Act;
use crate::locale::{campaigns as words, date, lang, money, number, tr};
use crate::state::action::Action;
use crate::state::toasts;
use crate::ui::{Button, Dialog, Icon, Look, ProblemView};

/// The bar.
#[component]
pub fn Bar(
    /// What is worked on.
    desk: Desk,
    /// It was submitted.
    changed: Callback<()>,
) -> impl IntoView {
    let submit = Action::new(move |(): &()| async move {
        if !desk.saver.settle().await {
            // The bar says already why it was not saved.
            return None;
        }
        match api::campaigns::act(desk.id, Act::Submit, desk.saver.version()).await {
            Ok(_) => {
                toasts::done(words::SUBMITTED_DONE.get());
                changed.try_run(());
                None
            }
            Err(error) => Some(error),
        }
    });
    let failed = move || submit.value().get().flatten();
    let at = move || Step::of_number(desk.step.get());
    let last = Memo::new(move |_| at() == Step::Review);
    let blocked = Signal::derive(move || !desk.findings.with(|all| sendable(all)));
    let untouched = Signal::derive(move || desk.saver.standing.get() != CampaignState::Draft);
    let why = move || {
        if blocked.get() {
            words::SUBMIT_BLOCKED.get()
        } else {
            words::SUBMIT.get()
        }
    };
    let by = move |step: isize| {
        let next = desk
            .step
            .get_untracked()
            .saturating_add_signed(step)
            .min(Step::ALL.len() - 1);
        desk.step.set(next);
    };
    view! {
        {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
        <section class="composer__bar" aria-label=tr(words::BAR)>
            <Totals desk/>
            <Saved desk changed/>
            <div class="composer__ways">
                <Show when=move || { desk.step.get() > 0 }>
                    <Button label=words::BACK icon=Icon::Left on:click=move |_| by(-1)/>
                </Show>
                <Show
                    when=move || last.get()
                    fallback=move || view! { <Button label=words::FORWARD look=Look::Primary on:click=move |_| by(1)/> }
                >
                    <Button
                        label=words::SUBMIT
                        icon=Icon::Send
                        look=Look::Primary
                        title=why
                        busy=submit.pending()
                        disabled=Signal::derive(move || blocked.get() || untouched.get())
                        on:click=move |_| { submit.dispatch(()); }
                    />
                </Show>
            </div>
        </section>
    }
}

/// People, parts, cost and findings.
#[component]
fn Totals(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let shown = desk.preview.shown;
    let open = RwSignal::new(false);
    let figures = move || {
        let error = desk.preview.error.with(Option::is_some);
        shown.with(|shown| match shown {
            Some(shown) if shown.complete => {
                let (people, parts) = (number(shown.people), number(shown.parts));
                view! {
                    <span class="composer__figure">{words::people(lang(), &people)}</span>
                    <span class="composer__figure">{words::parts(lang(), &parts)}</span>
                    <span class="composer__figure">{money(shown.cost as i64)}</span>
                }
                .into_any()
            }
            Some(shown) => {
                view! { <span class="composer__figure">{words::people(lang(), &number(shown.audience))}</span> }
                    .into_any()
            }
            None if error => view! { <span>{tr(words::PREVIEW_FAILED)}</span> }.into_any(),
            None if desk.preview.busy.get() => view! { <span class="muted">{tr(words::COUNTING)}</span> }.into_any(),
            None => view! { <span class="muted">{tr(words::SEGMENT_MISSING)}</span> }.into_any(),
        })
    };
    let counts = Memo::new(move |_| {
        desk.findings.with(|all| {
            let blocking = all.iter().filter(|finding| finding.severity == Severity::Block).count();
            (blocking, all.len() - blocking)
        })
    });
    // What nobody has come to yet is no fault.
    let unwritten = Memo::new(move |_| desk.findings.with(|all| unwritten(all)));
    // Before the first preview nothing was looked into: to say that nothing was found would be a claim.
    let looked = Memo::new(move |_| counts.get() != (0, 0) || shown.with(Option::is_some));
    let tone = move || match counts.get() {
        _ if unwritten.get() => "neutral",
        (0, 0) => "jade",
        (0, _) => "amber",
        _ => "crimson",
    };
    view! {
        <div class="composer__totals num" aria-live="polite" class:composer__totals--busy=move || desk.preview.busy.get()>
            {figures}
            <Show when=move || looked.get()>
                <button type="button" class="composer__findings" data-tone=tone disabled=move || counts.get() == (0, 0) on:click=move |_| open.set(true)>
                    {move || match counts.get() {
                        (blocking, _) if unwritten.get() => words::unwritten(lang(), blocking),
                        (blocking, others) => words::findings(lang(), blocking, others),
                    }}
                </button>
            </Show>
        </div>
        <Dialog open title=words::FINDINGS>
            <FindingList
                findings=desk.findings
                act=Callback::new(move |finding: wire::campaigns::Finding| {
                    let step = super::super::model::findings::step_of(&finding.rule);
                    let wording = finding.wording;
                    let go = move |_| {
                        open.set(false);
                        if let Some(wording) = wording {
                            desk.draft.wordings.go(usize::from(wording));
                        }
                        desk.go(step);
                    };
                    view! { <Button label=words::MEND_THERE look=Look::Plain on:click=go/> }.into_any()
                })
            />
        </Dialog>
    }
}

/// Whether it is saved, said quietly.
#[component]
fn Saved(
    /// What is worked on.
    desk: Desk,
    /// The campaign is to be fetched anew.
    changed: Callback<()>,
) -> impl IntoView {
    let status = Memo::new(move |_| desk.saver.status());
    view! {
        <div class="composer__saved" role="status">
            {move || match status.get() {
                Status::Saved(at) => view! { <span class="muted">{words::saved_at(lang(), &date::time(at))}</span> }.into_any(),
                Status::Unsaved => view! { <span class="muted">{tr(words::UNSAVED)}</span> }.into_any(),
                Status::Saving => view! { <span class="muted">{tr(words::SAVING)}</span> }.into_any(),
                Status::Conflict(_) => view! {
                    <span class="composer__unsaved">{tr(words::CONFLICT_SHORT)}</span>
                    <Button label=words::CHOOSE look=Look::Plain on:click=move |_| desk.saver.choosing.set(true)/>
                }.into_any(),
                Status::Failed(error) if error.code() == Some(wire::Code::WrongState) => view! {
                    <span class="composer__unsaved">{tr(words::GONE_ON)}</span>
                    <Button label=words::RELOAD look=Look::Plain on:click=move |_| changed.run(())/>
                }.into_any(),
                Status::Failed(error) => {
                    let title = if hopeful(&error) { words::SAVE_FAILED } else { words::SAVE_REFUSED };
                    let fields = field_words(&error);
                    let hover = fields.clone().unwrap_or_else(|| error.detail());
                    view! {
                        <span class="composer__unsaved" title=hover>{tr(title)} {fields.map(|text| format!(" · {text}"))}</span>
                        <Button label=words::SAVE_NOW icon=Icon::Refresh look=Look::Plain on:click=move |_| desk.saver.now()/>
                    }.into_any()
                }
            }}
        </div>
    }
}

/// What is wrong with the fields, in one line.
fn field_words(error: &api::Error) -> Option<String> {
    let fields = error.problem()?.fields.iter();
    let words: Vec<String> = fields.map(|field| field.message.clone()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
