//! The composer: four steps in one place, and a bar that always tells what it comes to.

mod bar;
mod conflict;
mod limits;
mod named;
mod review;
mod schedule;
mod test_send;
mod text;
mod timing;
mod who;

use domain::campaign::CampaignState;
use leptos::html;
use leptos::prelude::*;
use wire::campaigns::{Campaign, DecisionKind};

use super::acts::MoreMenu;
use super::desk::Desk;
use super::model::{Step, state_tone};
use super::words::{state_name, step_name};
use crate::locale::{campaigns as words, date, lang, tr};
use crate::routes::{Page, QueryKey, set_query, use_query};
use crate::state::effect::effect;
use crate::ui::{Badge, Banner, Button, Crumb, Look, PageHeader, Stepper, Tone};

const STEP: QueryKey<String> = QueryKey::new("step");

/// The composer of a draft, or of an approved campaign that is being edited.
#[component]
pub fn Composer(
    /// What was fetched.
    campaign: Campaign,
    /// It went on: was submitted, put away, or is to be fetched anew.
    changed: Callback<()>,
) -> impl IntoView {
    let first = use_query(STEP).get_untracked().unwrap_or_default();
    let desk = Desk::new(&campaign, Step::of_slug(&first));
    let query = set_query();
    effect(move || {
        let step = Step::of_number(desk.step.get()).slug().to_owned();
        query(&[STEP.to(Some(&step))]);
    });
    let was_approved = campaign.state == CampaignState::Approved;
    let standing = desk.saver.standing;
    let returned = campaign
        .decisions
        .first()
        .filter(|decision| decision.what == DecisionKind::Returned)
        .cloned();
    let title = Signal::derive(move || {
        let name = desk.draft.name.get();
        if name.trim().is_empty() {
            words::ONE.get().to_owned()
        } else {
            name
        }
    });
    let decisions = campaign.decisions.clone();
    let begun = StoredValue::new(false);
    view! {
        <div class="composer">
            <PageHeader
                title
                crumbs=vec![Crumb::to(Page::Campaigns)]
                aside=move || view! { <Badge tone=state_tone(standing.get()) label=state_name(standing.get())/> }
            >
                <MoreMenu id=desk.id state=standing changed/>
            </PageHeader>
            {returned.map(|decision| {
                let comment = decision.comment.clone().unwrap_or_default();
                let title = move || format!("{} · {}", words::RETURNED_BY.get(), words::by_at(lang(), &decision.by, &date::moment_within(decision.at)));
                view! { <Banner tone=Tone::Amber title text=comment/> }
            })}
            {was_approved.then(|| view! { <ApprovalAtStake standing changed/> })}
            <LeftBehind desk campaign=StoredValue::new(campaign)/>
            <conflict::ConflictDialog desk changed/>
            <Stepper
                label=words::STEPS
                steps=Step::ALL.map(|step| step_name(step).into()).to_vec()
                current=desk.step
                reachable=Signal::stored(Step::ALL.len() - 1)
                done=Callback::new(move |number| settled(desk, Step::of_number(number)))
            />
            {move || {
                let step = Step::of_number(desk.step.get());
                let inner = match step {
                    Step::Who => view! { <who::Who desk/> }.into_any(),
                    Step::What => view! { <text::What desk/> }.into_any(),
                    Step::When => view! { <timing::When desk/> }.into_any(),
                    Step::Review => view! { <review::Review desk decisions=decisions.clone()/> }.into_any(),
                };
                let follows = begun.try_update_value(|begun| std::mem::replace(begun, true)).unwrap_or(false);
                view! { <StepFrame step follows>{inner}</StepFrame> }
            }}
            <bar::Bar desk changed/>
        </div>
    }
}

/// Offers what could not be saved when the composer was left the last time.
#[component]
fn LeftBehind(
    /// What is worked on.
    desk: Desk,
    /// The campaign as it was fetched.
    campaign: StoredValue<Campaign>,
) -> impl IntoView {
    let left = desk.saver.offered;
    let restore = move |_| {
        let Some(edit) = left.get_untracked() else { return };
        let mut written = campaign.get_value();
        if edit.content.segment != written.content.segment {
            written.segment = None;
        }
        (written.name, written.content) = (edit.name, edit.content);
        desk.saver.written_on(edit.version);
        desk.draft.take(&written);
    };
    move || {
        left.with(Option::is_some).then(|| {
            view! {
                <Banner tone=Tone::Amber title=words::LEFT_BEHIND text=words::LEFT_BEHIND_TEXT>
                    <Button label=words::LEFT_RESTORE look=Look::Primary on:click=restore/>
                    <Button label=words::LEFT_DROP on:click=move |_| desk.saver.drop_offered()/>
                </Banner>
            }
        })
    }
}

/// Whether nothing is left to do in a step. Reactive.
fn settled(desk: Desk, step: Step) -> bool {
    use super::model::findings::step_of;
    use wire::campaigns::Severity;
    desk.findings.with(|all| {
        all.iter()
            .all(|finding| finding.severity != Severity::Block || step_of(&finding.rule) != step)
    }) && step != Step::Review
}

/// A step with its heading, which takes the focus when one comes from another step.
#[component]
fn StepFrame(
    /// Which step.
    step: Step,
    /// Whether another was shown before it.
    follows: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    // The stepper and the bar hold the focus when they are used, and what led here from within the former step or was
    // "next" before the last one is gone with it; the heading is where the new step begins.
    effect(move || {
        let moved = document()
            .active_element()
            .is_none_or(|element| element.matches("body, .stepper *, .composer__bar *").unwrap_or(false));
        if let Some(heading) = heading.get().filter(|_| follows && moved) {
            let _ = heading.focus();
        }
    });
    view! {
        <section class="composer__step" aria-labelledby="step-heading">
            <h2 id="step-heading" tabindex="-1" class="composer__heading" node_ref=heading>{tr(step_name(step))}</h2>
            {children()}
        </section>
    }
}

/// Says that the approval of what is being edited falls with the first change.
#[component]
fn ApprovalAtStake(
    /// Where it stands as saved.
    standing: RwSignal<CampaignState>,
    /// One leaves it as it is.
    changed: Callback<()>,
) -> impl IntoView {
    move || {
        if standing.get() == CampaignState::Approved {
            view! {
                <Banner tone=Tone::Amber title=words::EDITING_APPROVED text=words::EDITING_APPROVED_TEXT>
                    <Button label=words::DONE_EDITING on:click=move |_| changed.run(())/>
                </Banner>
            }
            .into_any()
        } else {
            view! { <Banner tone=Tone::Indigo title=words::VOIDED_NOW/> }.into_any()
        }
    }
}
