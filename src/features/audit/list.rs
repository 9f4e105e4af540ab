//! The log as a table.

use domain::role::Role;
use leptos::prelude::*;
use wire::audit::LogEvent;

use super::filter::{Filter, FilterBar};
use super::proof::EventProof;
use super::{details, names};
use crate::api::{self, audit::LogQuery};
use crate::locale::{actors, audit as words, carriers, lang, number, tr, verify};
use crate::routes::Page;
use crate::state::effect::effect;
use crate::state::paged::Paged;
use crate::state::{live, session};
use crate::ui::{
    Column, CopyButton, Definition, DefinitionList, Drawer, Empty, Glyph, Icon, LinkButton, PageHeader, ProblemView,
    VirtualTable, When,
};

/// The page at `Page::Log`.
#[component]
pub fn LogPage() -> impl IntoView {
    let filter = Filter::use_url();
    let log = Paged::new(
        move || filter.query(),
        |query: LogQuery, cursor| async move { api::audit::list(&LogQuery { cursor, ..query }).await },
    );
    // New events come while one reads; they are fetched when asked for, so that the lines do not move under the eye.
    let read = RwSignal::new(live::log_size());
    let newer = move || {
        live::log_size()
            .zip(read.get())
            .map_or(0, |(now, then)| now.saturating_sub(then))
    };
    let refresh = move || {
        read.set(live::log_size());
        log.reload.run(());
    };
    let opened = RwSignal::new(None::<LogEvent>);
    let lead = move || {
        if session::role() == Some(Role::Agent) {
            words::LEAD_OWN.get()
        } else {
            words::LEAD.get()
        }
    };
    view! {
        <PageHeader title=words::NAV lead=lead>
            <LinkButton label=verify::NAV href=Page::Verify.path() icon=Icon::Shield/>
            <LinkButton
                label=words::EXPORT
                icon=Icon::Export
                href=Signal::derive(move || api::audit::export(&filter.query()))
                download=true
            />
        </PageHeader>
        <FilterBar filter/>
        {move || (newer() > 0).then(|| view! {
            <button type="button" class="log__newer" on:click=move |_| refresh()>
                <Glyph icon=Icon::Refresh/> {move || words::newer(lang(), &number(newer()))}
            </button>
        })}
        {move || log.error.get().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=log.reload/> })}
        <VirtualTable
            label=words::NAV
            columns=columns(opened)
            rows=log.rows
            has_more=log.has_more
            loading=log.loading
            total=log.total
            on_more=log.more
            row_height=52
            card_height=112
            empty=|| view! { <Empty title=words::NOTHING text=words::NOTHING_TEXT icon=Icon::Log/> }
        />
        {move || opened.get().map(|event| view! { <EventDrawer event opened/> })}
    }
}

fn columns(opened: RwSignal<Option<LogEvent>>) -> Vec<Column<LogEvent>> {
    vec![
        Column::new("what", words::WHAT, move |event: &LogEvent| {
            let (own, code) = (event.clone(), event.action.clone());
            let icon = names::subject(&event.subject_kind).1;
            view! {
                <button type="button" class="table__link log__what" on:click=move |_| opened.set(Some(own.clone()))>
                    <Glyph icon/> <span>{move || names::action(&code)}</span>
                </button>
            }
        })
        .width("31%"),
        Column::new("subject", words::SUBJECT, |event: &LogEvent| {
            let event = event.clone();
            named(&event)
                .is_some()
                .then(|| view! { <span class="log__subject">{move || named(&event)}</span> })
        })
        .width("22%"),
        Column::new("actor", words::ACTOR, |event: &LogEvent| {
            let event = event.clone();
            view! { <span class="log__wraps">{move || actor(&event)}</span> }
        })
        .width("19%"),
        Column::new("at", words::AT, |event: &LogEvent| view! { <When at=event.at/> }).width("21%"),
        Column::new("seq", words::SEQ, |event: &LogEvent| number(event.seq))
            .end()
            .width("7%")
            .wide()
            .minor(),
    ]
}

/// What was acted on, where it is called anything: there is one firm, and a carrier's id is its name.
fn named(event: &LogEvent) -> Option<String> {
    match event.subject_kind.as_str() {
        "carrier" => Some(carriers::called(&event.subject)),
        "organisation" => session::me().map(|me| me.firm.name),
        _ => event.subject_name.clone(),
    }
}

/// Who acted: a person, another system, or a part of the product.
fn actor(event: &LogEvent) -> String {
    if event.actor_kind == "system" {
        actors::called(&event.actor)
    } else {
        event.actor.clone()
    }
}

/// One event with all it says.
#[component]
fn EventDrawer(
    /// The event.
    event: LogEvent,
    /// Emptied when the window closes.
    opened: RwSignal<Option<LogEvent>>,
) -> impl IntoView {
    let open = RwSignal::new(true);
    effect(move || {
        if !open.get() {
            opened.set(None);
        }
    });
    let code = event.action.clone();
    view! {
        <Drawer open title=move || names::action(&code)>
            <EventView event=event.clone()/>
        </Drawer>
    }
}

#[component]
fn EventView(
    /// The event.
    event: LogEvent,
) -> impl IntoView {
    let (link, proved) = (page_of(&event), event.clone());
    let who = {
        let event = event.clone();
        move || actor(&event)
    };
    let name = {
        let event = event.clone();
        move || named(&event).unwrap_or_else(|| event.subject.clone())
    };
    let details = event.details.iter().map(|(key, value)| {
        let (subject, key, value) = (event.subject_kind.clone(), key.clone(), value.clone());
        let (code, raw) = (key.clone(), value.clone());
        let (of, named) = (subject.clone(), key.clone());
        let name = move || details::name(&of, &named).unwrap_or_else(|| named.clone());
        let said = move || details::said(&subject, &key, &value).unwrap_or_else(|| value.clone());
        view! { <tr><th scope="row" title=code>{name}</th><td title=raw>{said}</td></tr> }
    });
    view! {
        <DefinitionList>
            <Definition name=words::AT><When at=event.at/></Definition>
            <Definition name=words::ACTOR>{who}</Definition>
            <Definition name=words::SUBJECT>
                {match link {
                    Some(page) => view! { <a href=page.path()>{name}</a> }.into_any(),
                    None => name.into_any(),
                }}
            </Definition>
            <Definition name=words::SEQ>{number(event.seq)}</Definition>
        </DefinitionList>
        {(!event.details.is_empty()).then(|| view! {
            <h3 class="entry__heading">{tr(words::DETAILS)}</h3>
            <table class="log__details"><tbody>{details.collect_view()}</tbody></table>
        })}
        <h3 class="entry__heading">{tr(words::LEAF)}</h3>
        <p class="log__leaf"><code>{event.leaf.clone()}</code> <CopyButton text=event.leaf.clone()/></p>
        <p class="log__about">{tr(words::LEAF_TEXT)}</p>
        <EventProof event=proved/>
    }
}

/// The page of what was acted on, where it has one.
fn page_of(event: &LogEvent) -> Option<Page> {
    let id = event.subject.as_str();
    Some(match event.subject_kind.as_str() {
        "campaign" => Page::Campaign(id.parse().ok()?),
        "run" => Page::Run(id.parse().ok()?),
        "customer" => Page::Customer(id.parse().ok()?),
        "segment" => Page::Segment(id.parse().ok()?),
        "template" => Page::Template(id.parse().ok()?),
        "import" => Page::Import(id.parse().ok()?),
        _ => return None,
    })
}
