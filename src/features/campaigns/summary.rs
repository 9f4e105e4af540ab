//! A campaign's content, findings and decisions, to be read.

use leptos::prelude::*;
use wire::campaigns::{Decision, DecisionKind, Finding, Severity};

use super::words::decision_look;
use crate::locale::{Msg, campaigns as words, tr};
use crate::ui::{Definition, DefinitionList, Glyph, Icon, Timeline, TimelineItem};

/// All that an approval covers.
#[component]
pub fn ContentTable(
    /// Names and values, as [`super::content_rows`] gives them.
    #[prop(into)]
    rows: Signal<Vec<(Msg, String)>>,
) -> impl IntoView {
    view! {
        <DefinitionList>
            {move || rows.get().into_iter().map(|(name, value)| view! { <Definition name><span class="campaign__value">{value}</span></Definition> }).collect_view()}
        </DefinitionList>
    }
}

/// What stands against a text, with its sign; `act` gives each its button.
#[component]
pub fn FindingList(
    /// The findings.
    #[prop(into)]
    findings: Signal<Vec<Finding>>,
    /// What can be done about one.
    #[prop(into, optional)]
    act: Option<Callback<Finding, AnyView>>,
) -> impl IntoView {
    let row = move |finding: Finding| {
        let (icon, tone) = match finding.severity {
            Severity::Block => (Icon::Close, "crimson"),
            Severity::Warn => (Icon::Warning, "amber"),
            Severity::Hint => (Icon::Info, "indigo"),
        };
        let button = act.map(|act| act.run(finding.clone()));
        view! { <li class="finding" data-tone=tone><Glyph icon/><span class="finding__text">{finding.message}</span>{button}</li> }
    };
    view! {
        {move || {
            let all = findings.get();
            if all.is_empty() {
                view! { <p class="campaign__clear"><Glyph icon=Icon::Check/> {tr(words::NO_FINDINGS)}</p> }.into_any()
            } else {
                view! { <ul class="findings">{all.into_iter().map(row).collect_view()}</ul> }.into_any()
            }
        }}
    }
}

/// What was decided about a campaign, latest first.
#[component]
pub fn History(
    /// The decisions, newest first.
    decisions: Vec<Decision>,
) -> impl IntoView {
    let none = decisions.is_empty();
    let item = |decision: Decision| {
        let (title, icon, tone) = decision_look(decision.what);
        let bold = decision.what == DecisionKind::Returned;
        let digest: String = decision.digest.chars().take(12).collect();
        view! {
            <TimelineItem at=decision.at title icon tone>
                <p>{decision.by} " · " {tr(words::DIGEST)} " " <code class="campaign__digest">{digest}</code></p>
                {decision.comment.map(|comment| view! { <p class="campaign__comment" class:campaign__comment--returned=bold>{comment}</p> })}
            </TimelineItem>
        }
    };
    view! {
        <section class="stack">
            <h2>{tr(words::HISTORY)}</h2>
            {none.then(|| view! { <p class="muted">{tr(words::NO_HISTORY)}</p> })}
            <Timeline label=words::HISTORY>{decisions.into_iter().map(item).collect_view()}</Timeline>
        </section>
    }
}
