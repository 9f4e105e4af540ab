//! What we know of a customer, in sheets at the side.

use chrono::NaiveDate;
use leptos::prelude::*;
use wire::customers::Customer;

use super::card::Card;
use super::model::{lunar_words, next_lunar, next_solar};
use super::phone::HiddenValue;
use super::words as names;
use crate::locale::{Msg, customers as words, date, lang, money, number, tr};
use crate::ui::{Definition, DefinitionList, When};

/// Today in the organisation's zone.
pub(super) fn today() -> NaiveDate {
    date::iso_day(date::now()).parse().unwrap_or_default()
}

fn text(name: Msg, value: Option<String>) -> Option<AnyView> {
    value
        .filter(|value| !value.is_empty())
        .map(|value| view! { <Definition name>{value}</Definition> }.into_any())
}

fn day(name: Msg, value: Option<NaiveDate>) -> Option<AnyView> {
    value.map(|value| {
        let iso = value.to_string();
        view! { <Definition name><span title=iso.clone()>{date::plain_day(&iso)}</span></Definition> }.into_any()
    })
}

/// Number, form of address, city, agent, note.
#[component]
pub(super) fn PersonCard(customer: RwSignal<Customer>) -> impl IntoView {
    view! {
        <Card title=words::PERSON>
            {move || {
                let customer = customer.get();
                let card = customer.card;
                view! {
                    <DefinitionList>
                        {text(words::NUMBER, card.number)}
                        {text(words::SEX, card.sex.map(|sex| names::sex(sex).get().to_owned()))}
                        {text(words::CITY, card.city)}
                        {text(words::AGENT, customer.agent_name)}
                        {text(words::NOTE, card.note)}
                        <Definition name=words::ADDED_ON><When at=customer.created_at/></Definition>
                        <Definition name=words::CHANGED_ON><When at=customer.updated_at/></Definition>
                    </DefinitionList>
                }
            }}
        </Card>
    }
}

/// The building site.
#[component]
pub(super) fn SiteCard(customer: RwSignal<Customer>) -> impl IntoView {
    view! {
        <Card title=words::SITE>
            {move || customer.with(|customer| {
                let card = &customer.card;
                let parts: Vec<AnyView> = [
                    text(words::STAGE, card.site_stage.map(|stage| names::stage(stage).get().to_owned())),
                    text(words::SITE_NAME, card.site_name.clone()),
                    day(words::SITE_STARTED, card.site_started),
                    day(words::SITE_DUE, card.site_due),
                    text(words::PROJECT_MANAGER, card.project_manager.clone()),
                ]
                .into_iter()
                .flatten()
                .collect();
                list_or(parts, words::NO_SITE)
            })}
        </Card>
    }
}

/// Purchases in three figures.
#[component]
pub(super) fn PurchasesCard(customer: RwSignal<Customer>) -> impl IntoView {
    view! {
        <Card title=words::PURCHASES>
            {move || customer.with(|customer| {
                if customer.purchase_count == 0 && customer.last_purchase.is_none() {
                    return list_or(Vec::new(), words::NO_PURCHASES);
                }
                let (count, total) = (customer.purchase_count, customer.purchase_total);
                let parts = [
                    day(words::LAST_PURCHASE, customer.last_purchase),
                    text(words::PURCHASE_COUNT, Some(number(count))),
                    text(words::PURCHASE_TOTAL, Some(money(total))),
                ];
                list_or(parts.into_iter().flatten().collect(), words::NO_PURCHASES)
            })}
        </Card>
    }
}

/// Both birthdays, each with the next day on which it is kept.
#[component]
pub(super) fn BirthdaysCard(customer: RwSignal<Customer>) -> impl IntoView {
    view! {
        <Card title=words::BIRTHDAYS>
            {move || customer.with(|customer| {
                let (card, today) = (&customer.card, today());
                let solar = card.birthday.map(|day| {
                    birthday(words::BIRTHDAY, words::month_day(lang(), day.month, day.day), next_solar(day, today), today)
                });
                let lunar = card.lunar_birthday.map(|day| {
                    birthday(words::LUNAR_BIRTHDAY, lunar_words(day, lang()), next_lunar(day, today), today)
                });
                list_or(solar.into_iter().chain(lunar).collect(), words::NO_BIRTHDAYS)
            })}
        </Card>
    }
}

fn birthday(name: Msg, said: String, next: Option<NaiveDate>, today: NaiveDate) -> AnyView {
    let next = next.map(|next| {
        let days = (next - today).num_days();
        view! {
            <span class="customer-next" class:customer-next--soon=days <= 7>
                {date::plain_day(&next.to_string())} " · " {words::in_days(lang(), days)}
            </span>
        }
    });
    view! { <Definition name>{said}{next}</Definition> }.into_any()
}

/// The firm's own attributes; not there without any.
#[component]
pub(super) fn AttributesCard(customer: RwSignal<Customer>) -> impl IntoView {
    let id = customer.with_untracked(|customer| customer.id);
    let attributes =
        Memo::new(move |_| customer.with(|customer| (customer.card.attributes.clone(), customer.hidden.clone())));
    move || {
        let (all, hidden) = attributes.get();
        let one = move |(name, value): (String, String)| {
            let hides = hidden.contains(&name);
            let label = name.clone();
            view! {
                <Definition name=label>
                    {if hides {
                        view! { <HiddenValue id name value/> }.into_any()
                    } else {
                        value.into_any()
                    }}
                </Definition>
            }
        };
        (!all.is_empty()).then(|| {
            view! {
                <Card title=words::ATTRIBUTES>
                    <DefinitionList>
                        {all.into_iter().map(one).collect_view()}
                    </DefinitionList>
                </Card>
            }
        })
    }
}

fn list_or(parts: Vec<AnyView>, none: Msg) -> AnyView {
    if parts.is_empty() {
        view! { <p class="customer-card__none">{tr(none)}</p> }.into_any()
    } else {
        view! { <DefinitionList>{parts}</DefinitionList> }.into_any()
    }
}
