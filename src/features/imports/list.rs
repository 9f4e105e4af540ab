//! The place to drop a file, and all earlier imports.

use leptos::prelude::*;
use wire::imports::ImportRow;

use super::names;
use super::upload::Upload;
use crate::api;
use crate::locale::actors::called;
use crate::locale::{imports as words, number, tr, ui};
use crate::routes::Page;
use crate::state::paged::Paged;
use crate::ui::{Badge, Button, Column, Crumb, DataTable, Empty, Icon, PageHeader, ProblemView, SkeletonTable, When};

/// The page at `Page::Imports`.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let list = Paged::new(
        || (),
        |(), cursor| async move { api::imports::list(cursor.as_deref()).await },
    );
    let none = move || list.rows.with(Vec::is_empty);
    view! {
        <PageHeader title=words::NAV lead=words::LEAD crumbs=vec![Crumb::to(Page::Customers)]/>
        <div class="imports">
            <Upload/>
            <section class="imports__earlier" aria-labelledby="imports-earlier">
                <h2 id="imports-earlier">{tr(words::EARLIER)}</h2>
                {move || list.error.get().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=list.reload/> })}
                {move || (none() && list.loading.get()).then(|| view! { <SkeletonTable rows=4/> })}
                <Show when=move || !list.loading.get() || !none()>
                    <DataTable
                        label=words::EARLIER
                        columns=columns()
                        rows=list.rows
                        href=Callback::new(|row: ImportRow| Page::Import(row.id).path())
                        empty=|| view! { <Empty title=words::EARLIER_EMPTY text=words::EARLIER_EMPTY_TEXT icon=Icon::File/> }
                    />
                </Show>
                <Show when=move || list.has_more.get()>
                    <div class="imports__more"><Button label=ui::LOAD_MORE busy=list.loading on:click=move |_| list.more.run(())/></div>
                </Show>
            </section>
        </div>
    }
}

fn columns() -> Vec<Column<ImportRow>> {
    let count = |key, title, of: fn(&ImportRow) -> u64| {
        Column::new(key, title, move |row: &ImportRow| {
            number(i64::try_from(of(row)).unwrap_or(i64::MAX))
        })
        .width("5.5rem")
        .end()
    };
    vec![
        Column::new("file", words::FILE, |row: &ImportRow| row.file.clone()),
        Column::new("kind", words::KIND, |row: &ImportRow| {
            let kind = row.kind;
            view! { <span>{move || names::kind(kind).get()}</span> }
        })
        .width("10rem")
        .minor(),
        Column::new("state", words::STATE, |row: &ImportRow| {
            let (label, tone, icon) = names::state(row.state);
            view! { <Badge label tone icon/> }
        })
        .width("8rem"),
        count("new", words::NEW, |row| row.counts.new),
        count("changed", words::CHANGED, |row| row.counts.changed),
        count("refused", words::REFUSED, |row| row.counts.refused),
        Column::new("by", words::BY, |row: &ImportRow| {
            let by = row.by.clone();
            move || called(&by)
        })
        .width("10rem")
        .minor(),
        Column::new(
            "when",
            words::WHEN,
            |row: &ImportRow| view! { <When at=row.created_at/> },
        )
        .width("11rem"),
    ]
}
