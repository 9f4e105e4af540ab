//! Birthdays and consents.

use domain::consent::{Consent, Purpose};
use domain::segment::{Calendar, Condition};
use leptos::prelude::*;

use super::super::builder::Editing;
use super::super::model::NodeId;
use super::super::names;
use super::super::pickers::InlineNumber;
use super::{choices, code, read, writing};
use crate::features::customers::words as people;
use crate::locale::{customers, segments as words, tr};
use crate::ui::InlineSelect;

/// A birthday in a window of days.
#[component]
pub(super) fn Birthday(edit: Editing, id: NodeId) -> impl IntoView {
    const CALENDARS: [Calendar; 3] = [Calendar::Either, Calendar::Solar, Calendar::Lunar];
    let now = Memo::new(move |_| {
        edit.tree
            .with(|tree| match tree.condition(id) {
                Some(Condition::Birthday { calendar, from, days }) => Some((*calendar, *from, *days)),
                _ => None,
            })
            .unwrap_or((Calendar::Either, 0, 1))
    });
    let set = writing(edit, id, |(calendar, from, days): (Calendar, i16, u16)| {
        Some(Condition::Birthday { calendar, from, days })
    });
    view! {
        <InlineSelect
            label=words::CALENDAR
            value=Signal::derive(move || code(now.get().0))
            options=Signal::derive(|| choices(&CALENDARS, names::calendar))
            on_pick=move |picked: String| {
                let (calendar, from, days) = now.get_untracked();
                set.run((read(&picked).unwrap_or(calendar), from, days));
            }
        />
        <span>{tr(words::BIRTHDAY_BEGINS)}</span>
        <InlineNumber
            label=words::BIRTHDAY_FROM
            value=Signal::derive(move || i64::from(now.get().1))
            on_number=move |from| { let now = now.get_untracked(); set.run((now.0, i16::try_from(from).unwrap_or(now.1), now.2)); }
            most=366
        />
        <span>{tr(words::BIRTHDAY_LATER)}</span>
        <InlineNumber
            label=words::BIRTHDAY_DAYS
            value=Signal::derive(move || i64::from(now.get().2))
            on_number=move |days| { let now = now.get_untracked(); set.run((now.0, now.1, u16::try_from(days).unwrap_or(now.2))); }
            most=366
        />
        <span>{tr(words::DAYS)}</span>
    }
}

/// Where the customer stands for a purpose.
#[component]
pub(super) fn ConsentOf(edit: Editing, id: NodeId) -> impl IntoView {
    const WISHES: [Consent; 3] = [Consent::Given, Consent::Withdrawn, Consent::Unknown];
    let now = Memo::new(move |_| {
        edit.tree
            .with(|tree| match tree.condition(id) {
                Some(Condition::Consent { purpose, is }) => Some((*purpose, *is)),
                _ => None,
            })
            .unwrap_or((Purpose::Care, Consent::Given))
    });
    let set = writing(edit, id, |(purpose, is): (Purpose, Consent)| {
        Some(Condition::Consent { purpose, is })
    });
    view! {
        <InlineSelect
            label=words::FOR_PURPOSE
            value=Signal::derive(move || code(now.get().0))
            options=Signal::derive(|| choices(&Purpose::ALL, people::purpose))
            on_pick=move |picked: String| { let now = now.get_untracked(); set.run((read(&picked).unwrap_or(now.0), now.1)); }
        />
        <InlineSelect
            label=customers::CONSENT_IS
            value=Signal::derive(move || code(now.get().1))
            options=Signal::derive(|| choices(&WISHES, people::consent))
            on_pick=move |picked: String| { let now = now.get_untracked(); set.run((now.0, read(&picked).unwrap_or(now.1))); }
        />
    }
}
