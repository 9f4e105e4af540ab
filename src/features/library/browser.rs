//! The library to choose from: a tab a group, an item an occasion, its wordings below each other.

use domain::lang::Lang;
use leptos::prelude::*;
use wire::library::LibraryItem;

use super::model::{GROUPS, found};
use crate::api;
use crate::features::templates::purpose_name;
use crate::locale::{Text, date, domain_lang, lang, library as words, number};
use crate::state::fetched::fetched;
use crate::ui::{
    Badge, Button, Choice, Empty, Icon, InlineSelect, Look, ProblemView, SearchField, Skeleton, Tab, TabPanel, Tabs,
};

/// A wording that somebody chose.
#[derive(Clone, Debug)]
pub struct Picked {
    /// The item.
    pub item: LibraryItem,
    /// Which of its texts; `None`: all of them, to be dealt in turn.
    pub text: Option<usize>,
    /// The language of the texts.
    pub lang: Lang,
}

const LANGS: [Lang; 2] = [Lang::ZhCn, Lang::En];

/// The library.
#[component]
pub fn LibraryBrowser(
    /// What the button at each text says.
    #[prop(into)]
    action: Text,
    /// A text was chosen.
    take: Callback<Picked>,
    /// Whether nothing can be chosen.
    #[prop(into, optional)]
    locked: Signal<bool>,
) -> impl IntoView {
    let texts_in = RwSignal::new(domain_lang());
    let items = fetched(move || {
        // Names follow the language of the screen.
        let _ = lang();
        api::library::list(texts_in.get())
    });
    let selected = RwSignal::new(GROUPS[0].id.to_owned());
    let search = RwSignal::new(String::new());
    // The field says its text again when it loses the focus; the list must not be made anew under the click that took it.
    let sought = Memo::new(move |_| search.get());
    let languages = Signal::stored(vec![Choice::new("zh-CN", "中文"), Choice::new("en", "English")]);
    let tag = Signal::derive(move || texts_in.get().tag().to_owned());
    let speak = Callback::new(move |tag: String| {
        texts_in.set(LANGS.into_iter().find(|lang| lang.tag() == tag).unwrap_or_default());
    });
    let listed = move |items: Vec<LibraryItem>| {
        items
            .into_iter()
            .map(move |item| view! { <Item item lang=texts_in.get_untracked() action take locked/> })
            .collect_view()
    };
    let listed = StoredValue::new(listed);
    let answered = move |all: Vec<LibraryItem>| {
        let sought = sought.get();
        if sought.trim().is_empty() {
            let all = StoredValue::new(all);
            let panels = GROUPS.map(|group| {
                view! {
                    <TabPanel id=group.id selected>
                        <ul class="library">{all.with_value(|all| listed.with_value(|listed| listed(group.of(all))))}</ul>
                    </TabPanel>
                }
            });
            let tabs = GROUPS.map(|group| Tab::new(group.id, group.name)).to_vec();
            view! { <Tabs label=words::GROUPS tabs selected/> {panels.collect_view()} }.into_any()
        } else {
            let fitting = found(&all, &sought);
            if fitting.is_empty() {
                view! { <Empty title=words::NO_MATCH icon=Icon::Search/> }.into_any()
            } else {
                view! { <ul class="library library--found">{listed.with_value(|listed| listed(fitting))}</ul> }
                    .into_any()
            }
        }
    };
    view! {
        <div class="library-tools">
            <SearchField label=words::SEARCH value=search/>
            <InlineSelect label=words::TEXTS_IN value=tag options=languages on_pick=speak/>
        </div>
        {move || items.is_awaited().then(|| view! { <Skeleton lines=8/> })}
        {move || items.get().map(|answer| match answer {
            Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| items.refetch()/> }.into_any(),
            Ok(all) => answered(all),
        })}
    }
}

#[component]
fn Item(
    /// The item.
    item: LibraryItem,
    /// The language of its texts.
    lang: Lang,
    /// What the buttons say.
    action: Text,
    /// A text was chosen.
    take: Callback<Picked>,
    /// Whether nothing can be chosen.
    locked: Signal<bool>,
) -> impl IntoView {
    let next = item.next.map(|next| next.to_string());
    let name = item.name.clone();
    let purpose = purpose_name(item.purpose);
    let texts = item.texts.clone();
    let item = StoredValue::new(item);
    let count = texts.len();
    let all = move |_| {
        let item = item.get_value();
        take.run(Picked { item, text: None, lang });
    };
    let rows = texts
        .into_iter()
        .enumerate()
        .map(|(text, words)| {
            let pick = move |_| {
                let item = item.get_value();
                let text = Some(text);
                take.run(Picked { item, text, lang });
            };
            view! {
                <li class="library-text">
                    <p lang=lang.tag()>{words}</p>
                    {move || (!locked.get()).then(|| view! { <Button label=action look=Look::Quiet on:click=pick/> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <li class="library-item">
            <header class="library-item__head">
                <h2>{name}</h2>
                {next.map(|next| view! { <span class="muted small">{move || words::next_on(crate::locale::lang(), &date::plain_day_within(&next))}</span> })}
                <Badge label=purpose/>
                {move || (count > 1 && !locked.get()).then(|| view! { <Button label=move || words::take_all(crate::locale::lang(), &number(count as u64)) look=Look::Plain icon=Icon::Copy on:click=all/> })}
            </header>
            <ul class="library-texts">{rows}</ul>
        </li>
    }
}
