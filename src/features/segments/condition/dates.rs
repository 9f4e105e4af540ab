//! Dates against today.

use domain::segment::{Condition, DateTest};
use leptos::prelude::*;

use super::super::builder::Editing;
use super::super::model::NodeId;
use super::super::names;
use super::super::pickers::{InlineDate, InlineNumber};
use super::super::topic::{DateKind, Topic};
use super::writing;
use crate::locale::{date, segments as words, tr};
use crate::ui::{Choice, InlineSelect};

/// A condition over a date.
#[component]
pub(super) fn Dates(edit: Editing, id: NodeId, topic: Topic) -> impl IntoView {
    let wrap = move |test: DateTest| match topic {
        Topic::SiteStarted => Some(Condition::SiteStarted(test)),
        Topic::SiteDue => Some(Condition::SiteDue(test)),
        Topic::LastPurchase => Some(Condition::LastPurchase(test)),
        Topic::LastContact => Some(Condition::LastContact(test)),
        _ => None,
    };
    let test = Memo::new(move |_| {
        edit.tree
            .with(|tree| match tree.condition(id) {
                Some(
                    Condition::SiteStarted(test)
                    | Condition::SiteDue(test)
                    | Condition::LastPurchase(test)
                    | Condition::LastContact(test),
                ) => Some(*test),
                _ => None,
            })
            .unwrap_or(DateTest::Known)
    });
    let kind = Memo::new(move |_| DateKind::of(test.get()));
    let set = writing(edit, id, wrap);
    let kinds = Signal::derive(|| {
        let all = DateKind::ALL.iter().enumerate();
        all.map(|(index, kind)| Choice::new(index.to_string(), names::date_kind(*kind).get()))
            .collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || {
        let at = DateKind::ALL.iter().position(|one| *one == kind.get());
        at.unwrap_or(0).to_string()
    });
    let pick = Callback::new(move |index: String| {
        if let Some(kind) = index.parse::<usize>().ok().and_then(|index| DateKind::ALL.get(index)) {
            let today = date::iso_day(date::now()).parse().unwrap_or_default();
            set.run(kind.test(test.get_untracked(), today));
        }
    });
    let days = Signal::derive(move || match test.get() {
        DateTest::WithinLast(days) | DateTest::LongerAgoThan(days) | DateTest::WithinNext(days) => i64::from(days),
        _ => 0,
    });
    let on_days = Callback::new(move |days: i64| {
        let days = u16::try_from(days).unwrap_or(u16::MAX);
        set.run(match kind.get_untracked() {
            DateKind::LongerAgo => DateTest::LongerAgoThan(days),
            DateKind::WithinNext => DateTest::WithinNext(days),
            _ => DateTest::WithinLast(days),
        });
    });
    let ends = move || match test.get() {
        DateTest::Between(from, to) => (from, to),
        _ => Default::default(),
    };
    view! {
        <InlineSelect label=words::TEST value=chosen options=kinds on_pick=pick/>
        {move || match kind.get() {
            DateKind::WithinLast | DateKind::LongerAgo | DateKind::WithinNext => view! {
                <InlineNumber label=words::DAYS value=days on_number=on_days most=36_500/>
                <span>{tr(words::DAYS)}</span>
            }
            .into_any(),
            DateKind::Between => view! {
                <InlineDate label=words::FROM_DATE value=Signal::derive(move || ends().0) on_date=move |from| set.run(DateTest::Between(from, ends().1))/>
                <span>{tr(words::TO)}</span>
                <InlineDate label=words::TO_DATE value=Signal::derive(move || ends().1) on_date=move |to| set.run(DateTest::Between(ends().0, to))/>
            }
            .into_any(),
            DateKind::Known | DateKind::Unknown => ().into_any(),
        }}
    }
}
