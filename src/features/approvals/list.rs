//! The inbox of those who approve.

use leptos::prelude::*;
use wire::approvals::ApprovalRow;

use crate::api;
use crate::locale::{approvals as words, lang, tr};
use crate::routes::Page;
use crate::state::fetched::fetched;
use crate::state::live;
use crate::ui::{
    Badge, Column, DataTable, Empty, Icon, LinkButton, PageHeader, ProblemView, SkeletonTable, Tone, When,
};

/// The page at `Page::Approvals`.
#[component]
pub fn ApprovalsPage() -> impl IntoView {
    let inbox = fetched(|| {
        lang();
        live::approvals_version();
        api::approvals::list()
    });
    view! {
        <PageHeader title=words::NAV lead=words::LEAD/>
        {move || inbox.is_awaited().then(|| view! { <SkeletonTable/> })}
        {move || inbox.get().map(|answer| match answer {
            Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| inbox.refetch()/> }.into_any(),
            Ok(rows) if rows.is_empty() => view! {
                <Empty title=words::NOTHING text=words::NOTHING_TEXT icon=Icon::Approvals>
                    <LinkButton label=words::TO_CAMPAIGNS href=Page::Campaigns.path()/>
                </Empty>
            }.into_any(),
            Ok(rows) => view! {
                <DataTable
                    label=words::NAV
                    columns=columns()
                    rows=Signal::stored(rows)
                    href=Callback::new(|row: ApprovalRow| Page::Approval(row.campaign).path())
                />
            }.into_any(),
        })}
    }
}

fn columns() -> Vec<Column<ApprovalRow>> {
    vec![
        Column::new("name", words::NAME, |row: &ApprovalRow| {
            let own = !row.may_decide;
            view! {
                <span class="row">
                    {row.name.clone()}
                    {own.then(|| view! { <Badge label=words::OWN tone=Tone::Outlined/> })}
                </span>
            }
        })
        .width("30%"),
        Column::new("by", words::BY, |row: &ApprovalRow| row.by.clone()),
        Column::new(
            "at",
            words::AT,
            |row: &ApprovalRow| view! { <When at=row.at relative=true/> },
        ),
        Column::new("segment", words::SEGMENT, |row: &ApprovalRow| {
            row.segment.clone().unwrap_or_else(|| words::NONE.get().to_owned())
        }),
        Column::new("next", words::NEXT, |row: &ApprovalRow| match row.next_at {
            Some(at) => view! { <When at/> }.into_any(),
            None => view! { <span>{tr(words::ON_APPROVAL)}</span> }.into_any(),
        }),
        Column::new("again", words::SO_FAR, |row: &ApprovalRow| {
            let label = if row.again { words::AGAIN } else { words::FIRST };
            view! { <span class="muted">{tr(label)}</span> }
        }),
    ]
}
