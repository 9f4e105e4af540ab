//! What was submitted, held against what was approved last.

use domain::campaign::Content;
use leptos::prelude::*;
use wire::approvals::{ApprovalView, LastApproved};

use super::model::differing;
use crate::features::campaigns::content_rows;
use crate::features::campaigns::model::whole_text;
use crate::features::templates::DiffView;
use crate::locale::{approvals as words, campaigns, date, lang, tr};

/// The diff to what was approved last.
#[component]
pub fn Changes(
    /// What is to be decided.
    view: ApprovalView,
) -> impl IntoView {
    let ApprovalView {
        campaign,
        sentence,
        last_approved,
        ..
    } = view;
    match last_approved {
        None => view! { <p class="muted">{tr(words::FIRST_TIME)}</p> }.into_any(),
        Some(last) => view! { <Against last content=campaign.content segment=campaign.segment sentence/> }.into_any(),
    }
}

#[component]
fn Against(
    /// What was approved last.
    last: LastApproved,
    /// What is submitted.
    content: Content,
    /// Its segment's name.
    segment: Option<String>,
    /// Its rule in words.
    sentence: String,
) -> impl IntoView {
    let (by, at) = (last.by.clone(), last.at);
    let (old_text, new_text) = (whole_text(&last.content), whole_text(&content));
    let text_differs = old_text != new_text;
    // The picked segment is known by its name now; what it was called then is not, and its rule stands below.
    let same_segment = last.content.segment == content.segment;
    let rows = move || {
        let before = content_rows(&last.content, segment.as_deref(), Some(&last.sentence));
        let now = content_rows(&content, segment.as_deref(), Some(&sentence));
        let mut rows = differing(before, now);
        rows.retain(|(name, _, _)| *name != campaigns::TEXT && (*name != campaigns::SEGMENT || same_segment));
        rows
    };
    let rows = Memo::new(move |_| rows());
    view! {
        <p class="muted">{move || words::last(lang(), &by, &date::moment_within(at))}</p>
        {text_differs.then(|| view! { <DiffView old=Signal::stored(old_text) new=Signal::stored(new_text)/> })}
        {move || {
            let all = rows.get();
            if all.is_empty() && !text_differs {
                return view! { <p>{tr(words::UNCHANGED)}</p> }.into_any();
            }
            if all.is_empty() {
                return ().into_any();
            }
            let row = |(name, before, now): (crate::locale::Msg, String, String)| {
                view! { <tr><th scope="row">{tr(name)}</th><td class="versus__before">{before}</td><td class="versus__now">{now}</td></tr> }
            };
            view! {
                <table class="versus">
                    <thead><tr><td></td><th scope="col">{tr(words::BEFORE)}</th><th scope="col">{tr(words::NOW)}</th></tr></thead>
                    <tbody>{all.into_iter().map(row).collect_view()}</tbody>
                </table>
            }
            .into_any()
        }}
    }
}
