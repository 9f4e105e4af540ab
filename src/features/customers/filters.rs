//! The list's filters: fields that write the URL, and the chips of those in force.

use domain::customer::SiteStage;
use domain::phone::PhoneState;
use leptos::prelude::*;
use wire::customers::{FacetCount, Facets};
use wire::segments::SegmentRow;

use super::model::{Filter, code_of, key};
use super::words as names;
use crate::locale::{Text, customers as words, lang, number, tr};
use crate::routes::{bind_query, set_query};
use crate::ui::{Button, Choice, Glyph, Icon, Look, SearchField, Select};

const PHONES: [PhoneState; 4] = [
    PhoneState::Mobile,
    PhoneState::Landline,
    PhoneState::Invalid,
    PhoneState::Missing,
];

/// The tool bar above the list.
#[component]
pub(super) fn Filters(
    filter: Memo<Filter>,
    facets: Signal<Facets>,
    segments: Signal<Vec<SegmentRow>>,
) -> impl IntoView {
    let search = bind_query(key::SEARCH);
    let sort = bind_query(key::SORT);
    let counted = move |part: fn(&Facets) -> &Vec<FacetCount>| {
        Signal::derive(move || facets.with(|facets| part(facets).iter().map(choice).collect::<Vec<_>>()))
    };
    let stages = Signal::derive(|| {
        SiteStage::ALL
            .map(|stage| Choice::new(code_of(stage), names::stage(stage).get()))
            .to_vec()
    });
    let phones = Signal::derive(|| {
        PHONES
            .map(|state| Choice::new(code_of(state), names::phone_state(state).get()))
            .to_vec()
    });
    let all_segments = Signal::derive(move || {
        segments.with(|all| {
            all.iter()
                .map(|one| Choice::new(one.id.to_string(), one.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let sorts = Signal::derive(|| {
        vec![
            Choice::new("name", words::SORT_NAME.get()),
            Choice::new("changed", words::SORT_CHANGED.get()),
        ]
    });
    let in_force =
        Memo::new(move |_| filter.with(|filter| chips(filter, &[]).len() - usize::from(filter.search.is_some())));
    let open = in_force.get_untracked() > 0;
    view! {
        <div class="customer-tools">
            <SearchField label=words::SEARCH value=search/>
            <div class="customer-tools__sort">
                <Select label=words::SORT value=sort options=sorts none=words::SORT_NEWEST hide_label=true/>
            </div>
            <Density/>
        </div>
        <details class="customer-filters" open=open>
            <summary class="customer-filters__summary">
                <Glyph icon=Icon::Filter/>
                {tr(words::FILTERS)}
                {move || (in_force.get() > 0).then(|| view! { <span class="customer-filters__count num">{in_force.get()}</span> })}
            </summary>
            <div class="customer-filters__fields">
                <Select label=words::STAGE value=bind_query(key::STAGE) options=stages none=words::ANY/>
                <Select label=words::TIER value=bind_query(key::TIER) options=counted(|facets| &facets.tiers) none=words::ANY/>
                <Select label=words::CITY value=bind_query(key::CITY) options=counted(|facets| &facets.cities) none=words::ANY/>
                <Select label=words::TAG value=bind_query(key::TAG) options=counted(|facets| &facets.tags) none=words::ANY/>
                <Select label=words::PHONE_STATE value=bind_query(key::PHONE) options=phones none=words::ANY/>
                <Select label=words::SEGMENT value=bind_query(key::SEGMENT) options=all_segments none=words::ANY/>
            </div>
        </details>
        <ActiveFilters filter segments/>
    }
}

/// The filters in force, each with a button that takes it away.
#[component]
fn ActiveFilters(filter: Memo<Filter>, segments: Signal<Vec<SegmentRow>>) -> impl IntoView {
    let set = StoredValue::new_local(set_query());
    let all = Memo::new(move |_| segments.with(|segments| filter.with(|filter| chips(filter, segments))));
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <ul class="active-filters" aria-label=tr(words::ACTIVE_FILTERS)>
                <For each=move || all.get() key=Clone::clone let:chip>
                    {
                        let (name, said) = (chip.0, chip.1.clone());
                        view! {
                            <li class="chip">
                                <span>{chip.1}</span>
                                <button
                                    type="button"
                                    class="chip__remove"
                                    aria-label=move || words::remove_filter(lang(), &said)
                                    on:click=move |_| set.with_value(|set| set(&[(name, None)]))
                                >
                                    <Glyph icon=Icon::Close/>
                                </button>
                            </li>
                        }
                    }
                </For>
                <li>
                    <Button
                        label=words::CLEAR_FILTERS
                        look=Look::Plain
                        on:click=move |_| set.with_value(|set| set(&key::FILTERS.map(|name| (name, None))))
                    />
                </li>
            </ul>
        </Show>
    }
}

/// How close the rows stand.
#[component]
fn Density() -> impl IntoView {
    use crate::locale::ui;
    use crate::state::density::{is_compact, set_compact};
    let label = Text::from(|| {
        if is_compact() {
            ui::COMFORTABLE.get()
        } else {
            ui::COMPACT.get()
        }
    });
    view! {
        <span class="customer-tools__density">
            {move || {
                let icon = if is_compact() { Icon::Rows } else { Icon::RowsDense };
                view! { <Button label icon icon_only=true on:click=move |_| set_compact(!is_compact())/> }
            }}
        </span>
    }
}

fn choice(one: &FacetCount) -> Choice {
    Choice::new(
        one.value.clone(),
        format!(
            "{} ({})",
            one.value,
            number(i64::try_from(one.customers).unwrap_or(i64::MAX))
        ),
    )
}

/// Key and words of each filter in force.
fn chips(filter: &Filter, segments: &[SegmentRow]) -> Vec<(&'static str, String)> {
    let name = |msg: crate::locale::Msg, value: &str| format!("{} {value}", msg.get());
    [
        filter.search.clone().map(|text| (key::SEARCH, format!("“{text}”"))),
        filter
            .stage
            .map(|stage| (key::STAGE, names::stage(stage).get().to_owned())),
        filter.tier.as_ref().map(|tier| (key::TIER, name(words::TIER, tier))),
        filter.city.as_ref().map(|city| (key::CITY, name(words::CITY, city))),
        filter.tag.as_ref().map(|tag| (key::TAG, name(words::TAG, tag))),
        filter
            .phone
            .map(|state| (key::PHONE, names::phone_state(state).get().to_owned())),
        filter.segment.map(|id| {
            let known = segments.iter().find(|one| one.id == id).map(|one| one.name.as_str());
            (key::SEGMENT, name(words::SEGMENT, known.unwrap_or("…")))
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}
