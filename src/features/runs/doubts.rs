//! What is in doubt over all runs: entries without an answer, and receipts for nobody.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::id::RunId;
use domain::role::{Capability, Role};
use domain::roll::Outcome;
use leptos::prelude::*;
use wire::live::Live;
use wire::runs::DoubtfulEntry;

use super::doubt::{SettleDialog, Which};
use super::gathered::gathered;
use super::orphans::OrphansTable;
use crate::api;
use crate::locale::carriers::called;
use crate::locale::{doubts as words, lang, number, runs, tr};
use crate::routes::{Page, QueryKey, bind_query};
use crate::state::effect::effect;
use crate::state::paged::Paged;
use crate::state::{live, session};
use crate::ui::{
    Button, Column, Crumb, Empty, Icon, LinkButton, Look, PageHeader, Tab, TabPanel, Tabs, VirtualTable, When,
};

const TAB: QueryKey<String> = QueryKey::new("tab");
const ENTRIES: &str = "entries";
const ORPHANS: &str = "orphans";

/// An entry, by its run and its number on the roll.
type Key = (RunId, u32);

fn key(one: &DoubtfulEntry) -> Key {
    (one.run, one.entry.seq)
}

/// The page at `Page::Doubts`.
#[component]
pub fn DoubtsPage() -> impl IntoView {
    // Receipts for nobody are not an agent's, who reads what is their own.
    let all = session::role().is_some_and(Role::reads_all_logs);
    let asked = bind_query(TAB.name);
    let selected = RwSignal::new(
        if all && asked.get_untracked() == ORPHANS {
            ORPHANS
        } else {
            ENTRIES
        }
        .to_owned(),
    );
    effect(move || {
        let shown = selected.get();
        asked.set(if shown == ENTRIES { String::new() } else { shown });
    });
    view! {
        <PageHeader title=words::NAV lead=words::LEAD crumbs=vec![Crumb::to(Page::Runs)]/>
        {all.then(|| {
            let tabs = vec![Tab::new(ENTRIES, words::ENTRIES), Tab::new(ORPHANS, words::ORPHANS)];
            view! { <Tabs label=words::NAV tabs selected/> }
        })}
        {if all {
            view! {
                <TabPanel id=ENTRIES selected><DoubtsTable/></TabPanel>
                <TabPanel id=ORPHANS selected><OrphansTable/></TabPanel>
            }.into_any()
        } else {
            view! { <DoubtsTable/> }.into_any()
        }}
    }
}

/// All entries in doubt, the oldest first; those who may settle one or several.
#[component]
fn DoubtsTable() -> impl IntoView {
    let list = Paged::new(|| (), |(), cursor| api::runs::in_doubt(cursor));
    follow(list);
    let may_settle = session::may(Capability::SteerRuns);
    let (chosen, settled) = (
        RwSignal::new(BTreeSet::<Key>::new()),
        RwSignal::new(Vec::<Which>::new()),
    );
    let open = RwSignal::new(false);
    let settle = Callback::new(move |keys: BTreeSet<Key>| {
        settled.set(by_run(&keys));
        open.set(true);
    });
    let changed = Callback::new(move |()| {
        chosen.set(BTreeSet::new());
        list.reload.run(());
    });
    // What a receipt settled meanwhile is not chosen any more.
    let still_chosen = Memo::new(move |_| {
        let there: BTreeSet<Key> = list.rows.with(|rows| rows.iter().map(key).collect());
        chosen.with(|chosen| chosen.intersection(&there).copied().collect::<BTreeSet<Key>>())
    });
    let count = move || still_chosen.with(BTreeSet::len) as u64;
    view! {
        {move || (may_settle && list.rows.with(|rows| !rows.is_empty())).then(|| view! {
            <div class="toolbar">
                <Button
                    label=words::CHOOSE_LOADED
                    on:click=move |_| chosen.set(list.rows.with_untracked(|rows| rows.iter().map(key).collect()))
                />
                <Button
                    label=move || words::settle_chosen(lang(), &number(count()))
                    look=Look::Primary
                    icon=Icon::Question
                    disabled=Signal::derive(move || count() == 0)
                    on:click=move |_| settle.run(still_chosen.get_untracked())
                />
            </div>
        })}
        <div class="doubts">
            <VirtualTable
                label=words::ENTRIES
                columns=columns(may_settle.then_some((chosen, settle)))
                rows=list.rows
                has_more=list.has_more
                loading=list.loading
                total=list.total
                on_more=list.more
                error=list.error
                on_retry=list.reload
                href=Callback::new(|one: DoubtfulEntry| format!("{}?entry={}", Page::Run(one.run).path(), one.entry.seq))
                row_height=64
                card_height=172
                card_width=880.0
                empty=nothing
            />
        </div>
        <SettleDialog which=settled open changed/>
    }
}

/// Fetches the list anew when a run has more or fewer entries in doubt than it had. A list that was scrolled further than its
/// first page is left as it is read.
fn follow(list: Paged<DoubtfulEntry>) {
    let known = StoredValue::new(HashMap::<RunId, u64>::new());
    let anew = gathered(list.reload);
    live::on_event(move |event| {
        let Live::Run(run) = event else { return };
        let now = run.tally.of(Outcome::InDoubt);
        let listed = || {
            list.rows
                .with_untracked(|rows| rows.iter().filter(|one| one.run == run.id).count() as u64)
        };
        let before = known.try_update_value(|known| known.insert(run.id, now)).flatten();
        if before.unwrap_or_else(listed) != now && !list.has_more.get_untracked() {
            anew();
        }
    });
}

/// The entries of each run.
fn by_run(keys: &BTreeSet<Key>) -> Vec<Which> {
    let mut runs = BTreeMap::<RunId, Vec<u32>>::new();
    for (run, seq) in keys {
        runs.entry(*run).or_default().push(*seq);
    }
    runs.into_iter().map(|(run, entries)| (run, Some(entries))).collect()
}

/// What is chosen, and what settles.
type Settling = (RwSignal<BTreeSet<Key>>, Callback<BTreeSet<Key>>);

fn columns(settling: Option<Settling>) -> Vec<Column<DoubtfulEntry>> {
    let mut columns = vec![
        Column::new("customer", runs::CUSTOMER, |one: &DoubtfulEntry| {
            view! { {name(one)} " " <span class="num doubts__beside">{one.entry.phone.clone()}</span> }
        })
        .width("18%"),
        Column::new("run", runs::ONE, |one: &DoubtfulEntry| {
            let carrier = one.carrier.clone();
            view! { {one.name.clone()} " " <span class="doubts__beside">{move || called(&carrier)}</span> }
        })
        .width("24%"),
        Column::new(
            "since",
            words::SINCE,
            |one: &DoubtfulEntry| view! { <When at=one.since relative=true/> },
        )
        .width("14%"),
        Column::new("known", words::KNOWN, known).width("28%"),
    ];
    if let Some((chosen, settle)) = settling {
        let choose = move |one: &DoubtfulEntry| view! { <Choose one=one.clone() chosen settle/> };
        columns.push(Column::new("settle", words::CHOOSE, choose).width("16%"));
    }
    columns
}

fn name(one: &DoubtfulEntry) -> String {
    if one.entry.name.is_empty() {
        runs::ERASED_NAME.get().to_owned()
    } else {
        one.entry.name.clone()
    }
}

fn known(one: &DoubtfulEntry) -> impl IntoView + use<> {
    let (attempts, parts, taken) = (one.entry.attempts, one.entry.parts, one.taken);
    let detail = one.entry.detail.clone();
    view! {
        <span class="run__reason">
            {move || words::known(lang(), &number(attempts))}
            {(parts > 1).then(|| view! {
                <span class="run__detail">{move || words::taken(lang(), &number(parts), &number(taken))}</span>
            })}
            {detail.map(|detail| view! { <span class="run__detail">{detail}</span> })}
        </span>
    }
}

/// The box that chooses an entry, and the button that settles it alone.
#[component]
fn Choose(
    /// The entry.
    one: DoubtfulEntry,
    /// Those that are chosen.
    chosen: RwSignal<BTreeSet<Key>>,
    /// Settles some.
    settle: Callback<BTreeSet<Key>>,
) -> impl IntoView {
    let (key, name) = (key(&one), name(&one));
    view! {
        <span class="doubts__settle">
            <input
                type="checkbox"
                aria-label=move || words::choose(lang(), &name)
                prop:checked=move || chosen.with(|chosen| chosen.contains(&key))
                on:change=move |event| chosen.update(|chosen| {
                    if event_target_checked(&event) {
                        chosen.insert(key);
                    } else {
                        chosen.remove(&key);
                    }
                })
            />
            <button type="button" class="button button--plain" on:click=move |_| settle.run(BTreeSet::from([key]))>{tr(runs::SETTLE)}</button>
        </span>
    }
}

fn nothing() -> impl IntoView {
    view! {
        <Empty title=words::NO_DOUBTS text=words::NO_DOUBTS_TEXT icon=Icon::Check>
            <LinkButton label=words::TO_RUNS href=Page::Runs.path()/>
        </Empty>
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_chosen_is_settled_run_by_run() {
        let [one, two] = [1, 2].map(|n| RunId(Uuid::from_u128(n)));
        let chosen = BTreeSet::from([(two, 4), (one, 9), (two, 1)]);
        let expected = vec![(one, Some(vec![9])), (two, Some(vec![1, 4]))];
        assert_eq!(by_run(&chosen), expected);
        assert_eq!(
            by_run(&BTreeSet::new()),
            vec![],
            "and never all of a run by choosing none"
        );
    }
}
