//! The list of customers, smooth with a million of them.

use domain::phone::PhoneState;
use domain::role::Capability;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wire::customers::CustomerRow;

use super::filters::Filters;
use super::model::{Filter, key};
use super::words as names;
use crate::api;
use crate::locale::{customers as words, date, lang, number};
use crate::routes::{Page, Section, set_query};
use crate::state::facets::facets;
use crate::state::fetched::fetched;
use crate::state::paged::Paged;
use crate::state::session::may;
use crate::ui::{
    Badge, Button, Column, Empty, Icon, LinkButton, Look, PageHeader, ProblemView, Tone, VirtualTable, When,
};

/// The page at `Page::Customers`.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let search = use_location().search;
    let filter = Memo::new(move |_| search.with(|search| Filter::of_query(search)));
    let list = Paged::new(
        move || filter.get(),
        |filter: Filter, cursor| async move { api::customers::list(&filter.query(cursor)).await },
    );
    let facets = facets();
    let segments = fetched(api::segments::list);
    let segments = Signal::derive(move || {
        let mut rows = segments.get().and_then(Result::ok).unwrap_or_default();
        rows.retain(|row| !row.unusable);
        rows
    });
    let found = move || {
        list.total
            .get()
            .map(|total| words::found(lang(), &number(i64::try_from(total).unwrap_or(i64::MAX))))
    };
    view! {
        <PageHeader
            title=words::NAV
            lead=words::LEAD
            aside=move || move || found().map(|found| view! { <span class="customers-total num" role="status">{found}</span> })
        >
            {move || may(Capability::EditCustomers).then(|| view! {
                <LinkButton label=words::NEW href=Page::CustomerNew.path() icon=Icon::Plus/>
                <LinkButton label=words::IMPORT href=Page::Imports.path() look=Look::Primary icon=Icon::Import/>
            })}
        </PageHeader>
        <div class="customers">
            <Filters filter facets segments/>
            {move || list.error.get().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=list.reload/> })}
            <VirtualTable
                label=words::LIST
                columns=columns()
                rows=list.rows
                has_more=list.has_more
                loading=list.loading
                total=list.total
                on_more=list.more
                href=Callback::new(|row: CustomerRow| Page::Customer(row.id).path())
                empty=move || (list.error.with(Option::is_none)).then(|| nobody(filter))
            />
        </div>
    }
}

fn nobody(filter: Memo<Filter>) -> impl IntoView {
    if !filter.with(Filter::is_everybody) {
        let set = set_query();
        return view! {
            <Empty title=words::NONE_FOUND text=words::NONE_FOUND_TEXT icon=Icon::Search>
                <Button label=words::CLEAR_FILTERS on:click=move |_| set(&key::FILTERS.map(|name| (name, None)))/>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty title=words::EMPTY text=words::EMPTY_TEXT icon=Icon::Customers>
            {may(Capability::Administer).then(|| view! {
                <LinkButton label=words::EMPTY_DEMO href=Page::Settings(Section::Organisation).path()/>
            })}
            {may(Capability::EditCustomers).then(|| view! {
                <LinkButton label=words::NEW href=Page::CustomerNew.path()/>
                <LinkButton label=words::IMPORT href=Page::Imports.path() icon=Icon::Import/>
            })}
        </Empty>
    }
    .into_any()
}

/// The last but one leave the table when there is no room for them (`style/customers.css`), tags first.
fn columns() -> Vec<Column<CustomerRow>> {
    vec![
        Column::new("name", words::NAME, name).width("10rem"),
        Column::new("phone", words::PHONE, |row: &CustomerRow| phone(row)).width("11rem"),
        Column::new("stage", words::STAGE, |row: &CustomerRow| {
            row.site_stage
                .map(|stage| view! { <span>{move || names::stage(stage).get()}</span> })
        })
        .width("8.5rem"),
        Column::new("tier", words::TIER, |row: &CustomerRow| row.tier.clone()).width("6rem"),
        Column::new("city", words::CITY, |row: &CustomerRow| row.city.clone())
            .width("6.5rem")
            .minor(),
        Column::new("purchase", words::LAST_PURCHASE, |row: &CustomerRow| {
            row.last_purchase
                .map(|day| view! { <span>{move || date::plain_day(&day.to_string())}</span> })
        })
        .width("11.75rem")
        .minor(),
        Column::new("tags", words::TAGS, |row: &CustomerRow| {
            row.tags
                .iter()
                .map(|tag| view! { <span class="chip customers__tag">{tag.clone()}</span> })
                .collect_view()
        })
        .width("10.25rem")
        .minor(),
        Column::new("contact", words::LAST_CONTACT, |row: &CustomerRow| {
            row.last_contact.map(|at| view! { <When at relative=true/> })
        })
        .width("8.5rem"),
    ]
}

fn name(row: &CustomerRow) -> impl IntoAny + use<> {
    let erased = row.erased;
    let shown = row.name.clone();
    let number = row.number.clone();
    view! {
        <span class="customers__name" class:customers__name--erased=erased>
            {if erased || shown.is_empty() {
                view! { <span>{move || if erased { words::ERASED_NAME.get() } else { words::NOT_RECORDED.get() }}</span> }.into_any()
            } else {
                view! { <span>{shown}</span> }.into_any()
            }}
            {number.map(|number| view! { <span class="customers__number">{number}</span> })}
        </span>
    }
}

fn phone(row: &CustomerRow) -> impl IntoAny + use<> {
    let state = row.phone_state;
    let badge = (state != PhoneState::Mobile && !row.erased).then(|| {
        let tone = if state == PhoneState::Invalid {
            Tone::Amber
        } else {
            Tone::Outlined
        };
        view! { <Badge label=names::phone_state(state) tone/> }
    });
    view! { <span class="customers__phone"><span class="num">{row.phone.clone()}</span> {badge}</span> }
}
