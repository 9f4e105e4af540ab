//! Receipts for no message that we know of.

use leptos::prelude::*;
use wire::runs::{OrphanReceipt, ReceiptStatus};

use crate::api;
use crate::locale::carriers::called;
use crate::locale::{Msg, doubts as words, runs};
use crate::state::paged::Paged;
use crate::ui::{Column, Empty, Icon, OutcomeMark, Tone, VirtualTable, When};

/// All of them, latest first.
#[component]
pub fn OrphansTable() -> impl IntoView {
    let list = Paged::new(|| (), |(), cursor| api::runs::orphans(cursor));
    view! {
        <VirtualTable
            label=words::ORPHANS
            columns=columns()
            rows=list.rows
            has_more=list.has_more
            loading=list.loading
            total=list.total
            on_more=list.more
            error=list.error
            on_retry=list.reload
            row_height=60
            card_height=124
            empty=|| view! { <Empty title=words::NO_ORPHANS text=words::NO_ORPHANS_TEXT icon=Icon::CheckTwice/> }
        />
    }
}

fn columns() -> Vec<Column<OrphanReceipt>> {
    vec![
        Column::new("carrier", runs::CARRIER, |receipt: &OrphanReceipt| {
            let carrier = receipt.carrier.clone();
            view! { <span class="run__reason">{move || called(&carrier)}</span> }
        })
        .width("15%"),
        Column::new("reference", words::REFERENCE, |receipt: &OrphanReceipt| {
            let reference = receipt.reference.clone();
            view! { <code title=reference.clone()>{reference.clone()}</code> }
        })
        .width("20%"),
        Column::new("status", words::STATUS, |receipt: &OrphanReceipt| {
            let (label, tone, icon) = status(receipt.status);
            view! { <OutcomeMark tone icon label/> }
        })
        .width("18%"),
        Column::new("code", words::CODE, |receipt: &OrphanReceipt| receipt.code.clone()).width("14%"),
        Column::new("phone", runs::PHONE, |receipt: &OrphanReceipt| {
            view! { <span class="num">{receipt.phone.clone()}</span> }
        })
        .width("12%")
        .wide(),
        Column::new("received", words::RECEIVED, |receipt: &OrphanReceipt| {
            view! { <When at=receipt.received_at/> }
        })
        .width("21%"),
    ]
}

/// How what a receipt says looks and is called.
pub(super) const fn status(status: ReceiptStatus) -> (Msg, Tone, Icon) {
    match status {
        ReceiptStatus::Enroute => (words::ENROUTE, Tone::Pale, Icon::Send),
        ReceiptStatus::Delivered => (runs::DELIVERED, Tone::Jade, Icon::CheckTwice),
        ReceiptStatus::Failed => (runs::FAILED, Tone::Crimson, Icon::Close),
        ReceiptStatus::Expired => (runs::EXPIRED, Tone::Outlined, Icon::Clock),
    }
}
