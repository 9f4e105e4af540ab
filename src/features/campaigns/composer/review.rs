//! All of it as the approver will see it, the limits, and a test to one's own number.

use leptos::prelude::*;
use wire::campaigns::{Decision, Finding, Sample};

use super::super::desk::Desk;
use super::super::left_out::LeftOut;
use super::super::model::findings::step_of;
use super::super::model::{Step, nothing, samples};
use super::super::phone::SmallPhones;
use super::super::summary::{ContentTable, FindingList, History};
use super::super::words::content_rows;
use super::limits::Limits;
use super::test_send::TestSend;
use crate::locale::{campaigns as words, tr};
use crate::ui::{Button, Look, ProblemView, Skeleton};

/// The last step.
#[component]
pub fn Review(
    /// What is worked on.
    desk: Desk,
    /// What was decided before.
    decisions: Vec<Decision>,
) -> impl IntoView {
    let rows = Signal::derive(move || {
        let segment = desk.draft.segment_name.get();
        desk.content
            .with(|content| content_rows(content, segment.as_deref(), None))
    });
    let shown = move |which: fn(&[Sample]) -> Vec<Sample>| {
        desk.preview.shown.with(|shown| {
            let samples = shown.as_ref().map(|shown| shown.samples.as_slice());
            which(samples.unwrap_or_default())
        })
    };
    let five = Memo::new(move |_| shown(samples::five));
    let wordings = Memo::new(move |_| shown(samples::wordings));
    let known = Memo::new(move |_| desk.preview.shown.with(Option::is_some));
    let act = Callback::new(move |finding: Finding| {
        let step = step_of(&finding.rule);
        if step == Step::Review {
            ().into_any()
        } else {
            view! { <Button label=words::MEND_THERE look=Look::Plain on:click=move |_| desk.go(step)/> }.into_any()
        }
    });
    view! {
        <p class="muted">{tr(words::REVIEW_LEAD)}</p>
        <section class="sheet" aria-labelledby="review-findings">
            <h3 class="sheet__head" id="review-findings">{tr(words::FINDINGS)}</h3>
            <FindingList findings=desk.findings act/>
        </section>
        {move || desk.preview.error.get().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=move |()| desk.preview.again()/> })}
        {move || {
            let all = five.get();
            (!all.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="review-five">
                    <h3 id="review-five">{tr(words::FIVE)}</h3>
                    <SmallPhones samples=all label=words::FIVE/>
                </section>
            })
        }}
        {move || {
            let each = wordings.get();
            (!each.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="review-wordings">
                    <h3 id="review-wordings">{tr(words::EACH_WORDING)}</h3>
                    <SmallPhones samples=each label=words::EACH_WORDING/>
                </section>
            })
        }}
        <div class="composer__two composer__two--even">
            <section class="sheet" aria-labelledby="review-content">
                <h3 class="sheet__head" id="review-content">{tr(words::CONTENT)}</h3>
                <ContentTable rows/>
            </section>
            <div class="stack stack--wide">
                <section class="sheet" aria-labelledby="review-audience">
                    <h3 class="sheet__head" id="review-audience">{tr(words::AUDIENCE)}</h3>
                    <Show when=move || known.get() fallback=move || desk.preview.busy.get().then(|| view! { <Skeleton lines=3/> })>
                        <LeftOut preview=Signal::derive(move || desk.preview.shown.get().unwrap_or_else(nothing))/>
                    </Show>
                </section>
                <section class="sheet"><Limits desk/></section>
                <TestSend desk/>
            </div>
        </div>
        {(!decisions.is_empty()).then(|| view! { <History decisions/> })}
    }
}
