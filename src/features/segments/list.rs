//! All segments, those that came with the product first.

use domain::role::Capability;
use leptos::prelude::*;
use wire::segments::SegmentRow;

use crate::api;
use crate::locale::{lang, number, segments as words};
use crate::routes::Page;
use crate::state::fetched::fetched;
use crate::state::session::may;
use crate::ui::{
    Badge, Column, DataTable, Empty, Icon, LinkButton, Look, PageHeader, ProblemView, SkeletonTable, Tone, When,
};

/// The page at `Page::Segments`.
#[component]
pub fn SegmentsPage() -> impl IntoView {
    let all = fetched(|| {
        // Names and sentences come in the language of the request.
        lang();
        api::segments::list()
    });
    let retry = Callback::new(move |()| all.refetch());
    view! {
        <PageHeader title=words::NAV lead=words::LEAD>
            {move || may(Capability::Compose).then(|| view! {
                <LinkButton label=words::NEW href=Page::SegmentNew.path() look=Look::Primary icon=Icon::Plus/>
            })}
        </PageHeader>
        {move || match all.get() {
            None => view! { <SkeletonTable rows=8/> }.into_any(),
            Some(Err(error)) => view! { <ProblemView error=Signal::stored(error) on_retry=retry/> }.into_any(),
            Some(Ok(rows)) => view! {
                <DataTable
                    label=words::LIST
                    columns=columns()
                    rows=Signal::stored(rows)
                    href=Callback::new(|row: SegmentRow| Page::Segment(row.id).path())
                    empty=|| view! { <Empty title=words::EMPTY text=words::EMPTY_TEXT icon=Icon::Segments/> }
                />
            }
            .into_any(),
        }}
    }
}

fn columns() -> Vec<Column<SegmentRow>> {
    vec![
        Column::new("name", words::NAME, |row: &SegmentRow| row.name.clone()).width("13rem"),
        Column::new("sentence", words::SENTENCE, |row: &SegmentRow| {
            let sentence = if row.sentence.is_empty() {
                words::UNREADABLE.get().to_owned()
            } else {
                row.sentence.clone()
            };
            view! { <span class="segments__sentence">{sentence}</span> }
        }),
        Column::new("customers", words::CUSTOMERS, |row: &SegmentRow| {
            if row.unusable {
                view! { <Badge label=words::UNUSABLE tone=Tone::Crimson/> }.into_any()
            } else {
                number(i64::try_from(row.customers).unwrap_or(i64::MAX)).into_any()
            }
        })
        .width("6rem")
        .end(),
        Column::new("campaigns", words::CAMPAIGNS, |row: &SegmentRow| {
            number(i64::try_from(row.campaigns).unwrap_or(i64::MAX))
        })
        .width("6rem")
        .end(),
        Column::new("changed", words::CHANGED, |row: &SegmentRow| {
            if row.built_in {
                view! { <Badge label=words::BUILT_IN tone=Tone::Indigo/> }.into_any()
            } else {
                view! { <When at=row.updated_at relative=true/> }.into_any()
            }
        })
        .width("9rem")
        .minor(),
    ]
}
