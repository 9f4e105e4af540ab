//! One entry: its text, and everything that was done and heard.

use domain::id::RunId;
use domain::role::Capability;
use domain::roll::Outcome;
use leptos::prelude::*;
use wire::runs::{EntryDetail, ReceiptStatus};

use super::doubt::SettleDialog;
use super::entries::{mark, reason};
use super::orphans;
use crate::api::{self, json};
use crate::locale::{carriers, domain_lang, lang, number, runs as words};
use crate::routes::Page;
use crate::state::effect::effect;
use crate::state::fetched::fetched;
use crate::state::session;
use crate::ui::{
    Bubble, Button, Drawer, Icon, LinkButton, PhonePreview, ProblemView, Skeleton, Timeline, TimelineItem, Tone,
};

/// The window with one entry.
#[component]
pub fn EntryDrawer(
    /// Which run.
    id: RunId,
    /// Whether the run is closed, and can be proved.
    proved: Memo<bool>,
    /// Which entry; closing empties it.
    opened: RwSignal<Option<u32>>,
    /// Something was settled.
    changed: Callback<()>,
) -> impl IntoView {
    move || {
        opened
            .get()
            .map(|seq| view! { <OneEntry id seq proved opened changed/> })
    }
}

#[component]
fn OneEntry(
    /// Which run.
    id: RunId,
    /// Which entry.
    seq: u32,
    /// Whether the run is closed, and can be proved.
    proved: Memo<bool>,
    /// Emptied when the window closes.
    opened: RwSignal<Option<u32>>,
    /// Something was settled.
    changed: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(true);
    let detail = fetched(move || {
        lang();
        api::runs::entry(id, seq)
    });
    let again = Callback::new(move |()| {
        detail.refetch();
        changed.run(());
    });
    effect(move || {
        if !open.get() {
            opened.set(None);
        }
    });
    view! {
        <Drawer open title=move || words::entry_title(lang(), &number(u64::from(seq) + 1))>
            {move || detail.is_awaited().then(|| view! { <Skeleton lines=6/> })}
            {move || match detail.get() {
                None => ().into_any(),
                Some(Err(error)) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| detail.refetch()/> }.into_any(),
                Some(Ok(detail)) => view! { <EntryView id proved detail again/> }.into_any(),
            }}
        </Drawer>
    }
}

#[component]
fn EntryView(
    /// Which run.
    id: RunId,
    /// Whether its run is closed, and can be proved.
    proved: Memo<bool>,
    /// The entry.
    detail: EntryDetail,
    /// It was settled: fetch it again.
    again: Callback<()>,
) -> impl IntoView {
    let settle = RwSignal::new(false);
    let entry = detail.entry;
    let (seq, text) = (entry.seq, entry.text.clone());
    let in_doubt = entry.outcome == Outcome::InDoubt;
    let name = if entry.name.is_empty() {
        words::ERASED_NAME.get().to_owned()
    } else {
        entry.name.clone()
    };
    let history = detail.history.into_iter().map(|event| {
        let (icon, tone, title) = heard(&event.what, event.detail.as_deref());
        let what = event.what;
        let detail = event
            .detail
            .map(|detail| view! { <p>{move || told(&what, &detail)}</p> });
        view! { <TimelineItem at=event.at title icon tone>{detail}</TimelineItem> }
    });
    view! {
        <div class="entry">
            <p class="entry__who">
                <a href=Page::Customer(entry.customer).path()>{name}</a>
                <span class="num">{entry.phone.clone()}</span>
            </p>
            <p class="entry__outcome">{mark(&entry)} {reason(&entry)}</p>
            {text.map(|text| view! {
                <PhonePreview sender=words::SENDER bubbles=Signal::stored(vec![Bubble::sent(text)]) small=true/>
                <p class="entry__parts">
                    {words::parts(lang(), &number(entry.parts))}
                    {entry.wording.map(|wording| format!(" · {}", domain::lint::wording_name(usize::from(wording), domain_lang())))}
                </p>
            })}
            {(in_doubt && session::may(Capability::SteerRuns)).then(|| view! {
                <Button label=words::SETTLE icon=Icon::Question on:click=move |_| settle.set(true)/>
                <SettleDialog which=Signal::stored(vec![(id, Some(vec![seq]))]) open=settle changed=again/>
            })}
            {move || (proved.get() && session::may(Capability::ReadLog)).then(|| view! {
                <LinkButton label=words::ENTRY_PROOF icon=Icon::Shield href=Page::Receipt(id, seq).path()/>
            })}
            <h3 class="entry__heading">{move || words::HISTORY.get()}</h3>
            <Timeline label=words::HISTORY>{history.collect_view()}</Timeline>
        </div>
    }
}

/// How something that happened to an entry looks and is called; a receipt's detail begins with what it says.
fn heard(what: &str, detail: Option<&str>) -> (Icon, Tone, crate::locale::Text) {
    match what {
        "intent" => (Icon::Send, Tone::Neutral, words::HEARD_INTENT.into()),
        "accepted" => (Icon::Check, Tone::Indigo, words::HEARD_ACCEPTED.into()),
        "deferred" => (Icon::Clock, Tone::Lavender, words::HEARD_DEFERRED.into()),
        "refused" => (Icon::Close, Tone::Crimson, words::HEARD_REFUSED.into()),
        "no_answer" => (Icon::Question, Tone::Amber, words::HEARD_NO_ANSWER.into()),
        "receipt" if detail.is_some_and(|detail| !detail.starts_with("delivered")) => {
            (Icon::Info, Tone::Amber, words::HEARD_RECEIPT.into())
        }
        "receipt" => (Icon::CheckTwice, Tone::Jade, words::HEARD_RECEIPT.into()),
        "late_receipt" => (Icon::Clock, Tone::Neutral, words::HEARD_LATE_RECEIPT.into()),
        "settled" => (Icon::Person, Tone::Neutral, words::HEARD_SETTLED.into()),
        other => (Icon::Info, Tone::Neutral, other.to_owned().into()),
    }
}

/// The detail in words: by which carrier, and what a receipt says, with the carrier's code behind it.
fn told(what: &str, detail: &str) -> String {
    match what {
        "intent" => carriers::called(detail),
        "receipt" | "late_receipt" => {
            let status = detail.split(' ').next().unwrap_or(detail);
            let Ok(known) = json::read::<ReceiptStatus>(status.into()) else {
                return detail.to_owned();
            };
            detail.replacen(status, orphans::status(known).0.get(), 1)
        }
        _ => detail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::locale::{Lang, set_lang};

    #[test]
    fn what_happened_is_told_in_words() {
        let check = |what, detail, zh, en| {
            for (lang, want) in [(Lang::ZhCn, zh), (Lang::En, en)] {
                set_lang(lang);
                assert_eq!(told(what, detail), want);
            }
            set_lang(Lang::ZhCn);
        };
        check("intent", "sandbox", "沙箱通道", "Sandbox carrier");
        check("intent", "直连", "直连", "直连");
        check("receipt", "failed MK:0001", "失败 MK:0001", "Failed MK:0001");
        check("late_receipt", "delivered", "已送达", "Delivered");
        check("receipt", "moonstruck", "moonstruck", "moonstruck");
        check("accepted", "delivered", "delivered", "delivered");
    }
}
