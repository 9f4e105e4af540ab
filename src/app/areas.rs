//! The areas of the app. Each is a piece of its own that the browser fetches when it is first opened; the shell, the
//! sign-in and Today come with the first load.

use std::future::Future;
use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::features::{
    approvals, audit, campaigns, customers, imports, reports, runs, segments, session, settings, templates,
};
use crate::locale::{tr, ui as words};
use crate::routes::{Page, Section};
use crate::state::session as who;
use crate::ui::{Button, Glyph, Icon, Look, PageHeader, Skeleton};

/// How long the first page has the network for itself before the other pieces are fetched.
const QUIET: Duration = Duration::from_secs(2);

type Drawn = Result<AnyView, SplitLoaderError>;

/// Makes a piece of each area: an enum `Area`, and for each area a function that draws its pages and one that fetches it.
/// Where the app is not split (every build but the shipped one), all of them are there from the start.
///
/// Two areas that share code share it in a file of its own, one for each set of areas, so the number of files doubles
/// with each area more: four areas make at most eleven shared ones.
macro_rules! areas {
    ($($(#[$doc:meta])* $area:ident: $draw:ident, $load:ident { $($pattern:pat => $view:expr,)* })*) => {
        /// An area that is a piece of its own. The likeliest to be opened next comes first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Area {
            $($(#[$doc])* $area,)*
        }

        impl Area {
            const ALL: &[Self] = &[$(Self::$area),*];

            /// The area that holds the page; `None` when the first load does.
            #[allow(unused_variables, clippy::match_same_arms, reason = "the patterns also draw")]
            pub const fn of(page: Page) -> Option<Self> {
                match page {
                    $($($pattern => Some(Self::$area),)*)*
                    _ => None,
                }
            }

            async fn load(self) -> Result<(), SplitLoaderError> {
                match self {
                    $(Self::$area => $load().await,)*
                }
            }

            /// Draws a page of the area; `None` when its piece is not there.
            fn draw(self, page: Page) -> Option<AnyView> {
                match self {
                    $(Self::$area => at_once($draw(page)),)*
                }
            }
        }

        $(
            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split($draw, wasm_split_path = ::leptos::wasm_split, preload($load), fallible)]
            fn $draw(page: Page) -> Drawn {
                Ok(match page {
                    $($pattern => $view.into_any(),)*
                    _ => ().into_any(),
                })
            }

            #[cfg(not(feature = "split"))]
            async fn $draw(page: Page) -> Drawn {
                Ok(match page {
                    $($pattern => $view.into_any(),)*
                    _ => ().into_any(),
                })
            }

            #[cfg(not(feature = "split"))]
            async fn $load() -> Result<(), SplitLoaderError> {
                Ok(())
            }
        )*
    };
}

areas! {
    /// Customers, their files, segments.
    People: people, load_people {
        Page::Customers => view! { <customers::CustomersPage/> },
        Page::Customer(id) => view! { <customers::CustomerPage id/> },
        Page::CustomerNew => view! { <customers::CustomerNewPage/> },
        Page::CustomerEdit(id) => view! { <customers::CustomerEditPage id/> },
        Page::Imports => view! { <imports::ImportsPage/> },
        Page::Import(id) => view! { <imports::ImportPage id/> },
        Page::Segments => view! { <segments::SegmentsPage/> },
        Page::Segment(id) => view! { <segments::SegmentPage id/> },
        Page::SegmentNew => view! { <segments::SegmentNewPage/> },
    }
    /// Templates, campaigns, approvals.
    Sending: sending, load_sending {
        Page::Templates => view! { <templates::TemplatesPage/> },
        Page::Template(id) => view! { <templates::TemplatePage id/> },
        Page::TemplateNew => view! { <templates::TemplateNewPage/> },
        Page::Campaigns => view! { <campaigns::CampaignsPage/> },
        Page::Campaign(id) => view! { <campaigns::CampaignPage id/> },
        Page::CampaignNew => view! { <campaigns::CampaignNewPage/> },
        Page::Approvals => view! { <approvals::ApprovalsPage/> },
        Page::Approval(id) => view! { <approvals::ApprovalPage id/> },
    }
    /// Runs and reports.
    Rolls: rolls, load_rolls {
        Page::Runs => view! { <runs::RunsPage/> },
        Page::Run(id) => view! { <runs::RunPage id/> },
        Page::Reports => view! { <reports::ReportsPage/> },
    }
    /// Log, settings, one's own account.
    Office: office, load_office {
        Page::Log => view! { <audit::LogPage/> },
        Page::Settings(Section::Organisation) => view! { <settings::OrganisationPage/> },
        Page::Settings(Section::Users) => view! { <settings::UsersPage/> },
        Page::Settings(Section::Tokens) => view! { <settings::TokensPage/> },
        Page::Settings(Section::Carriers) => view! { <settings::CarriersPage/> },
        Page::Settings(Section::Hours) => view! { <settings::HoursPage/> },
        Page::Account => view! { <session::AccountPage/> },
    }
}

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

    /// Fetches the piece for somebody who waits for it.
    fn fetch(self) {
        self.piece().set(Piece::Coming);
        spawn_local(async move {
            let came = self.load().await.is_ok();
            self.piece().set(if came { Piece::Here } else { Piece::Missed });
        });
    }
}

/// The answer of a future that waits for nothing. A page is drawn in the view that shows it, and not in a task, so that
/// it lives exactly as long as that view, and none comes late.
fn at_once(drawn: impl Future<Output = Drawn>) -> Option<AnyView> {
    match pin!(drawn).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(view)) => Some(view),
        Poll::Ready(Err(_)) | Poll::Pending => None,
    }
}

/// A page of the area: a skeleton until its piece is there, and a way out when it does not come.
pub fn page_of(area: Area, page: Page) -> AnyView {
    if area.piece().get_untracked() == Piece::Away {
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

/// Fetches the pieces that this person may open, one after the other, once the first page has had its time. What does
/// not come is fetched again when it is opened, and only then missed.
pub fn fetch_quietly() {
    let go = || {
        spawn_local(async {
            for area in Area::ALL {
                if area.is_for_me() && area.piece().get_untracked() == Piece::Away && area.load().await.is_ok() {
                    area.piece().set(Piece::Here);
                }
            }
        });
    };
    set_timeout(go, QUIET);
}

impl Area {
    fn is_for_me(self) -> bool {
        let door = match self {
            Self::People => Page::Customers,
            Self::Sending => Page::Campaigns,
            Self::Rolls => Page::Runs,
            Self::Office => Page::Log,
        };
        who::role().is_some_and(|role| door.is_for(role))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_load_holds_the_shell_the_sign_in_and_today() {
        for page in [Page::Today, Page::SignIn, Page::Setup, Page::NotFound] {
            assert_eq!(Area::of(page), None, "{page:?}");
        }
        for (page, area) in [
            (Page::Segments, Area::People),
            (Page::Approvals, Area::Sending),
            (Page::Reports, Area::Rolls),
            (Page::Account, Area::Office),
        ] {
            assert_eq!(Area::of(page), Some(area), "{page:?}");
        }
        for section in Section::ALL {
            assert_eq!(Area::of(Page::Settings(section)), Some(Area::Office));
        }
    }
}
