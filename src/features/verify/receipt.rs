//! A receipt on one page, to be printed or saved.

use domain::id::RunId;
use domain::roll::Outcome;
use leptos::prelude::*;
use verifier::asked::{self, Asked};
use verifier::held::Held;
use verifier::receipt::Receipt;
use verifier::report::Report;
use verifier::talk::{Ask, Checked};
use wire::runs::PhonesShown;

use super::failure::FailureView;
use super::held::{self, HeldView};
use super::report::{ReportView, Vouched};
use crate::api::{self, transport};
use crate::features::runs::look;
use crate::locale::{date, lang, number, runs, tr, verify as words};
use crate::routes::Page;
use crate::state::fetched::fetched;
use crate::state::{session, verifier as worker, witness};
use crate::ui::{Button, Crumb, Definition, DefinitionList, Icon, Look, OutcomeMark, PageHeader, Skeleton};

/// The page at `Page::Receipt(id, seq)`.
#[component]
pub fn ReceiptPage(
    /// Which run.
    id: RunId,
    /// The entry's number on the roll.
    seq: u32,
) -> impl IntoView {
    let checked = fetched(move || async move {
        let question = Ask::Receipt {
            url: api::runs::receipt(id, seq, PhonesShown::Masked),
            asked: Asked::Entry {
                run: id.to_string(),
                place: seq,
            },
            terms: witness::terms().await,
            gateway: transport::url(""),
            kept: witness::standing().kept,
        };
        let came = worker::ask::<Checked>(&question, None, None).await;
        held::alarm(came.as_ref().ok().and_then(|checked| checked.held.as_ref()));
        came
    });
    // What the run is called is no part of the proof; a receipt that cannot be told it is a receipt all the same.
    let run = fetched(move || api::runs::one(id));
    let campaign = Signal::derive(move || run.get().and_then(Result::ok).map(|detail| detail.run.name));
    let file = move || {
        checked
            .get()
            .and_then(Result::ok)
            .and_then(|checked| checked.receipt)
            .map(|page| page.file)
    };
    let save = move |_| {
        if let Some(file) = file() {
            transport::save(&format!("receipt-{id}-{}.jsonl", seq + 1), "application/jsonl", &file);
        }
    };
    let roll = Crumb {
        label: runs::ROLL.into(),
        href: Page::Run(id).path(),
    };
    view! {
        <PageHeader title=words::RECEIPT lead=words::RECEIPT_LEAD crumbs=vec![Crumb::to(Page::Runs), roll]>
            {move || file().map(|_| view! {
                <Button label=words::RECEIPT_SAVE icon=Icon::Export on:click=save/>
                <Button label=words::RECEIPT_PRINT look=Look::Primary icon=Icon::File on:click=move |_| { let _ = window().print(); }/>
            })}
        </PageHeader>
        {move || checked.is_awaited().then(|| view! { <Skeleton lines=8/> })}
        {move || checked.get().map(|came| match came {
            Err(failure) => view! { <FailureView failure/> }.into_any(),
            Ok(Checked { report, held: _, receipt: None }) => view! { <ReportView report vouched=Vouched::Known/> }.into_any(),
            Ok(Checked { report, held, receipt: Some(receipt) }) => view! { <Sheet report held receipt campaign/> }.into_any(),
        })}
    }
}

/// The outcome of a receipt: its code, and the reason behind the colon.
pub fn outcome(text: &str) -> Option<(Outcome, Option<&str>)> {
    let (code, reason) = text
        .split_once(':')
        .map_or((text, None), |(code, reason)| (code, Some(reason)));
    let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.code() == code)?;
    Some((outcome, reason))
}

/// The sheet itself: what the proof covers, under whose it is and what it was about, which is said to be the gateway's word.
#[component]
fn Sheet(
    /// What came of the check.
    report: Report,
    /// How its log stands to the one that this browser has followed.
    held: Option<Held>,
    /// What stands on it.
    receipt: Receipt,
    /// The name of the run's campaign, once it is known.
    campaign: Signal<Option<String>>,
) -> impl IntoView {
    let (place, all) = (number(u64::from(receipt.place) + 1), number(receipt.audience));
    let box_of = format!("0 0 {0} {0}", receipt.code.side);
    let mark = outcome(&receipt.outcome).map(|(outcome, reason)| {
        let why = reason.and_then(|code| look::reason(outcome, code));
        view! {
            <OutcomeMark tone=look::tone(outcome) icon=look::icon(outcome) label=look::name(outcome)/>
            {why.map(|why| view! { <span class="receipt__why">{move || why.get()}</span> })}
        }
    });
    let customer = receipt.customer.clone();
    let (frozen_at, closed_at) = (receipt.frozen_at, receipt.closed_at);
    let sealed = customer.is_none();
    let seal = asked::sealed(&report, held.as_ref());
    view! {
        <article class="receipt">
            <header class="receipt__head">
                <h2 class="receipt__title">{tr(words::RECEIPT_TITLE)}</h2>
                {move || {
                    let firm = session::me().map(|me| me.firm);
                    let phone = firm.as_ref().map(|firm| firm.phone.clone()).filter(|phone| !phone.is_empty());
                    let about: Vec<String> = firm.map(|firm| firm.name).into_iter().chain(campaign.get()).collect();
                    (!about.is_empty()).then(|| view! {
                        <p class="receipt__about">{about.join(" · ")}</p>
                        {phone.map(|phone| view! { <p class="receipt__phone num">{words::firm_phone(lang(), &phone)}</p> })}
                        <p class="receipt__how">{tr(words::RECEIPT_ABOUT)}</p>
                    })
                }}
            </header>
            {(!sealed).then(|| view! {
                <p class="receipt__text" dir="auto">{match receipt.text {
                    Some(text) => text.into_any(),
                    None => view! { <em>{tr(words::RECEIPT_NO_TEXT)}</em> }.into_any(),
                }}</p>
            })}
            <DefinitionList>
                <Definition name=words::RECEIPT_OUTCOME><span class="receipt__outcome">{mark}</span></Definition>
                <Definition name=words::RECEIPT_PHONE>{match receipt.phone {
                    Some(phone) => view! { <span class="num">{phone}</span> }.into_any(),
                    None => tr(if sealed { words::RECEIPT_SEALED } else { words::RECEIPT_NO_PHONE })().into_any(),
                }}</Definition>
                <Definition name=words::RECEIPT_CUSTOMER>{match customer {
                    Some(id) => view! { <code>{id}</code> }.into_any(),
                    None => tr(words::RECEIPT_SEALED)().into_any(),
                }}</Definition>
                <Definition name=words::RECEIPT_PLACE>{move || words::place(lang(), &place, &all)}</Definition>
                <Definition name=words::RECEIPT_FROZEN>{move || date::exact(frozen_at)}</Definition>
                <Definition name=words::RECEIPT_CLOSED>{move || date::exact(closed_at)}</Definition>
                <Definition name=words::RECEIPT_RUN><code>{receipt.run}</code></Definition>
            </DefinitionList>
            <ReportView report vouched=Vouched::Known seal/>
            {held::hindrance(held).map(|held| view! { <HeldView held/> })}
            <div class="receipt__proof">
                <svg class="receipt__code" viewBox=box_of role="img" aria-label=tr(words::RECEIPT_CODE) shape-rendering="crispEdges">
                    <rect width="100%" height="100%" fill="#fff"></rect>
                    <path d=receipt.code.path fill="#000"></path>
                </svg>
                <div>
                    <h3 class="receipt__heading">{tr(words::RECEIPT_CODE)}</h3>
                    <pre class="receipt__note" tabindex="0">{receipt.note}</pre>
                    <p class="receipt__how">{tr(words::RECEIPT_CODE_TEXT)}</p>
                </div>
            </div>
        </article>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn an_outcome_is_read_with_its_reason() {
        assert_eq!(outcome("delivered"), Some((Outcome::Delivered, None)));
        assert_eq!(
            outcome("excluded:no_consent"),
            Some((Outcome::Excluded, Some("no_consent")))
        );
        assert_eq!(outcome("lost"), None);
    }
}
