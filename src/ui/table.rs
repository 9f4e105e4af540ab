//! Columns, and the plain table for lists of up to a few hundred rows.

use std::sync::Arc;

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::locale::{Text, tr, ui as words};

/// On which side a column's cells stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Text.
    #[default]
    Start,
    /// Numbers; they get tabular figures too.
    End,
}

/// How a list is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column's key.
    pub key: &'static str,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl std::fmt::Display for Sort {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}{}", if self.descending { "-" } else { "" }, self.key)
    }
}

type Cell<T> = Arc<dyn Fn(&T) -> AnyView + Send + Sync>;

/// A column of a table of `T`.
///
/// `Column::new("name", customers::NAME, |row: &Row| row.name.clone()).width("14rem").sortable()`
pub struct Column<T: 'static> {
    /// What [`Sort`] calls it.
    pub key: &'static str,
    /// Its head.
    pub title: Text,
    pub(super) cell: Cell<T>,
    pub(super) align: Align,
    pub(super) width: &'static str,
    pub(super) sortable: bool,
    pub(super) minor: bool,
    pub(super) wide: bool,
}

impl<T: 'static> Clone for Column<T> {
    fn clone(&self) -> Self {
        Self {
            cell: Arc::clone(&self.cell),
            ..*self
        }
    }
}

impl<T: 'static> Column<T> {
    /// A column whose cells show what the function gives.
    pub fn new<V: IntoAny + 'static>(
        key: &'static str,
        title: impl Into<Text>,
        cell: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Self {
        let cell = Arc::new(move |row: &T| cell(row).into_any());
        Self {
            key,
            title: title.into(),
            cell,
            align: Align::Start,
            width: "auto",
            sortable: false,
            minor: false,
            wide: false,
        }
    }

    /// For numbers: to the right, with tabular figures.
    #[must_use]
    pub fn end(mut self) -> Self {
        self.align = Align::End;
        self
    }

    /// Its width in CSS, such as `"12rem"` or `"20%"`.
    #[must_use]
    pub fn width(mut self, width: &'static str) -> Self {
        self.width = width;
        self
    }

    /// Its head sorts.
    #[must_use]
    pub fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }

    /// Is left out of a virtual table that is not wide; cards have it.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Is left out of the cards on narrow screens.
    #[must_use]
    pub fn minor(mut self) -> Self {
        self.minor = true;
        self
    }
}

/// The head row of a table.
pub(super) fn head<T: 'static>(columns: &[Column<T>], sort: Option<RwSignal<Option<Sort>>>) -> impl IntoView + use<T> {
    columns
        .iter()
        .map(|column| {
            let (key, title) = (column.key, column.title);
            let now = move || sort.and_then(|sort| sort.get()).filter(|sort| sort.key == key);
            let aria = move || now().map(|sort| if sort.descending { "descending" } else { "ascending" });
            let content = if let (true, Some(sort)) = (column.sortable, sort) {
                let turn = move |_| {
                    sort.update(|sort| {
                        let descending = sort.is_some_and(|old| old.key == key && !old.descending);
                        *sort = Some(Sort { key, descending });
                    });
                };
                view! {
                    <button type="button" class="table__sort" on:click=turn>
                        {title.view()}
                        {move || match now() {
                            Some(Sort { descending: true, .. }) => view! { <Glyph icon=Icon::ArrowDown/> }.into_any(),
                            Some(_) => view! { <Glyph icon=Icon::ArrowUp/> }.into_any(),
                            None => ().into_any(),
                        }}
                    </button>
                }
                .into_any()
            } else {
                title.view().into_any()
            };
            view! { <th scope="col" class="table__head" class:end=column.align == Align::End class:minor=column.minor class:wide=column.wide aria-sort=aria style:width=column.width>{content}</th> }
        })
        .collect_view()
}

/// One row. With `href`, its first cell is a link that covers the row.
pub(super) fn row<T: 'static>(columns: &[Column<T>], item: &T, href: Option<String>) -> impl IntoView + use<T> {
    let cells = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let (title, inner) = (column.title, (column.cell)(item));
            let content = match href.clone().filter(|_| index == 0) {
                Some(href) => view! { <a class="table__link" href=href>{inner}</a> }.into_any(),
                None => inner,
            };
            view! { <td class="table__cell" class:end=column.align == Align::End class:minor=column.minor class:wide=column.wide data-label=title.view()>{content}</td> }
        })
        .collect_view();
    view! { {cells} }
}

/// A table of up to a few hundred rows. It turns into cards on narrow screens.
#[component]
pub fn DataTable<T>(
    /// What the table holds; said to screen readers.
    #[prop(into)]
    label: Text,
    /// The columns.
    columns: Vec<Column<T>>,
    /// The rows.
    #[prop(into)]
    rows: Signal<Vec<T>>,
    /// Where a row leads.
    #[prop(into, optional)]
    href: Option<Callback<T, String>>,
    /// How it is ordered; the caller orders the rows.
    #[prop(optional)]
    sort: Option<RwSignal<Option<Sort>>>,
    /// What is shown without rows.
    #[prop(into, optional)]
    empty: ViewFn,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let head = head(&columns, sort);
    let columns = StoredValue::new(columns);
    view! {
           <div class="table-frame">
               <table class="table" aria-label=label.view()>
                   <thead><tr>{head}</tr></thead>
                   <tbody>
                       {move || {
                           rows.get()
                               .into_iter()
                               .map(|item| {
                                   let href = href.map(|href| href.run(item.clone()));
    let linked = href.is_some();
                                   view! { <tr class="table__row" class:table__row--link=linked>{columns.with_value(|columns| row(columns, &item, href))}</tr> }
                               })
                               .collect_view()
                       }}
                   </tbody>
               </table>
               {move || rows.with(Vec::is_empty).then(|| empty.run())}
           </div>
       }
}

/// The order's name, for a label beside a list.
pub fn sort_words(sort: Sort) -> &'static str {
    if sort.descending {
        tr(words::SORTED_DESC)()
    } else {
        tr(words::SORTED_ASC)()
    }
}
