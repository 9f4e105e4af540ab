//! Everything said, heard and done, newest first.

use domain::consent::{Consent, Purpose};
use domain::role::Capability;
use domain::time::Millis;
use leptos::prelude::*;
use wire::customers::{TimelineItem as Item, TimelineWhat as What};

use super::words as names;
use crate::features::runs::look;
use crate::locale::{Msg, Text, actors, customers as words, lang, money, replies, ui, verify};
use crate::routes::Page;
use crate::state::paged::Paged;
use crate::state::session::may;
use crate::ui::{Button, Empty, Icon, OutcomeMark, ProblemView, Skeleton, Timeline, TimelineItem, Tone};

/// The time line, page by page.
#[component]
pub(super) fn TimelineView(list: Paged<Item>) -> impl IntoView {
    let none = move || list.rows.with(Vec::is_empty);
    view! {
        {move || list.error.get().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=list.reload/> })}
        {move || (none() && list.loading.get()).then(|| view! { <Skeleton lines=5/> })}
        {move || (none() && !list.loading.get() && list.error.with(Option::is_none)).then(|| view! {
            <Empty title=words::TIMELINE_EMPTY text=words::TIMELINE_EMPTY_TEXT icon=Icon::Message/>
        })}
        <Show when=move || !none()>
            <Timeline label=words::TIMELINE>
                {move || list.rows.get().into_iter().map(item).collect_view()}
            </Timeline>
        </Show>
        <Show when=move || list.has_more.get()>
            <div class="customer__more">
                <Button label=ui::LOAD_MORE busy=list.loading on:click=move |_| list.more.run(())/>
            </div>
        </Show>
    }
}

fn item(Item { at, what }: Item) -> AnyView {
    match what {
        What::Entry { .. } => entry(at, what),
        What::Reply { text } => view! {
            <TimelineItem at title=words::REPLY icon=Icon::Reply tone=Tone::Lavender>
                <p class="bubble-line bubble-line--theirs" dir="auto">{text}</p>
            </TimelineItem>
        }
        .into_any(),
        What::Confirmation { text, outcome } => {
            let (icon, tone) = (look::icon(outcome), look::tone(outcome));
            view! {
                <TimelineItem at title=words::CONFIRMATION icon tone>
                    <p class="bubble-line bubble-line--ours" dir="auto">{text}</p>
                    <p class="timeline-foot"><OutcomeMark tone icon label=look::name(outcome)/></p>
                </TimelineItem>
            }
            .into_any()
        }
        What::Consent {
            purpose,
            is,
            source,
            evidence,
            answers,
        } => consent(at, purpose, is, &source, evidence, answers),
        What::Purchase { number, amount, item } => {
            let title = Text::from(move || format!("{} {}", words::PURCHASE.get(), money(amount)));
            let more: Vec<String> = [item, number].into_iter().flatten().collect();
            view! {
                <TimelineItem at title icon=Icon::Cart day_only=true>
                    {(!more.is_empty()).then(|| view! { <p class="timeline-text">{more.join(" · ")}</p> })}
                </TimelineItem>
            }
            .into_any()
        }
        What::Event { event, text } => {
            let (title, icon, tone) = happening(&event);
            view! { <TimelineItem at title icon tone day_only=true><p class="timeline-text" dir="auto">{text}</p></TimelineItem> }
                .into_any()
        }
        What::Note { author, text } => {
            let title = Text::from(move || format!("{} · {}", words::NOTE_BY.get(), actors::called(&author)));
            view! { <TimelineItem at title icon=Icon::Edit><p class="timeline-text timeline-text--note" dir="auto">{text}</p></TimelineItem> }
                .into_any()
        }
        What::Card { act, actor } => {
            let (title, icon) = change(&act);
            view! {
                <TimelineItem at title icon tone=Tone::Pale>
                    <p class="timeline-text">{move || words::by(lang(), &actors::called(&actor))}</p>
                </TimelineItem>
            }
            .into_any()
        }
    }
}

/// A message of ours, with what became of it.
fn entry(at: Millis, what: What) -> AnyView {
    let What::Entry {
        run,
        seq,
        campaign,
        text,
        outcome,
        reason,
        provable,
    } = what
    else {
        return ().into_any();
    };
    let tone = look::tone(outcome);
    let why = reason
        .as_deref()
        .and_then(|code| look::reason(outcome, code))
        .map(|why| view! { <span class="customer-why">{move || why.get()}</span> });
    let href = format!("{}?entry={seq}", Page::Run(run).path());
    let receipt = (provable && may(Capability::ReadLog)).then(|| Page::Receipt(run, seq).path());
    view! {
        <TimelineItem at title=campaign icon=look::icon(outcome) tone>
            {text.map(|text| view! { <p class="bubble-line bubble-line--ours" dir="auto">{text}</p> })}
            <p class="timeline-foot">
                <OutcomeMark tone icon=look::icon(outcome) label=look::name(outcome)/>
                {why}
                <a href=href>{move || words::OPEN_RUN.get()}</a>
                {receipt.map(|href| view! { <a href=href>{move || verify::RECEIPT_OPEN.get()}</a> })}
            </p>
        </TimelineItem>
    }
    .into_any()
}

fn consent(
    at: Millis,
    purpose: Purpose,
    is: Consent,
    source: &str,
    evidence: Option<String>,
    answers: Option<String>,
) -> AnyView {
    let title =
        Text::from(move || words::consent_line(lang(), names::purpose(purpose).get(), names::consent(is).get()));
    let source = names::source(source);
    view! {
        <TimelineItem at title icon=Icon::Shield tone=names::consent_tone(is)>
            <p class="timeline-text">
                {move || source.get()}
                {evidence.map(|evidence| view! { " · " <span dir="auto">{evidence}</span> })}
                {answers.map(|campaign| view! { " · " {move || replies::answers(lang(), &campaign)} })}
            </p>
        </TimelineItem>
    }
    .into_any()
}

/// How an event of the customer's is called and drawn.
fn happening(event: &str) -> (Msg, Icon, Tone) {
    match event {
        "site" => (words::EVENT_SITE, Icon::House, Tone::Indigo),
        "repair" => (words::EVENT_REPAIR, Icon::Settings, Tone::Amber),
        "complaint" => (words::EVENT_COMPLAINT, Icon::Warning, Tone::Crimson),
        _ => (words::EVENT_OTHER, Icon::Info, Tone::Neutral),
    }
}

/// How a change of the customer's card is called and drawn.
fn change(act: &str) -> (Msg, Icon) {
    match act {
        "created" => (words::ACT_CREATED, Icon::Plus),
        "imported" => (words::ACT_IMPORTED, Icon::Import),
        "erased" => (words::ACT_ERASED, Icon::Trash),
        _ => (words::ACT_EDITED, Icon::Person),
    }
}
