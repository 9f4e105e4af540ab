//! The page of one approval: what the customer would read, what changed, who is left out, what it may cost.

use domain::campaign::CampaignState;
use domain::id::CampaignId;
use leptos::prelude::*;
use wire::Code;
use wire::approvals::ApprovalView;
use wire::campaigns::{DecisionKind, Sample};

use super::changes::Changes;
use super::decide::{Decide, Decided, Outcome};
use super::model::{Measure, measures, short};
use crate::api;
use crate::features::campaigns::model::samples;
use crate::features::campaigns::{ContentTable, FindingList, History, LeftOut, SmallPhones, content_rows};
use crate::locale::{Msg, approvals as words, date, lang, money, number, schedule, tr};
use crate::routes::Page;
use crate::state::fetched::fetched;
use crate::state::live;
use crate::ui::{Banner, Crumb, LinkButton, PageHeader, ProblemView, Skeleton, Tone};

/// The page at `Page::Approval(id)`.
#[component]
pub fn ApprovalPage(
    /// Which campaign.
    id: CampaignId,
) -> impl IntoView {
    let found = fetched(move || {
        live::approvals_version();
        lang();
        api::approvals::view(id)
    });
    let decided = RwSignal::new(None::<Decided>);
    // Fetched again and the same, it stays as it is: what is being typed into a dialog must not go.
    let shown = Memo::new(move |_| found.get());
    let again = Callback::new(move |()| found.refetch());
    // The gateway may tell everybody of the decision before it answers who decided: what is shown then is gone, the page is not.
    let settle = Callback::new(move |what| decided.set(Some(what)));
    // Once it is decided it is no longer there to be fetched; its name stays on the page.
    let name = Memo::new(move |before: Option<&String>| {
        let fetched = shown.with(|shown| match shown {
            Some(Ok(view)) => Some(view.campaign.name.clone()),
            _ => None,
        });
        fetched.or_else(|| before.cloned()).unwrap_or_default()
    });
    view! {
        {move || found.is_awaited().then(|| view! { <Skeleton lines=10/> })}
        {move || match (decided.get(), shown.get()) {
            (Some(decided), _) => {
                let title = Signal::derive(move || Some(name.get()).filter(|name| !name.is_empty()).unwrap_or_else(|| words::ONE.get().to_owned()));
                view! { <PageHeader title crumbs=vec![Crumb::to(Page::Approvals)]/> <Outcome decided id/> }.into_any()
            }
            (None, None) => ().into_any(),
            (None, Some(Err(error))) if error.code() == Some(Code::WrongState) => view! {
                <PageHeader title=words::ONE crumbs=vec![Crumb::to(Page::Approvals)]/>
                <Banner tone=Tone::Indigo title=words::DECIDED text=words::DECIDED_TEXT>
                    <LinkButton label=words::SEE_CAMPAIGN href=Page::Campaign(id).path()/>
                </Banner>
            }.into_any(),
            (None, Some(Err(error))) => view! {
                <PageHeader title=words::ONE crumbs=vec![Crumb::to(Page::Approvals)]/>
                <ProblemView error=Signal::stored(error) on_retry=again/>
            }.into_any(),
            (None, Some(Ok(view))) => view! { <Shown view decided=settle again/> }.into_any(),
        }}
    }
}

#[component]
fn Shown(
    /// What is to be decided.
    view: ApprovalView,
    /// It was decided.
    decided: Callback<Decided>,
    /// Fetches what is there now.
    again: Callback<()>,
) -> impl IntoView {
    let campaign = view.campaign.clone();
    let waits = campaign.state == CampaignState::Submitted;
    let handed_in = campaign
        .decisions
        .iter()
        .find(|decision| decision.what == DecisionKind::Submitted)
        .cloned();
    let lead = move || {
        handed_in.as_ref().map_or_else(String::new, |decision| {
            words::submitted(lang(), &decision.by, &date::moment_within(decision.at))
        })
    };
    let rows = {
        let (content, segment, sentence) = (
            campaign.content.clone(),
            campaign.segment.clone(),
            view.sentence.clone(),
        );
        Signal::derive(move || content_rows(&content, segment.as_deref(), Some(&sentence)))
    };
    let day = view.preview.day.map(|day| day.to_string());
    let digest = campaign.digest.clone();
    let (bound, whole) = (digest.clone(), digest.clone());
    let (findings, preview) = (view.preview.findings.clone(), view.preview.clone());
    let (limits_view, changes_view) = (view.clone(), view.clone());
    let to_campaign = move || view! { <LinkButton label=words::SEE_CAMPAIGN href=Page::Campaign(campaign.id).path()/> };
    let standing = match (waits, view.may_decide) {
        (true, true) => None,
        (true, false) => Some((Tone::Lavender, words::OWN_TITLE, words::OWN_TEXT)),
        (false, _) => Some((Tone::Indigo, words::DECIDED, words::DECIDED_TEXT)),
    };
    view! {
        <PageHeader title=campaign.name.clone() crumbs=vec![Crumb::to(Page::Approvals)] lead>
            {(waits && view.may_decide).then(|| view! { <Decide id=campaign.id digest=bound decided again/> })}
        </PageHeader>
        {standing.map(|(tone, title, text)| view! { <Banner tone title text>{to_campaign()}</Banner> })}
        <Read samples=view.preview.samples/>
        <div class="approval__two">
            <Sheet title=words::LIMITS>
                <Limits view=limits_view/>
                {day.map(|day| view! { <p class="muted small">{move || schedule::previewed(lang(), &date::plain_day_within(&day))}</p> })}
            </Sheet>
            <Sheet title=words::FINDINGS><FindingList findings=Signal::stored(findings)/></Sheet>
        </div>
        <Sheet title=words::CHANGES><Changes view=changes_view/></Sheet>
        <Sheet title=words::LEFT_OUT><LeftOut preview=Signal::stored(preview)/></Sheet>
        <div class="approval__two">
            <Sheet title=words::CONTENT>
                <ContentTable rows/>
                <p class="approval__digest"><span class="muted">{tr(words::DIGEST)}</span> " " <code title=whole>{short(&digest)}</code> " " <span class="muted small">{tr(words::DIGEST_HINT)}</span></p>
            </Sheet>
            <History decisions=campaign.decisions/>
        </div>
    }
}

/// What customers would read: the five that tell most, and one of each wording where there are several.
#[component]
fn Read(
    /// What would be sent to some of them.
    samples: Vec<Sample>,
) -> impl IntoView {
    let (five, wordings) = (samples::five(&samples), samples::wordings(&samples));
    view! {
        <section class="stack" aria-labelledby="approval-five">
            <div><h2 id="approval-five">{tr(words::FIVE)}</h2><p class="muted">{tr(words::FIVE_LEAD)}</p></div>
            {if five.is_empty() {
                view! { <p class="muted">{tr(words::NO_SAMPLES)}</p> }.into_any()
            } else {
                view! { <SmallPhones samples=five label=words::FIVE/> }.into_any()
            }}
        </section>
        {(!wordings.is_empty()).then(|| view! {
            <section class="stack" aria-labelledby="approval-wordings">
                <div><h2 id="approval-wordings">{tr(words::WORDINGS)}</h2><p class="muted">{tr(words::WORDINGS_LEAD)}</p></div>
                <SmallPhones samples=wordings label=words::WORDINGS/>
            </section>
        })}
    }
}

/// A part of the page with its heading.
#[component]
fn Sheet(
    /// Its heading.
    title: Msg,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let id = crate::ui::unique_id("sheet");
    let labelled = id.clone();
    view! {
        <section class="sheet stack" aria-labelledby=labelled>
            <h2 class="sheet__head approval__head" id=id>{tr(title)}</h2>
            {children()}
        </section>
    }
}

/// Each limit beside what a run would come to now.
#[component]
fn Limits(
    /// What is to be decided.
    view: ApprovalView,
) -> impl IntoView {
    let [people, parts, cost] = measures(&view.campaign.content.limits, &view.preview);
    let complete = view.preview.complete;
    let plain = |value: u64| number(value);
    let yuan = |value: u64| money(value as i64);
    view! {
        <table class="approval__limits">
            <thead><tr><td></td><th scope="col">{tr(words::PREVIEW)}</th><th scope="col">{tr(words::LIMIT)}</th><td></td></tr></thead>
            <tbody>
                {measure_row(words::PEOPLE, people, complete, plain)}
                {measure_row(words::PARTS, parts, complete, plain)}
                {measure_row(words::COST, cost, complete, yuan)}
            </tbody>
        </table>
    }
}

fn measure_row(
    name: Msg,
    measure: Measure,
    complete: bool,
    say: impl Fn(u64) -> String + Copy + Send + 'static,
) -> impl IntoView {
    // What is not counted to its end is neither within its limit nor over it.
    let (word, tone) = if !complete {
        (words::NONE, "neutral")
    } else if measure.over() {
        (words::OVER, "amber")
    } else {
        (words::WITHIN, "jade")
    };
    let width = format!("{}%", if complete { measure.share() } else { 0 });
    view! {
        <tr>
            <th scope="row">{tr(name)}</th>
            <td class="num">{move || if complete { say(measure.now) } else { words::NONE.get().to_owned() }}</td>
            <td class="num">{move || say(measure.limit)}</td>
            <td data-tone=tone>
                <span class="approval__gauge" aria-hidden="true"><span style:inline-size=width></span></span>
                <span class="approval__verdict">{tr(word)}</span>
            </td>
        </tr>
    }
}
