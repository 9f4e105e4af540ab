//! The drawn phone with the real rendering, and stepping through people.

use domain::id::CustomerId;
use leptos::prelude::*;
use wire::campaigns::Sample;
use wire::customers::CustomerQuery;

use super::desk::Desk;
use super::model::samples::{self, Key};
use super::words::{fine_cost, sample_name};
use crate::api;
use crate::features::runs::look;
use crate::features::templates::model as template_model;
use crate::locale::{Text, campaigns as words, date, lang, tr};
use crate::routes::Page;
use crate::state::session;
use crate::ui::{Badge, Bubble, Button, Choice, Combobox, Icon, PhonePreview, Source, Tone};

/// Who the message appears to come from.
fn sender() -> String {
    session::me().map_or_else(|| words::SENDER.get().to_owned(), |me| me.firm.name)
}

/// The phone of the composer.
#[component]
pub fn SamplePhone(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        desk.preview
            .shown
            .with(|shown| shown.as_ref().map(|shown| shown.samples.clone()).unwrap_or_default())
    });
    let current = Memo::new(move |_| {
        let chosen = desk.chosen();
        all.with(|all| all.get(samples::place(all, chosen)).cloned())
    });
    let ask = move |chosen: Option<Key>| desk.ask_for(chosen);
    let step = move |by: isize| {
        let chosen = untrack(|| desk.chosen());
        ask(all.with_untracked(|all| samples::step(all, chosen, by)));
    };
    let on_key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "ArrowLeft" => step(-1),
        "ArrowRight" => step(1),
        _ => (),
    };
    let bubbles = Signal::derive(move || {
        let text = match current.get() {
            Some(sample) => sample.text,
            None => made_up(desk),
        };
        text.map(Bubble::sent).into_iter().collect::<Vec<_>>()
    });
    let why_none = move || {
        if desk.preview.shown.with(Option::is_some) {
            words::NOT_RENDERED
        } else if desk.preview.busy.get() {
            words::COUNTING
        } else {
            words::NO_SAMPLE
        }
    };
    let place = move || all.with(|all| (samples::place(all, desk.chosen()) + 1, all.len()));
    let source = Source::new(|typed: String| async move {
        let query = CustomerQuery {
            search: Some(typed).filter(|typed| !typed.trim().is_empty()),
            limit: Some(20),
            ..CustomerQuery::default()
        };
        let rows = api::customers::list(&query)
            .await
            .map(|page| page.rows)
            .unwrap_or_default();
        rows.into_iter()
            .map(|row| Choice::new(row.id.to_string(), row.name).hint(row.phone.unwrap_or_default()))
            .collect()
    });
    view! {
        <section class="sample" aria-label=tr(words::SAMPLES)>
            <Show when=move || desk.draft.segment.with(Option::is_some)>
                <Combobox label=words::CHOOSE_CUSTOMER value=desk.picked source=source.clone() placeholder=words::CHOOSE_CUSTOMER_HINT/>
            </Show>
            <Show when=move || all.with(|all| !all.is_empty())>
                <div class="sample__kinds" role="group" aria-label=tr(words::SAMPLES) on:keydown=on_key>
                    {move || all.get().into_iter().map(|sample| {
                        let own = samples::key(&sample);
                        let pressed = Signal::derive(move || current.with(|current| current.as_ref().is_some_and(|current| samples::key(current) == own)));
                        view! { <button type="button" class="sample__kind" aria-pressed=move || pressed.get().to_string() on:click=move |_| ask(Some(own))>{move || sample_name(own)}</button> }
                    }).collect_view()}
                </div>
            </Show>
            <PhonePreview sender=sender bubbles>
                {move || match current.get() {
                    Some(sample) => view! { <SampleCaption sample/> }.into_any(),
                    None => view! { <p class="sample__none">{move || why_none().get()}</p> }.into_any(),
                }}
            </PhonePreview>
            <Show when=move || all.with(|all| { all.len() > 1 })>
                <div class="sample__steps">
                    <Button label=words::PREVIOUS_SAMPLE icon=Icon::Left icon_only=true on:click=move |_| step(-1)/>
                    <span class="num" aria-live="polite">{move || { let (at, count) = place(); words::sample_of(lang(), at, count) }}</span>
                    <Button label=words::NEXT_SAMPLE icon=Icon::Right icon_only=true on:click=move |_| step(1)/>
                </div>
            </Show>
        </section>
    }
}

/// Before there is a segment, the text is shown as a made-up customer would read it.
fn made_up(desk: Desk) -> Option<String> {
    if desk.preview.shown.with(Option::is_some) || desk.draft.wordings.is_empty() {
        return None;
    }
    let today = date::iso_day(date::now()).parse().ok()?;
    desk.content
        .with(|content| template_model::example(content, desk.draft.wordings.at(), today))
        .map(|message| message.text)
}

/// Whose message it is, its parts and cost, or why there is none.
#[component]
fn SampleCaption(
    /// The sample.
    sample: Sample,
) -> impl IntoView {
    let (parts, cost) = (sample.parts, fine_cost(sample.cost_millis));
    let phone = sample.phone.clone().unwrap_or_default();
    view! {
        <p class="sample__who"><a href=Page::Customer(sample.customer).path()>{customer_name(&sample)}</a> " " <span class="num muted">{phone}</span></p>
        {match sample.excluded {
            Some(why) => view! {
                <p class="sample__wont"><Badge tone=Tone::Hatched icon=Icon::Minus label=words::WONT_GET/> " " {tr(look::exclusion(why))}</p>
            }.into_any(),
            None => view! { <p class="sample__cost num">{move || words::sample_cost(lang(), parts, &cost)}</p> }.into_any(),
        }}
        {sample.detail.map(|detail| view! { <p class="sample__detail">{detail}</p> })}
    }
}

fn customer_name(sample: &Sample) -> String {
    if sample.name.is_empty() {
        super::words::nameless()
    } else {
        sample.name.clone()
    }
}

/// Several small phones side by side: the approver reads as customers would.
#[component]
pub fn SmallPhones(
    /// The renderings.
    samples: Vec<Sample>,
    /// What they show.
    #[prop(into)]
    label: Text,
) -> impl IntoView {
    let phone = |sample: Sample| {
        let (own, id): (Key, CustomerId) = (samples::key(&sample), sample.customer);
        let bubbles: Vec<Bubble> = sample.text.clone().map(Bubble::sent).into_iter().collect();
        view! {
            <li class="phones__one" data-customer=id.to_string()>
                <p class="phones__kind">{move || sample_name(own)}</p>
                <PhonePreview sender=sender bubbles=Signal::stored(bubbles) small=true>
                    <SampleCaption sample/>
                </PhonePreview>
            </li>
        }
    };
    view! { <ul class="phones" aria-label=label.view()>{samples.into_iter().map(phone).collect_view()}</ul> }
}
