//! The file's rows beside what we understood: under each header the field it goes to, under each cell what it became.

use leptos::prelude::*;
use wire::imports::{Column, FileKind, Import, UnderstoodRow};

use super::fields::{IGNORE, attribute_of, codes, is_attribute, name};
use super::names;
use crate::locale::{Text, imports as words, lang, tr};
use crate::ui::{Badge, Choice, Glyph, Icon, InlineSelect};

/// The table. `fields` is the choice as it is being edited.
#[component]
pub(super) fn Columns(
    import: RwSignal<Import>,
    fields: RwSignal<Vec<String>>,
    #[prop(into)] fixed: Signal<bool>,
) -> impl IntoView {
    let kind = import.with_untracked(|import| import.kind);
    let columns = Memo::new(move |_| import.with(|import| import.columns.clone()));
    let sample = Memo::new(move |_| import.with(|import| (import.sample.clone(), import.understood.clone())));
    view! {
        <div class="import-table" tabindex="0" role="region" aria-label=tr(words::SAMPLE)>
            <table>
                <thead>
                    <tr>
                        <th scope="col" class="import-table__line">{tr(words::LINE)}</th>
                        {move || columns.get().into_iter().enumerate().map(|(at, column)| head(kind, at, column, fields, fixed)).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        let columns = columns.get();
                        sample.with(|(rows, understood)| {
                            rows.iter()
                                .enumerate()
                                .map(|(index, row)| line(index, row, understood.get(index), &columns))
                                .collect_view()
                        })
                    }}
                </tbody>
            </table>
        </div>
    }
}

fn head(
    kind: FileKind,
    at: usize,
    column: Column,
    fields: RwSignal<Vec<String>>,
    fixed: Signal<bool>,
) -> impl IntoView {
    let (before, own) = (column.field.clone(), attribute_of(&column));
    let chosen =
        Signal::derive(move || fields.with(|fields| fields.get(at).cloned().unwrap_or_else(|| IGNORE.to_owned())));
    let changed = move || chosen.with(|chosen| *chosen != before);
    let (guess, tone) = names::guess(column.guess);
    let options = Signal::derive(move || {
        let code = |code: &str| Choice::new(code, name(code, lang()));
        let mut all: Vec<Choice> = codes(kind).iter().map(|one| code(one)).collect();
        if kind == FileKind::Customers || chosen.with(|chosen| is_attribute(chosen)) {
            all.push(code(&own));
        }
        all.push(code(IGNORE));
        all
    });
    let header = column.header.clone();
    let label = Text::from(move || words::goes_to(lang(), &header));
    let pick = move |field: String| {
        fields.update(|fields| {
            if let Some(own) = fields.get_mut(at) {
                *own = field;
            }
        });
    };
    view! {
        <th scope="col" class="import-table__head" class:import-table__head--ignored=move || chosen.with(|chosen| chosen == IGNORE)>
            <span class="import-table__header">{column.header}</span>
            <InlineSelect label value=chosen options on_pick=pick disabled=fixed/>
            {move || if changed() {
                view! { <Badge label=words::GUESS_CHOSEN tone=crate::ui::Tone::Indigo/> }.into_any()
            } else {
                view! { <Badge label=guess tone/> }.into_any()
            }}
        </th>
    }
}

fn line(index: usize, row: &[String], understood: Option<&UnderstoodRow>, columns: &[Column]) -> impl IntoView + use<> {
    let refused = understood.is_some_and(|row| !row.refusals.is_empty());
    let whole: Vec<String> = understood
        .map(|row| {
            let refusals = row.refusals.iter().filter(|one| one.column.is_none());
            refusals.map(|one| one.reason.clone()).collect()
        })
        .unwrap_or_default();
    // The header is line 1 of the file.
    let number = understood.map_or(index as u64 + 2, |row| row.line);
    let cells = columns
        .iter()
        .enumerate()
        .map(|(at, column)| cell(at, row.get(at).map_or("", String::as_str), understood, column))
        .collect_view();
    view! {
        <tr class:import-table__row--refused=refused>
            <th scope="row" class="import-table__line num">
                {number}
                {whole.into_iter().map(|reason| view! { <span class="import-table__refusal"><Glyph icon=Icon::Close/>{reason}</span> }).collect_view()}
            </th>
            {cells}
        </tr>
    }
}

fn cell(at: usize, raw: &str, understood: Option<&UnderstoodRow>, column: &Column) -> impl IntoView + use<> {
    let refusal = understood.and_then(|row| {
        let own = row.refusals.iter().find(|one| one.column == u32::try_from(at).ok());
        own.map(|one| one.reason.clone())
    });
    let value = understood
        .and_then(|row| {
            let own = format!("attribute:{}", column.header);
            row.values.get(&column.field).or_else(|| row.values.get(&own))
        })
        .filter(|value| value.as_str() != raw.trim() && refusal.is_none())
        .cloned();
    let refused = refusal.is_some();
    view! {
        <td class:import-table__cell--ignored=column.field == IGNORE class:import-table__cell--refused=refused>
            <span class="import-table__raw">{raw.to_owned()}</span>
            {value.map(|value| view! {
                <span class="import-table__value"><span class="visually-hidden">{tr(words::UNDERSTOOD)}</span><Glyph icon=Icon::Right/>{value}</span>
            })}
            {refusal.map(|reason| view! { <span class="import-table__refusal"><Glyph icon=Icon::Close/>{reason}</span> })}
        </td>
    }
}
