//! A customer's page: what was said and heard, and what we know at the side.

use domain::role::Capability;
use leptos::prelude::*;
use wire::customers::{Customer, TimelineItem};

use super::consents::ConsentsCard;
use super::erase::EraseDialog;
use super::notes::NewNoteForm;
use super::phone::Phone;
use super::side::{AttributesCard, BirthdaysCard, PersonCard, PurchasesCard, SiteCard};
use super::timeline::TimelineView;
use crate::api;
use crate::locale::{Text, customers as words, date, lang, tr};
use crate::routes::{Page, follow_up};
use crate::state::paged::Paged;
use crate::state::session::may;
use crate::ui::{Badge, Banner, Crumb, Icon, LinkButton, Look, Menu, MenuItem, PageHeader, Tone, load};

/// The page at `Page::Customer(id)`.
#[component]
pub fn CustomerPage(
    /// Whose page it is.
    id: domain::id::CustomerId,
) -> impl IntoView {
    load(
        words::ONE,
        move || api::customers::one(id),
        |customer| view! { <Here customer/> }.into_any(),
    )
}

#[component]
fn Here(customer: RwSignal<Customer>) -> impl IntoView {
    let id = customer.with_untracked(|customer| customer.id);
    let timeline = Paged::<TimelineItem>::new(
        || (),
        move |(), cursor| async move { api::customers::timeline(id, cursor.as_deref()).await },
    );
    let erasing = RwSignal::new(false);
    let erased = Memo::new(move |_| customer.with(|customer| customer.erased_at.is_some()));
    let title = Text::from(move || {
        customer.with(|customer| {
            if customer.erased_at.is_some() {
                words::ERASED_NAME.get().to_owned()
            } else if customer.card.name.is_empty() {
                customer
                    .card
                    .number
                    .clone()
                    .unwrap_or_else(|| words::ONE.get().to_owned())
            } else {
                customer.card.name.clone()
            }
        })
    });
    let editable = move || may(Capability::EditCustomers) && !erased.get();
    view! {
        <PageHeader title crumbs=vec![Crumb::to(Page::Customers)] aside=move || view! { <Marks customer/> }>
            {move || editable().then(|| view! {
                <Menu label=words::MORE_ACTIONS icon=Icon::More icon_only=true look=Look::Quiet>
                    <MenuItem label=words::ERASE icon=Icon::Trash danger=true on:click=move |_| erasing.set(true)/>
                </Menu>
                {may(Capability::Compose).then(|| view! { <LinkButton label=words::WRITE_TO href=follow_up(id) icon=Icon::Send/> })}
                <LinkButton label=words::EDIT href=Page::CustomerEdit(id).path() look=Look::Primary icon=Icon::Edit/>
            })}
        </PageHeader>
        {move || erased.get().then(|| view! { <Banner tone=Tone::Hatched title=words::ERASED text=words::ERASED_TEXT/> })}
        <div class="customer">
            <section class="customer__main" aria-labelledby="customer-timeline">
                <Show when=move || !erased.get()><Owed customer/></Show>
                <h2 class="customer__heading" id="customer-timeline">{tr(words::TIMELINE)}</h2>
                {move || editable().then(|| view! { <NewNoteForm id on_added=timeline.reload/> })}
                <TimelineView list=timeline/>
            </section>
            <aside class="customer__side">
                <Show when=move || !erased.get()>
                    <ConsentsCard customer on_recorded=timeline.reload/>
                    <PersonCard customer/>
                    <SiteCard customer/>
                    <PurchasesCard customer/>
                    <BirthdaysCard customer/>
                    <AttributesCard customer/>
                </Show>
            </aside>
        </div>
        <EraseDialog open=erasing customer on_erased=timeline.reload/>
    }
}

/// Beside the name: tier, tags, and the phone.
#[component]
fn Marks(customer: RwSignal<Customer>) -> impl IntoView {
    let tier = Memo::new(move |_| customer.with(|customer| customer.card.tier.clone()));
    let tags = Memo::new(move |_| customer.with(|customer| customer.card.tags.clone()));
    view! {
        <div class="customer-marks">
            {move || tier.get().map(|tier| view! { <Badge label=tier icon=Icon::Star/> })}
            {move || tags.get().into_iter().map(|tag| view! { <span class="chip">{tag}</span> }).collect_view()}
            <Phone customer/>
        </div>
    }
}

/// When we last wrote: plainly, and how long ago.
#[component]
fn Owed(customer: RwSignal<Customer>) -> impl IntoView {
    let last = Memo::new(move |_| customer.with(|customer| customer.last_contact));
    view! {
        <p class="customer-owed" data-tone=move || if last.get().is_some() { "neutral" } else { "amber" }>
            {move || match last.get() {
                None => tr(words::NEVER_CONTACTED)().into_any(),
                Some(at) => {
                    // Today and yesterday say themselves how long ago they were.
                    let days = date::days_ago(at);
                    let (ago, moment) = if days > 1 {
                        (words::days_ago(lang(), days), Some(date::moment(at)))
                    } else {
                        (date::moment_within(at), None)
                    };
                    view! {
                        <span class="customer-owed__label">{tr(words::OWED)}</span>
                        <strong title=date::exact(at)>{ago}</strong>
                        {moment.map(|moment| view! { <span title=date::exact(at)>{moment}</span> })}
                    }
                    .into_any()
                }
            }}
        </p>
    }
}
