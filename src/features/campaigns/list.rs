//! The list of campaigns.

use domain::campaign::CampaignState;
use domain::role::Capability;
use leptos::prelude::*;
use wire::campaigns::CampaignRow;

use super::acts::MoreMenu;
use super::model::state_tone;
use super::words::state_name;
use crate::api::campaigns::{CampaignQuery, list};
use crate::locale::{campaigns as words, tr};
use crate::routes::{Page, QueryKey, bind_query, set_query, use_query};
use crate::state::paged::Paged;
use crate::state::{live, session};
use crate::ui::{
    Badge, Button, Choice, Column, Empty, Icon, LinkButton, Look, PageHeader, SearchField, Select, Tone, VirtualTable,
    When,
};

const STATE: QueryKey<String> = QueryKey::new("state");
const SEARCH: QueryKey<String> = QueryKey::new("q");

const STATES: [CampaignState; 4] = [
    CampaignState::Draft,
    CampaignState::Submitted,
    CampaignState::Approved,
    CampaignState::Archived,
];

/// The page at `Page::Campaigns`.
#[component]
pub fn CampaignsPage() -> impl IntoView {
    let (state_asked, search_asked) = (use_query(STATE), use_query(SEARCH));
    let (state, search) = (bind_query(STATE.name), bind_query(SEARCH.name));
    let campaigns = Paged::new(
        move || {
            // What waits, is approved or returned is told by the stream of approvals.
            (state_asked.get(), search_asked.get(), live::approvals_version())
        },
        |(state, search, _), cursor| async move {
            let filter = CampaignQuery {
                state: state.and_then(|code| CampaignState::from_code(&code)),
                search,
                cursor,
            };
            list(&filter).await
        },
    );
    let states = Signal::derive(|| {
        STATES
            .map(|state| Choice::new(state.code(), state_name(state).get()))
            .to_vec()
    });
    let filtered = move || state.with(|state| !state.is_empty()) || search.with(|search| !search.is_empty());
    let query = StoredValue::new_local(set_query());
    let clear = move || query.with_value(|query| query(&[STATE.clear(), SEARCH.clear()]));
    let may = || session::may(Capability::Compose);
    let empty = move || {
        if filtered() {
            view! {
                <Empty title=words::NO_MATCH text=words::NO_MATCH_TEXT icon=Icon::Search>
                    <Button label=words::CLEAR on:click=move |_| clear()/>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Empty title=words::NOTHING text=words::NOTHING_TEXT icon=Icon::Campaigns>
                    {may().then(|| view! { <LinkButton label=words::NEW icon=Icon::Plus look=Look::Primary href=Page::CampaignNew.path()/> })}
                </Empty>
            }
            .into_any()
        }
    };
    view! {
        <PageHeader title=words::NAV lead=words::LEAD>
            <LinkButton label=Page::Year.title() icon=Icon::Calendar href=Page::Year.path()/>
            {move || may().then(|| view! { <LinkButton label=words::NEW icon=Icon::Plus look=Look::Primary href=Page::CampaignNew.path()/> })}
        </PageHeader>
        <div class="toolbar">
            <SearchField label=words::SEARCH value=search/>
            <Select label=words::STATE value=state options=states none=words::ALL_STATES hide_label=true/>
        </div>
        <VirtualTable
            label=words::NAV
            columns=columns(campaigns.reload)
            rows=campaigns.rows
            has_more=campaigns.has_more
            loading=campaigns.loading
            total=campaigns.total
            on_more=campaigns.more
            error=campaigns.error
            on_retry=campaigns.reload
            href=Callback::new(|row: CampaignRow| Page::Campaign(row.id).path())
            row_height=64
            card_height=172
            empty
        />
    }
}

fn columns(changed: Callback<()>) -> Vec<Column<CampaignRow>> {
    vec![
        Column::new("name", words::NAME, |row: &CampaignRow| {
            let text = row.text.clone();
            view! { <span class="campaigns__name">{row.name.clone()}</span> <span class="campaigns__text">{text}</span> }
        })
        .width("24%"),
        Column::new("state", words::STATE, |row: &CampaignRow| {
            let (state, returned) = (row.state, row.returned);
            view! {
                <span class="row">
                    <Badge tone=state_tone(state) label=state_name(state)/>
                    {returned.then(|| view! { <Badge tone=Tone::Amber icon=Icon::Reply label=words::RETURNED/> })}
                </span>
            }
        })
        .width("14%"),
        Column::new("segment", words::SEGMENT, |row: &CampaignRow| {
            let segment = row.segment.clone();
            view! { <span class="campaigns__wraps">{move || segment.clone().unwrap_or_else(|| words::NONE_PICKED.get().to_owned())}</span> }
        })
        .width("16%")
        .wide(),
        Column::new("next", words::NEXT, |row: &CampaignRow| match row.next_at {
            Some(at) => view! { <span class="campaigns__wraps"><When at/></span> }.into_any(),
            None => "—".into_any(),
        })
        .width("14%"),
        Column::new("run", words::LAST_RUN, |row: &CampaignRow| match row.last_run {
            Some(run) => view! { <a class="campaigns__run" href=Page::Run(run).path()>{tr(words::SEE_RUN)}</a> }.into_any(),
            None => "—".into_any(),
        })
        .width("11%")
        .wide(),
        Column::new("author", words::AUTHOR, |row: &CampaignRow| {
            let (author, at) = (row.author.clone(), row.updated_at);
            view! { <span class="campaigns__author">{author} <When at relative=true/></span> }
        })
        .width("14%"),
        Column::new("more", words::ACTIONS, move |row: &CampaignRow| {
            let state = Signal::stored(row.state);
            view! { <MoreMenu id=row.id state changed/> }
        })
        .width("7%")
        .minor(),
    ]
}
