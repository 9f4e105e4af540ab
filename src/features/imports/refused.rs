//! Why rows are refused, and the file that gives them back.

use leptos::prelude::*;
use wire::imports::{Import, RefusalCount};

use super::names::is_moving;
use crate::api;
use crate::locale::{imports as words, number, tr};
use crate::ui::{Column, DataTable, Icon, LinkButton};

/// The reasons with their counts; not there when nothing is refused.
#[component]
pub(super) fn Refused(import: RwSignal<Import>) -> impl IntoView {
    let id = import.with_untracked(|import| import.id);
    let refusals = Memo::new(move |_| import.with(|import| import.refusals.clone()));
    // The reasons are told once a pass has ended.
    let any = Memo::new(move |_| import.with(|import| !import.refusals.is_empty() && !is_moving(import.state)));
    view! {
        <Show when=move || any.get()>
            <section class="import-refused" aria-labelledby="import-refused">
                <div class="import-refused__head">
                    <div>
                        <h2 id="import-refused">{tr(words::REFUSALS)}</h2>
                        <p class="import-note">{tr(words::REFUSALS_TEXT)}</p>
                    </div>
                    <LinkButton label=words::FETCH_REFUSED href=api::imports::refused(id) icon=Icon::Export download=true/>
                </div>
                <DataTable label=words::REFUSALS columns=columns() rows=refusals/>
            </section>
        </Show>
    }
}

fn columns() -> Vec<Column<RefusalCount>> {
    vec![
        Column::new("reason", words::REASON, |row: &RefusalCount| row.reason.clone()),
        Column::new("column", words::COLUMN, |row: &RefusalCount| {
            row.column.clone().unwrap_or_else(|| "—".to_owned())
        })
        .width("12rem"),
        Column::new("rows", words::ROWS, |row: &RefusalCount| {
            number(i64::try_from(row.rows).unwrap_or(i64::MAX))
        })
        .width("7rem")
        .end(),
    ]
}
