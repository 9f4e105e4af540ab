//! The app: router, session gate, and what each page is.

mod areas;
#[cfg(debug_assertions)]
mod kit;
mod pieces;
mod shell;
mod stale;
mod witness;

use areas::Area;
pub use shell::BrandMark;

use domain::role::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{NavigateOptions, path};
use wire::session::Me;

use crate::api::{self, transport};
use crate::features::{session, today};
use crate::locale::{tr, ui as words};
use crate::routes::{Page, use_page};
use crate::state::effect::effect;
use crate::state::session::Session;
use crate::state::{focus, live, session as state};
use crate::ui::{Empty, Icon, LinkButton, Look, PageHeader, ProblemView, ToastRegion};

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let failed = RwSignal::new(None::<api::Error>);
    let ask = move || {
        failed.set(None);
        spawn_local(async move {
            transport::configure().await;
            match transport::get::<Me>("/api/session").await {
                Ok(me) => state::enter(me),
                Err(error) if error.code() == Some(wire::Code::SignedOut) => state::leave(),
                // Whoever is signed in stays so while the gateway is not reached.
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    ask();
    provide_context(Beginning {
        failed,
        again: Callback::new(move |()| ask()),
    });
    effect(|| match state::session() {
        Session::In(_) if !state::lost() => live::open(),
        _ => live::close(),
    });
    view! {
        <Router>
            <FlatRoutes fallback=|| ()>
                <Route path=path!("/*any") view=Gate/>
            </FlatRoutes>
        </Router>
        <ToastRegion/>
    }
}

/// The first question: who is signed in.
#[derive(Clone, Copy)]
struct Beginning {
    /// Why there was no answer.
    failed: RwSignal<Option<api::Error>>,
    /// Asks again.
    again: Callback<()>,
}

/// Shows the page to those who may see it, the sign-in page to the others.
#[component]
fn Gate() -> impl IntoView {
    let page = use_page();
    let beginning = expect_context::<Beginning>();
    let inside = Memo::new(|_| match state::session() {
        Session::Unknown => None,
        Session::Out => Some(false),
        Session::In(_) => Some(true),
    });
    let mut before = None;
    effect(move || {
        let now = page.get();
        if before.replace(now).is_some_and(|before| before != now) {
            focus::expect_arrival();
        }
    });
    // Signed in on the sign-in page: go on to where one wanted to be.
    let navigate = leptos_router::hooks::use_navigate();
    effect(move || {
        if inside.get() == Some(true) && matches!(page.get(), Page::SignIn | Page::Setup) {
            navigate(
                &Page::Today.path(),
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
        }
    });
    // Files are checked within the frame by those who are signed in, and without it by everybody else.
    let public = move || page.get().is_public() && !(page.get() == Page::Verify && inside.get() == Some(true));
    move || {
        match (public(), inside.get()) {
        (true, Some(_)) | (_, Some(false)) => view! { <PublicFrame page/> }.into_any(),
        (false, Some(true)) => view! { <shell::Shell page/> }.into_any(),
        (_, None) => match beginning.failed.get() {
            Some(error) => view! {
                <main id="main" class="public" tabindex="-1"><ProblemView error=Signal::stored(error) on_retry=beginning.again/></main>
            }
            .into_any(),
            None => view! { <p class="starting" role="status">{tr(words::STARTING)}</p> }.into_any(),
        },
    }
    }
}

/// The frame of pages that need no session. A page that does is replaced by the sign-in, at its own address, so that
/// one is there after signing in.
#[component]
fn PublicFrame(page: Memo<Page>) -> impl IntoView {
    let shown = Memo::new(move |_| {
        if page.get().is_public() {
            page.get()
        } else {
            Page::SignIn
        }
    });
    view! { <div class="public__tools"><shell::LanguageButton/><shell::LookMenu/></div>
    <main id="main" class="public" tabindex="-1">{move || page_view(shown.get())}</main> }
}

fn page_view(page: Page) -> AnyView {
    if let Some(role) = state::role()
        && !page.is_for(role)
    {
        return view! { <Refused role/> }.into_any();
    }
    if let Some(area) = Area::of(page) {
        return pieces::page_of(area, page);
    }
    match page {
        Page::Today => view! { <today::TodayPage/> }.into_any(),
        Page::SignIn => view! { <session::SignInPage/> }.into_any(),
        Page::Setup => view! { <session::SetupPage/> }.into_any(),
        #[cfg(debug_assertions)]
        Page::Kit => view! { <kit::KitPage/> }.into_any(),
        #[cfg(not(debug_assertions))]
        Page::Kit => view! { <NotFound/> }.into_any(),
        _ => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <PageHeader title=words::NOT_FOUND/>
        <Empty title=words::NOT_FOUND_TEXT icon=Icon::Search>
            <LinkButton label=words::GO_HOME href=Page::Today.path() look=Look::Primary/>
        </Empty>
    }
}

#[component]
fn Refused(
    /// Whose it is not. There is one thing that an administrator may not do, and nobody else to ask for it.
    role: Role,
) -> impl IntoView {
    let title = if role == Role::Admin {
        words::FORBIDDEN_ADMIN
    } else {
        words::FORBIDDEN_TEXT
    };
    view! {
        <PageHeader title=words::FORBIDDEN/>
        <Empty title icon=Icon::Shield>
            <LinkButton label=words::GO_HOME href=Page::Today.path() look=Look::Primary/>
        </Empty>
    }
}
