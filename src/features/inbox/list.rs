//! The inbox: the list on the left, the open conversation on the right.

use domain::role::Capability;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use wire::replies::{ConversationRow, ConversationState};

use super::model::{self, Filter};
use super::talk::Talk;
use crate::api;
use crate::locale::{Text, date, lang, number, replies as words, tr, ui};
use crate::routes::{Page, QueryKey, Section, bind_query, use_query, with_query};
use crate::state::effect::effect;
use crate::state::paged::Paged;
use crate::state::session::may;
use crate::state::{live, replies};
use crate::ui::{
    Button, Choice, Empty, Icon, LinkButton, PageHeader, ProblemView, RadioGroup, Select, Skeleton, on_key,
};

const OPEN: QueryKey<String> = QueryKey::new("open");
/// The element that holds the rows.
const ROWS: &str = "inbox-rows";

/// The page at `Page::Replies`.
#[component]
pub fn InboxPage() -> impl IntoView {
    let (state, campaign) = (bind_query("state"), bind_query("campaign"));
    let filter = Memo::new(move |_| Filter::new(&state.get(), &campaign.get()));
    let list = Paged::<ConversationRow>::new(
        move || filter.get(),
        |filter: Filter, cursor| async move { api::replies::list(&filter.query(cursor)).await },
    );
    let mut told = None;
    effect(move || {
        let version = live::replies_version();
        if told.replace(version).is_some_and(|before| before != version) {
            list.reload.run(());
        }
    });
    let asked = use_query(OPEN);
    let open = Memo::new(move |_| model::chosen(asked.get()));
    for (key, by) in [("j", 1), ("k", -1)] {
        on_key(key, move || step(by));
    }
    let states = Signal::derive(move || {
        let waiting = replies::waiting();
        vec![
            Choice::new("", words::state(lang(), words::StateName::New, &number(waiting.new))),
            Choice::new(
                "taken",
                words::state(lang(), words::StateName::Taken, &number(waiting.taken)),
            ),
            Choice::new("done", words::DONE.get()),
        ]
    });
    let campaigns = Signal::derive(move || {
        let waiting = replies::waiting();
        let choice = |(id, name): (domain::id::CampaignId, String)| Choice::new(id.to_string(), name);
        waiting.campaigns.into_iter().map(choice).collect::<Vec<_>>()
    });
    view! {
        <PageHeader title=words::NAV lead=words::LEAD/>
        <div class="inbox" class:inbox--open=move || open.get().is_some()>
            <section class="inbox__list" aria-label=tr(words::LIST)>
                <div class="inbox__filters">
                    <RadioGroup label=words::STATE value=state options=states segmented=true hide_label=true/>
                    <Select label=words::CAMPAIGN value=campaign options=campaigns none=words::ALL_CAMPAIGNS hide_label=true/>
                </div>
                {move || list.error.get().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=list.reload/> })}
                <Rows list filter open/>
            </section>
            <div class="inbox__talk">
                {move || match open.get() {
                    Some(id) => view! { <Talk id changed=list.reload/> }.into_any(),
                    None => view! { <Empty title=words::CHOOSE text=words::CHOOSE_TEXT icon=Icon::Message/> }.into_any(),
                }}
            </div>
        </div>
    }
}

#[component]
fn Rows(
    /// The conversations.
    list: Paged<ConversationRow>,
    /// What they are filtered by.
    filter: Memo<Filter>,
    /// Which is open.
    open: Memo<Option<domain::id::ConversationId>>,
) -> impl IntoView {
    let search = use_location().search;
    let none = move || list.rows.with(Vec::is_empty);
    let nothing = move || none() && !list.loading.get() && list.error.with(Option::is_none);
    let row = move |row: ConversationRow| {
        let id = row.id;
        let href = move || {
            let to = search.with(|search| with_query(search, &[OPEN.to(Some(&id.to_string()))]));
            format!("{}{to}", Page::Replies.path())
        };
        let (name, phone, text) = (row.name.clone(), row.phone.clone(), row.text.clone());
        let at = if row.state == ConversationState::Done {
            row.replied_at
        } else {
            row.waits_since
        };
        let answers = row.answers.map(|answers| answers.name);
        view! {
            <li>
                <a class="inbox-row" href=href aria-current=move || (open.get() == Some(id)).then_some("true")>
                    <span class="inbox-row__head">
                        <strong class="inbox-row__name">{move || name.clone().unwrap_or_else(|| words::UNKNOWN.get().to_owned())}</strong>
                        <span class="inbox-row__phone num">{phone}</span>
                        <span class="inbox-row__at" title=move || date::exact(at)>{move || date::relative(at)}</span>
                    </span>
                    <span class="inbox-row__text" dir="auto">{text}</span>
                    <span class="inbox-row__foot">
                        {answers.map(|name| view! { <span>{move || words::answers(lang(), &name)}</span> })}
                        {(row.state == ConversationState::Taken).then(|| row.staff.map(|name| view! {
                            <span>{move || words::taken_by(lang(), &name)}</span>
                        }))}
                    </span>
                </a>
            </li>
        }
    };
    view! {
        {move || (none() && list.loading.get()).then(|| view! { <Skeleton lines=6/> })}
        {move || nothing().then(|| nobody(filter.with(|filter| filter.state)))}
        <ul class="inbox__rows" id=ROWS hidden=none>{move || list.rows.get().into_iter().map(row).collect_view()}</ul>
        <Show when=move || list.has_more.get()>
            <div class="inbox__more"><Button label=ui::LOAD_MORE busy=list.loading on:click=move |_| list.more.run(())/></div>
        </Show>
    }
}

/// What an empty list says.
fn nobody(state: Option<ConversationState>) -> impl IntoView {
    let (title, text): (Text, Text) = match state {
        Some(ConversationState::Taken) => (words::EMPTY_TAKEN.into(), words::EMPTY_TAKEN_TEXT.into()),
        Some(ConversationState::Done) => (words::EMPTY_DONE.into(), words::EMPTY_DONE_TEXT.into()),
        Some(ConversationState::New) | None => (words::EMPTY.into(), words::EMPTY_TEXT.into()),
    };
    let new = !matches!(state, Some(ConversationState::Taken | ConversationState::Done));
    view! {
        <Empty title text icon=Icon::Message>
            {(new && may(Capability::Administer)).then(|| view! {
                <LinkButton label=words::TO_CARRIERS href=Page::Settings(Section::Carriers).path()/>
            })}
        </Empty>
    }
}

/// Moves the focus among the rows; Enter then opens as for every link.
fn step(by: isize) {
    let Ok(rows) = document().query_selector_all(&format!("#{ROWS} > li > a")) else {
        return;
    };
    let row = |n: u32| {
        rows.get(n)
            .and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok())
    };
    let all: Vec<_> = (0..rows.length()).filter_map(row).collect();
    let focused = document().active_element();
    let at = all
        .iter()
        .position(|row| focused.as_ref() == Some(row))
        .or_else(|| all.iter().position(|row| row.has_attribute("aria-current")));
    if let Some(row) = model::next(at, by, all.len()).and_then(|n| all.get(n)) {
        let _ = row.focus();
    }
}
