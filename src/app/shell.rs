//! The frame around every page of somebody who is signed in: rail, top bar, and the bottom bar of a phone.

use std::sync::Arc;

use domain::role::Capability;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::stale::StaleNotice;
use super::witness::{AlarmBar, WitnessDialog, WitnessState};
use super::{page_view, pieces};
use crate::api::transport;
use crate::locale::{Lang, Msg, lang, number, set_lang, tr, ui as words};
use crate::routes::{Page, Section};
use crate::state::effect::effect;
use crate::state::theme::{Theme, set_theme, theme};
use crate::state::{density, guard, live, replies, session, toasts, witness};
use crate::ui::{
    Avatar, Command, Dialog, Glyph, Icon, Menu, MenuItem, MenuLine, MenuLink, Palette, PaletteSource, is_mac,
    on_command_key,
};

/// The rail's places with their signs, in order.
const PLACES: [(Page, Icon); 11] = [
    (Page::Today, Icon::Today),
    (Page::Replies, Icon::Message),
    (Page::Customers, Icon::Customers),
    (Page::Segments, Icon::Segments),
    (Page::Templates, Icon::Templates),
    (Page::Campaigns, Icon::Campaigns),
    (Page::Approvals, Icon::Approvals),
    (Page::Runs, Icon::Runs),
    (Page::Log, Icon::Log),
    (Page::Reports, Icon::Reports),
    (Page::Settings(Section::Organisation), Icon::Settings),
];

fn place_name(page: Page) -> Msg {
    if matches!(page, Page::Settings(_)) {
        words::SETTINGS
    } else {
        page.title()
    }
}

/// The places of who is signed in.
fn places() -> impl Iterator<Item = (Page, Icon)> {
    let role = session::role();
    PLACES
        .into_iter()
        .filter(move |(page, _)| role.is_some_and(|role| page.is_for(role)))
}

/// The frame around a page.
#[component]
pub fn Shell(
    /// The page that is shown.
    page: Memo<Page>,
) -> impl IntoView {
    let palette = RwSignal::new(false);
    let known = RwSignal::new(false);
    pieces::fetch_quietly();
    witness::watch();
    replies::watch();
    on_command_key("k", move || palette.update(|open| *open = !*open));
    view! {
        <a class="skip-link" href="#main" rel="external">{tr(words::SKIP)}</a>
        <div class="shell">
            <AlarmBar open=known/>
            <Rail page/>
            <TopBar palette known/>
            <main id="main" class="shell__main" tabindex="-1"><StaleNotice/>{move || page_view(page.get())}</main>
            <BottomBar page/>
        </div>
        <SignInAgain/>
        <WitnessDialog open=known/>
        <Palette open=palette sources=vec![page_source(), find_customer_source()]/>
    }
}

/// Asks to sign in again above the page, when the session ended while one was at work: what was written stays.
#[component]
fn SignInAgain() -> impl IntoView {
    let open = RwSignal::new(false);
    effect(move || open.set(session::lost()));
    view! {
        <Dialog open title=words::SESSION_ENDED>
            <p class="dialog__text">{tr(words::SESSION_ENDED_TEXT)}</p>
            <crate::features::session::SignInPage/>
        </Dialog>
    }
}

#[component]
fn Rail(page: Memo<Page>) -> impl IntoView {
    view! {
        <nav class="rail" aria-label=tr(words::MAIN_NAV)>
            <a class="brand" href=Page::Today.path()><BrandMark/><span class="brand__name">{tr(words::APP)}</span></a>
            <ul class="rail__places">{move || places().map(|(place, icon)| view! { <li><Place place icon page/></li> }).collect_view()}</ul>
        </nav>
    }
}

#[component]
fn Place(place: Page, icon: Icon, page: Memo<Page>) -> impl IntoView {
    view! {
        <a class="place" title=tr(place_name(place)) href=place.path() aria-current=move || (page.get().area() == place).then_some("page")>
            <Glyph icon/>
            <span class="place__name">{tr(place_name(place))}</span>
            {(place == Page::Replies).then(|| view! { <WaitingCount/> })}
        </a>
    }
}

/// How many replies wait; nothing where none does.
#[component]
fn WaitingCount() -> impl IntoView {
    let new = Memo::new(|_| replies::waiting().new);
    move || {
        let count = number(new.get());
        (new.get() > 0).then(|| {
            let said = crate::locale::replies::waiting(lang(), &count);
            view! { <span class="place__count"><span aria-hidden="true">{count}</span><span class="visually-hidden">{said}</span></span> }
        })
    }
}

/// The roll in small: every cell is there.
#[component]
pub fn BrandMark() -> impl IntoView {
    let cells = (0..16).map(|index| {
        let (x, y) = (index % 4 * 6, index / 4 * 6);
        view! { <rect class="brand__cell" x=x y=y width="4.5" height="4.5" rx="0.8"></rect> }
    });
    view! { <svg class="brand__mark" viewBox="0 0 22.5 22.5" width="24" height="24" aria-hidden="true">{cells.collect_view()}</svg> }
}

#[component]
fn TopBar(palette: RwSignal<bool>, known: RwSignal<bool>) -> impl IntoView {
    view! {
        <header class="topbar">
            <a class="brand topbar__brand" href=Page::Today.path()><BrandMark/><span class="brand__name">{tr(words::APP)}</span></a>
            <button type="button" class="topbar__find" on:click=move |_| palette.set(true)>
                <Glyph icon=Icon::Search/>
                <span class="topbar__find-label">{tr(words::PALETTE)}</span>
                <kbd class="topbar__keys">{words::palette_keys(is_mac())}</kbd>
            </button>
            <div class="topbar__tools">
                {move || (!live::connected()).then(|| view! { <span class="topbar__offline" role="status">{tr(words::NOW_OFFLINE)}</span> })}
                <WitnessState open=known/>
                <LanguageButton/>
                <LookMenu/>
                <PersonMenu/>
            </div>
        </header>
    }
}

/// Switches to the other language at once. It says so in that language.
#[component]
pub fn LanguageButton() -> impl IntoView {
    let other = || if lang() == Lang::En { Lang::ZhCn } else { Lang::En };
    view! {
        <button type="button" class="button button--plain topbar__language" lang=move || other().tag() title=tr(words::SWITCH_LANGUAGE) on:click=move |_| set_lang(other())>
            {tr(words::OTHER_LANGUAGE)}
        </button>
    }
}

/// Theme and density.
#[component]
pub fn LookMenu() -> impl IntoView {
    let appearance = |one: Theme| {
        let (label, icon) = match one {
            Theme::System => (words::THEME_SYSTEM, Icon::Screen),
            Theme::Light => (words::THEME_LIGHT, Icon::Sun),
            Theme::Dark => (words::THEME_DARK, Icon::Moon),
        };
        view! { <MenuItem label icon checked=Signal::derive(move || theme() == one) on:click=move |_| set_theme(one)/> }
    };
    let spacing = |compact: bool| {
        let (label, icon) = if compact {
            (words::COMPACT, Icon::RowsDense)
        } else {
            (words::COMFORTABLE, Icon::Rows)
        };
        view! { <MenuItem label icon checked=Signal::derive(move || density::is_compact() == compact) on:click=move |_| density::set_compact(compact)/> }
    };
    view! {
        <Menu label=words::LOOK icon=Icon::Sun icon_only=true>
            {Theme::ALL.map(appearance).collect_view()} <MenuLine/>
            {spacing(false)} {spacing(true)}
        </Menu>
    }
}

#[component]
fn PersonMenu() -> impl IntoView {
    let name = Signal::derive(|| session::me().map(|me| me.name).unwrap_or_default());
    let role = move || session::role().map(|role| tr(words::role(role))());
    let sign_out = move |_| {
        spawn_local(async {
            match transport::delete::<()>("/api/session").await {
                Ok(()) => {
                    session::leave();
                    toasts::done(words::SIGNED_OUT.get());
                }
                Err(error) => toasts::failed(&error),
            }
        });
    };
    view! {
        <div class="person">
            <Avatar name/>
            <span class="person__text"><span class="person__name">{name}</span><span class="person__role">{role}</span></span>
            <Menu label=words::PERSON_MENU icon=Icon::Down icon_only=true>
                <MenuLink label=words::OWN_SESSIONS href=Page::Account.path() icon=Icon::Key/>
                <MenuLine/>
                <MenuItem label=words::SIGN_OUT icon=Icon::SignOut on:click=sign_out/>
            </Menu>
        </div>
    }
}

/// Four places and the rest behind "more", for phones.
#[component]
fn BottomBar(page: Memo<Page>) -> impl IntoView {
    let all = Memo::new(|_| {
        places()
            .map(|(place, icon)| (place, icon == Icon::Today, icon))
            .collect::<Vec<_>>()
    });
    let first = move |place: Page| matches!(place, Page::Today | Page::Customers | Page::Campaigns | Page::Runs);
    let behind = move || {
        let area = page.get().area();
        !first(area) && PLACES.iter().any(|(place, _)| *place == area)
    };
    view! {
        <nav class="bottombar" class:bottombar--behind=behind aria-label=tr(words::MAIN_NAV)>
            {move || all.get().into_iter().filter(|(place, ..)| first(*place)).map(|(place, _, icon)| view! { <Place place icon page/> }).collect_view()}
            <Menu label=words::MORE icon=Icon::More>
                {move || {
                    all.get()
                        .into_iter()
                        .filter(|(place, ..)| !first(*place))
                        .map(|(place, _, icon)| view! { <MenuLink label=place_name(place) href=place.path() icon/> })
                        .collect_view()
                }}
            </Menu>
        </nav>
    }
}

/// Pages to go to and things to begin.
fn page_source() -> PaletteSource {
    let go = guard::goer();
    PaletteSource::new(move |typed: String| {
        let go = go.clone();
        async move {
            let typed = typed.trim().to_lowercase();
            let command = |group: Msg, label: Msg, page: Page, icon: Icon| {
                let go = go.clone();
                // Either language finds it.
                let known = [Lang::ZhCn, Lang::En]
                    .iter()
                    .any(|lang| label.of(*lang).to_lowercase().contains(&typed));
                known.then(|| Command {
                    group: group.get().to_owned(),
                    label: label.get().to_owned(),
                    hint: None,
                    icon,
                    run: Arc::new(move || go(page)),
                })
            };
            let role = session::role();
            let begin = [
                (Page::CampaignNew, Icon::Send),
                (Page::CustomerNew, Icon::Plus),
                (Page::Imports, Icon::Import),
                (Page::SegmentNew, Icon::Plus),
                (Page::TemplateNew, Icon::Plus),
                (Page::Verify, Icon::Shield),
            ];
            let kit = cfg!(debug_assertions).then_some((Page::Kit, Icon::Eye));
            let pages = places().filter_map(|(page, icon)| command(words::PALETTE_PAGES, place_name(page), page, icon));
            let begin = begin
                .into_iter()
                .chain(kit)
                .filter(|(page, _)| role.is_some_and(|role| page.is_for(role)));
            pages
                .chain(begin.filter_map(|(page, icon)| command(words::PALETTE_ACTIONS, page.title(), page, icon)))
                .collect()
        }
    })
}

/// Customers by name, phone tail or number.
fn find_customer_source() -> PaletteSource {
    let go = guard::goer();
    PaletteSource::new(move |typed: String| {
        let go = go.clone();
        async move {
            if typed.trim().is_empty() || !session::may(Capability::SeeCustomers) {
                return Vec::new();
            }
            let path = format!(
                "/api/customers{}",
                crate::routes::with_query(
                    "",
                    &[
                        ("search", Some(typed.trim().to_owned())),
                        ("limit", Some("6".to_owned()))
                    ]
                )
            );
            let found = transport::get::<wire::Page<wire::customers::CustomerRow>>(&path)
                .await
                .unwrap_or_default();
            let command = |row: wire::customers::CustomerRow| {
                let (go, id) = (go.clone(), row.id);
                Command {
                    group: words::PALETTE_CUSTOMERS.get().to_owned(),
                    label: row.name,
                    hint: row.phone,
                    icon: Icon::Person,
                    run: Arc::new(move || go(Page::Customer(id))),
                }
            };
            found.rows.into_iter().map(command).collect()
        }
    })
}
