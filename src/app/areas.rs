//! The areas of the app. Each is a piece of its own that the browser fetches when it is first opened; the shell, the
//! sign-in and Today come with the first load.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use crate::features::{
    approvals, audit, campaigns, customers, imports, inbox, library, reports, runs, segments, session, settings,
    templates, verify,
};
use crate::routes::{Page, Section};
use crate::state::session as who;

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
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$area),*];

            /// The area that holds the page; `None` when the first load does.
            #[allow(unused_variables, clippy::match_same_arms, reason = "the patterns also draw")]
            pub const fn of(page: Page) -> Option<Self> {
                match page {
                    $($($pattern => Some(Self::$area),)*)*
                    _ => None,
                }
            }

            /// Fetches the area's piece; at once done when it is there.
            pub async fn load(self) -> Result<(), SplitLoaderError> {
                match self {
                    $(Self::$area => $load().await,)*
                }
            }

            /// Draws a page of the area; `None` when its piece is not there.
            pub fn draw(self, page: Page) -> Option<AnyView> {
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
    /// Customers, their files, segments, what they wrote back.
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
        Page::Replies => view! { <inbox::InboxPage/> },
    }
    /// Templates, campaigns, approvals.
    Sending: sending, load_sending {
        Page::Templates => view! { <templates::TemplatesPage/> },
        Page::Template(id) => view! { <templates::TemplatePage id/> },
        Page::TemplateNew => view! { <templates::TemplateNewPage/> },
        Page::Library => view! { <library::LibraryPage/> },
        Page::Year => view! { <library::YearPage/> },
        Page::Campaigns => view! { <campaigns::CampaignsPage/> },
        Page::Campaign(id) => view! { <campaigns::CampaignPage id/> },
        Page::CampaignNew => view! { <campaigns::CampaignNewPage/> },
        Page::Approvals => view! { <approvals::ApprovalsPage/> },
        Page::Approval(id) => view! { <approvals::ApprovalPage id/> },
    }
    /// Runs and reports.
    Rolls: rolls, load_rolls {
        Page::Runs => view! { <runs::RunsPage/> },
        Page::Doubts => view! { <runs::DoubtsPage/> },
        Page::Run(id) => view! { <runs::RunPage id/> },
        Page::Receipt(id, seq) => view! { <verify::ReceiptPage id seq/> },
        Page::Reports => view! { <reports::ReportsPage/> },
    }
    /// Log, checking of files, settings, one's own account.
    Office: office, load_office {
        Page::Log => view! { <audit::LogPage/> },
        Page::Verify => view! { <verify::VerifyPage/> },
        Page::Settings(Section::Organisation) => view! { <settings::OrganisationPage/> },
        Page::Settings(Section::Users) => view! { <settings::UsersPage/> },
        Page::Settings(Section::Tokens) => view! { <settings::TokensPage/> },
        Page::Settings(Section::Carriers) => view! { <settings::CarriersPage/> },
        Page::Settings(Section::Hours) => view! { <settings::HoursPage/> },
        Page::Settings(Section::Days) => view! { <settings::DaysPage/> },
        Page::Settings(Section::Witness) => view! { <settings::WitnessPage/> },
        Page::Weather => view! { <settings::WeatherPage/> },
        Page::Account => view! { <session::AccountPage/> },
    }
}

impl Area {
    /// Whether who is signed in may open it.
    pub fn is_for_me(self) -> bool {
        let door = match self {
            Self::People => Page::Customers,
            Self::Sending => Page::Campaigns,
            Self::Rolls => Page::Runs,
            Self::Office => Page::Log,
        };
        who::role().is_some_and(|role| door.is_for(role))
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

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

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
