//! Which pieces of the app are there, and what stands in the place of one that is not.

use std::sync::LazyLock;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::areas::Area;
use crate::locale::{tr, ui as words};
use crate::routes::Page;
use crate::ui::{Button, Glyph, Icon, Look, PageHeader, Skeleton};

/// How long the first page has the network for itself before the other pieces are fetched.
const QUIET: Duration = Duration::from_secs(2);

/// What is known of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// Nobody waits for it.
    Away,
    Coming,
    Here,
    /// It did not come: the network is gone, or the gateway holds a newer app.
    Missed,
}

static PIECES: LazyLock<Vec<ArcRwSignal<Piece>>> = LazyLock::new(|| {
    let first = if cfg!(feature = "split") {
        Piece::Away
    } else {
        Piece::Here
    };
    Area::ALL.iter().map(|_| ArcRwSignal::new(first)).collect()
});

impl Area {
    fn piece(self) -> &'static ArcRwSignal<Piece> {
        &PIECES[self as usize]
    }

    fn is_away(self) -> bool {
        self.piece().get_untracked() == Piece::Away
    }

    /// Tells the pages, but nothing twice: it would draw them twice.
    fn tell(self, news: Piece) {
        if self.piece().get_untracked() != news {
            self.piece().set(news);
        }
    }

    /// Fetches the piece for somebody who waits for it.
    fn fetch(self) {
        self.tell(Piece::Coming);
        spawn_local(async move {
            let came = self.load().await.is_ok();
            self.tell(if came { Piece::Here } else { Piece::Missed });
        });
    }
}

/// A page of the area: a skeleton until its piece is there, and a way out when it does not come.
pub fn page_of(area: Area, page: Page) -> AnyView {
    if area.is_away() {
        area.fetch();
    }
    let drawn = match area.piece().get() {
        Piece::Here => area.draw(page),
        Piece::Missed => None,
        // Its heading leaves the focus to the page's own, which stands here in a moment.
        Piece::Away | Piece::Coming => {
            return view! {
                <header class="page-header"><div class="page-header__title"><h1>{tr(page.title())}</h1></div></header>
                <Skeleton lines=6/>
            }
            .into_any();
        }
    };
    drawn.unwrap_or_else(|| view! { <Missed area page/> }.into_any())
}

/// Fetches the pieces that this person may open, one after the other, once the first page has had its time. When one does
/// not come, the others are let be: each is fetched when it is opened, and missed only if it does not come then either.
pub fn fetch_quietly() {
    let go = || {
        spawn_local(async {
            for area in Area::ALL.iter().filter(|area| area.is_for_me()) {
                if area.is_away() {
                    if area.load().await.is_err() {
                        break;
                    }
                    area.tell(Piece::Here);
                }
            }
        });
    };
    set_timeout(go, QUIET);
}

#[component]
fn Missed(area: Area, page: Page) -> impl IntoView {
    view! {
        <PageHeader title=page.title()/>
        <div class="problem" role="alert">
            <span class="problem__sign"><Glyph icon=Icon::Warning/></span>
            <div class="problem__text">
                <p class="problem__title">{tr(words::PIECE_MISSED)}</p>
                <p class="problem__detail">{tr(words::PIECE_MISSED_TEXT)}</p>
            </div>
            <Button label=words::RETRY icon=Icon::Refresh on:click=move |_| area.fetch()/>
            <Button label=words::RELOAD look=Look::Primary on:click=move |_| { let _ = window().location().reload(); }/>
        </div>
    }
}
