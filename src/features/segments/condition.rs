//! One condition as an inline sentence with the right controls.

use domain::consent::{Consent, Purpose};
use domain::customer::SiteStage;
use domain::segment::{Calendar, Condition, DateTest, NumberTest, TextTest};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::customers::FacetCount;

use super::builder::Editing;
use super::model::NodeId;
use super::names;
use super::pickers::{InlineDate, InlineNumber, ManyPicker};
use super::topic::{DateKind, Topic};
use crate::features::customers::words as people;
use crate::locale::{Msg, Text, customers, date, number, segments as words, tr};
use crate::ui::{Choice, InlineSelect};

/// The controls of a condition. Its topic never changes, so they are built once and follow its values.
pub(super) fn controls(edit: Editing, id: NodeId, topic: Topic) -> AnyView {
    match topic {
        Topic::SiteStage | Topic::Tier | Topic::City | Topic::Tag | Topic::Agent => {
            view! { <Many edit id topic/> }.into_any()
        }
        Topic::SiteStarted | Topic::SiteDue | Topic::LastPurchase | Topic::LastContact => {
            view! { <Dates edit id topic/> }.into_any()
        }
        Topic::PurchaseCount | Topic::PurchaseTotal => view! { <Numbers edit id topic/> }.into_any(),
        Topic::Birthday => view! { <Birthday edit id/> }.into_any(),
        Topic::Consent => view! { <ConsentOf edit id/> }.into_any(),
        Topic::Attribute => view! { <Attribute edit id/> }.into_any(),
    }
}

fn code(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().map(str::to_owned).unwrap_or_default()
}

fn read<T: DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

fn choices<T: Copy + Serialize>(all: &[T], name: impl Fn(T) -> Msg) -> Vec<Choice> {
    all.iter()
        .map(|one| Choice::new(code(*one), name(*one).get()))
        .collect()
}

/// What a condition's control reads, while the condition is there; the default once it is gone.
fn reading<T: Default + PartialEq + Send + Sync + 'static>(
    edit: Editing,
    id: NodeId,
    get: impl Fn(&Condition) -> Option<T> + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |_| {
        edit.tree
            .with(|tree| tree.condition(id).and_then(&get))
            .unwrap_or_default()
    })
}

fn writing<T: 'static>(
    edit: Editing,
    id: NodeId,
    make: impl Fn(T) -> Option<Condition> + Send + Sync + 'static,
) -> Callback<T> {
    Callback::new(move |value| {
        if let Some(condition) = make(value) {
            edit.tree.update(|tree| tree.set(id, condition));
        }
    })
}

#[component]
fn Many(edit: Editing, id: NodeId, topic: Topic) -> impl IntoView {
    let values = reading(edit, id, |condition| match condition {
        Condition::SiteStage(these) => Some(these.iter().map(|one| code(*one)).collect::<Vec<_>>()),
        Condition::Tier(these) | Condition::City(these) | Condition::Tag(these) => Some(these.clone()),
        Condition::Agent(these) => Some(these.iter().map(ToString::to_string).collect()),
        _ => None,
    });
    let on_values = writing(edit, id, move |values: Vec<String>| match topic {
        Topic::SiteStage => {
            let mut stages: Vec<SiteStage> = values.iter().filter_map(|code| read(code)).collect();
            stages.sort_unstable();
            Some(Condition::SiteStage(stages))
        }
        Topic::Tier => Some(Condition::Tier(values)),
        Topic::City => Some(Condition::City(values)),
        Topic::Tag => Some(Condition::Tag(values)),
        Topic::Agent => Some(Condition::Agent(
            values.iter().filter_map(|id| id.parse().ok()).collect(),
        )),
        _ => None,
    });
    let counted = |all: &[FacetCount]| -> Vec<Choice> {
        all.iter()
            .map(|one| {
                let count = number(i64::try_from(one.customers).unwrap_or(i64::MAX));
                Choice::new(one.value.clone(), one.value.clone()).hint(count)
            })
            .collect()
    };
    let choices = Signal::derive(move || {
        edit.facets.with(|facets| match topic {
            Topic::SiteStage => choices(&SiteStage::ALL, people::stage),
            Topic::Tier => counted(&facets.tiers),
            Topic::City => counted(&facets.cities),
            Topic::Tag => counted(&facets.tags),
            _ => facets
                .agents
                .iter()
                .map(|one| Choice::new(one.id.to_string(), one.name.clone()))
                .collect(),
        })
    });
    view! {
        <span>{tr(words::IS_ONE_OF)}</span>
        <ManyPicker label=names::topic(topic) values choices on_values/>
    }
}

#[component]
fn Dates(edit: Editing, id: NodeId, topic: Topic) -> impl IntoView {
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

#[component]
fn Numbers(edit: Editing, id: NodeId, topic: Topic) -> impl IntoView {
    const KINDS: [(&str, Msg); 3] = [
        ("least", words::AT_LEAST),
        ("most", words::AT_MOST),
        ("between", words::BETWEEN),
    ];
    let money = topic == Topic::PurchaseTotal;
    let test = Memo::new(move |_| {
        edit.tree
            .with(|tree| match tree.condition(id) {
                Some(Condition::PurchaseCount(test) | Condition::PurchaseTotal(test)) => Some(*test),
                _ => None,
            })
            .unwrap_or(NumberTest::AtLeast(0))
    });
    let set = writing(edit, id, move |test| {
        Some(if money {
            Condition::PurchaseTotal(test)
        } else {
            Condition::PurchaseCount(test)
        })
    });
    let kind = Memo::new(move |_| match test.get() {
        NumberTest::AtLeast(_) => "least",
        NumberTest::AtMost(_) => "most",
        NumberTest::Between(..) => "between",
    });
    let ends = move || match test.get() {
        NumberTest::AtLeast(one) | NumberTest::AtMost(one) => (one, one),
        NumberTest::Between(least, most) => (least, most),
    };
    let make = move |kind: &str, (least, most): (i64, i64)| match kind {
        "least" => NumberTest::AtLeast(least),
        "most" => NumberTest::AtMost(most),
        _ => NumberTest::Between(least, most),
    };
    let kinds = Signal::derive(move || KINDS.map(|(code, name)| Choice::new(code, name.get())).to_vec());
    let unit = if money { words::YUAN } else { words::TIMES };
    let first = Callback::new(move |one: i64| {
        set.run(match test.get_untracked() {
            NumberTest::AtLeast(_) => NumberTest::AtLeast(one),
            NumberTest::AtMost(_) => NumberTest::AtMost(one),
            NumberTest::Between(_, most) => NumberTest::Between(one, most),
        });
    });
    view! {
        <InlineSelect
            label=words::TEST
            value=Signal::derive(move || kind.get().to_owned())
            options=kinds
            on_pick=move |kind: String| set.run(make(&kind, ends()))
        />
        <InlineNumber label=words::VALUE value=Signal::derive(move || ends().0) on_number=first money/>
        {move || (kind.get() == "between").then(|| view! {
            <span>{tr(words::TO)}</span>
            <InlineNumber label=words::TO value=Signal::derive(move || ends().1) on_number=move |most| set.run(NumberTest::Between(ends().0, most)) money/>
        })}
        <span>{tr(unit)}</span>
    }
}

#[component]
fn Birthday(edit: Editing, id: NodeId) -> impl IntoView {
    const CALENDARS: [Calendar; 3] = [Calendar::Either, Calendar::Solar, Calendar::Lunar];
    let now = Memo::new(move |_| {
        edit.tree
            .with(|tree| match tree.condition(id) {
                Some(Condition::Birthday { calendar, from, days }) => Some((*calendar, *from, *days)),
                _ => None,
            })
            .unwrap_or((Calendar::Either, 0, 1))
    });
    let set = writing(edit, id, |(calendar, from, days): (Calendar, u16, u16)| {
        Some(Condition::Birthday { calendar, from, days })
    });
    let short = |days: i64| u16::try_from(days).unwrap_or(u16::MAX);
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
            on_number=move |from| { let now = now.get_untracked(); set.run((now.0, short(from), now.2)); }
            most=366
        />
        <span>{tr(words::BIRTHDAY_LATER)}</span>
        <InlineNumber
            label=words::BIRTHDAY_DAYS
            value=Signal::derive(move || i64::from(now.get().2))
            on_number=move |days| { let now = now.get_untracked(); set.run((now.0, now.1, short(days))); }
            most=366
        />
        <span>{tr(words::DAYS)}</span>
    }
}

#[component]
fn ConsentOf(edit: Editing, id: NodeId) -> impl IntoView {
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

#[component]
fn Attribute(edit: Editing, id: NodeId) -> impl IntoView {
    const KINDS: [(&str, Msg); 4] = [
        ("one_of", words::ONE_OF),
        ("contains", words::CONTAINS),
        ("known", words::KNOWN),
        ("unknown", words::UNKNOWN),
    ];
    let now = Memo::new(move |_| {
        edit.tree
            .with(|tree| match tree.condition(id) {
                Some(Condition::Attribute { name, is }) => Some((name.clone(), is.clone())),
                _ => None,
            })
            .unwrap_or((String::new(), TextTest::Known))
    });
    let set = writing(edit, id, |(name, is): (String, TextTest)| {
        Some(Condition::Attribute { name, is })
    });
    let kind = Memo::new(move |_| match now.get().1 {
        TextTest::OneOf(_) => "one_of",
        TextTest::Contains(_) => "contains",
        TextTest::Known => "known",
        TextTest::Unknown => "unknown",
    });
    let text = move || match now.get().1 {
        TextTest::OneOf(these) => these.join("、"),
        TextTest::Contains(part) => part,
        TextTest::Known | TextTest::Unknown => String::new(),
    };
    let test_of = |kind: &str, text: &str| match kind {
        "one_of" => TextTest::OneOf(split(text)),
        "contains" => TextTest::Contains(text.trim().to_owned()),
        "known" => TextTest::Known,
        _ => TextTest::Unknown,
    };
    let list = format!("attributes-{id}");
    let label = Text::from(words::NAME_OF_ATTRIBUTE);
    view! {
        <input
            class="input inline-text"
            type="text"
            list=list.clone()
            maxlength="60"
            autocomplete="off"
            aria-label=label.view()
            placeholder=label.view()
            prop:value=move || now.with(|now| now.0.clone())
            on:change=move |event| set.run((event_target_value(&event).trim().to_owned(), now.get_untracked().1))
        />
        <datalist id=list>
            {move || edit.facets.with(|facets| facets.attributes.iter().map(|name| view! { <option value=name.clone()></option> }).collect_view())}
        </datalist>
        <InlineSelect
            label=words::TEST
            value=Signal::derive(move || kind.get().to_owned())
            options=Signal::derive(|| KINDS.map(|(code, name)| Choice::new(code, name.get())).to_vec())
            on_pick=move |kind: String| {
                let is = test_of(&kind, &untrack(text));
                set.run((now.get_untracked().0, is));
            }
        />
        {move || matches!(kind.get(), "one_of" | "contains").then(|| view! {
            <input
                class="input inline-text"
                type="text"
                autocomplete="off"
                aria-label=tr(words::VALUE)
                placeholder=if kind.get() == "one_of" { "A、B、C" } else { "" }
                prop:value=text
                on:change=move |event| set.run((now.get_untracked().0, test_of(kind.get_untracked(), &event_target_value(&event))))
            />
        })}
    }
}

/// The values of a list as people write one.
fn split(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for one in text.split(['、', ',', '，', ';', '；', '\n']) {
        let one = one.trim();
        if !one.is_empty() && !all.iter().any(|other| other == one) {
            all.push(one.to_owned());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_people_write_it() {
        assert_eq!(split("三室、两室, 两室；  四室 ,"), ["三室", "两室", "四室"]);
        assert_eq!(split(" "), Vec::<String>::new());
    }
}
