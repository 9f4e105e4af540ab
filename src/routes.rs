//! The pages and their addresses. This file is the only place that spells paths.

mod query;

use domain::id::{CampaignId, CustomerId, ImportId, RunId, SegmentId, TemplateId};
use domain::role::{Capability, Role};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::locale::{
    Msg, approvals, audit, campaigns, customers, doubts, imports, library, replies, reports, runs, segments, session,
    settings, templates, today, ui, verify, witness,
};

pub use query::{QueryKey, bind_query, query_value, set_query, use_query, with_query};

/// A part of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// Name, signature, zone, cap, demo firm.
    Organisation,
    /// People and their roles.
    Users,
    /// API tokens of other systems.
    Tokens,
    /// The carriers and the sandbox's behaviour.
    Carriers,
    /// Allowed hours and limits.
    Hours,
    /// The firm's own yearly days.
    Days,
    /// Where the log's checkpoints are sent to be kept.
    Witness,
}

impl Section {
    /// All sections, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Organisation,
        Self::Users,
        Self::Tokens,
        Self::Carriers,
        Self::Hours,
        Self::Days,
        Self::Witness,
    ];

    /// The path's last word.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Users => "users",
            Self::Tokens => "tokens",
            Self::Carriers => "carriers",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Witness => "witness",
        }
    }

    /// The section's name.
    pub const fn title(self) -> Msg {
        match self {
            Self::Organisation => settings::ORGANISATION,
            Self::Users => settings::USERS,
            Self::Tokens => settings::TOKENS,
            Self::Carriers => settings::CARRIERS,
            Self::Hours => settings::HOURS,
            Self::Days => settings::OWN_DAYS,
            Self::Witness => witness::NAV,
        }
    }
}

/// A page of the app. `path` and `parse` are each other's inverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it; the paths are below")]
pub enum Page {
    Today,
    Customers,
    Customer(CustomerId),
    CustomerNew,
    CustomerEdit(CustomerId),
    Imports,
    Import(ImportId),
    Segments,
    Segment(SegmentId),
    SegmentNew,
    Templates,
    Template(TemplateId),
    TemplateNew,
    /// Texts that come with the product.
    Library,
    Campaigns,
    Campaign(CampaignId),
    CampaignNew,
    /// The festivals and solar terms ahead.
    Year,
    /// The weather of customers' cities.
    Weather,
    Approvals,
    /// The approval of a campaign.
    Approval(CampaignId),
    /// What customers wrote back.
    Replies,
    Runs,
    /// What is in doubt over all runs.
    Doubts,
    Run(RunId),
    /// The receipt of an entry, by its number on the roll.
    Receipt(RunId, u32),
    Log,
    /// Checks a file in the browser.
    Verify,
    Reports,
    Settings(Section),
    SignIn,
    Setup,
    /// One's own password and sessions.
    Account,
    /// The living style page, in debug builds only.
    Kit,
    NotFound,
}

/// Where a campaign to one customer is begun.
pub fn follow_up(customer: CustomerId) -> String {
    let query = with_query("", &[("customer", Some(customer.to_string()))]);
    format!("{}{query}", Page::CampaignNew.path())
}

impl Page {
    /// The address inside the app, always beginning with `/`.
    pub fn path(self) -> String {
        match self {
            Self::Today => "/".into(),
            Self::Customers => "/customers".into(),
            Self::Customer(id) => format!("/customers/{id}"),
            Self::CustomerNew => "/customers/new".into(),
            Self::CustomerEdit(id) => format!("/customers/{id}/edit"),
            Self::Imports => "/customers/import".into(),
            Self::Import(id) => format!("/customers/import/{id}"),
            Self::Segments => "/segments".into(),
            Self::Segment(id) => format!("/segments/{id}"),
            Self::SegmentNew => "/segments/new".into(),
            Self::Templates => "/templates".into(),
            Self::Template(id) => format!("/templates/{id}"),
            Self::TemplateNew => "/templates/new".into(),
            Self::Library => "/library".into(),
            Self::Campaigns => "/campaigns".into(),
            Self::Campaign(id) => format!("/campaigns/{id}"),
            Self::CampaignNew => "/campaigns/new".into(),
            Self::Year => "/year".into(),
            Self::Weather => "/weather".into(),
            Self::Approvals => "/approvals".into(),
            Self::Approval(id) => format!("/approvals/{id}"),
            Self::Replies => "/replies".into(),
            Self::Runs => "/runs".into(),
            Self::Doubts => "/runs/doubts".into(),
            Self::Run(id) => format!("/runs/{id}"),
            Self::Receipt(id, seq) => format!("/runs/{id}/entries/{seq}/receipt"),
            Self::Log => "/log".into(),
            Self::Verify => "/verify".into(),
            Self::Reports => "/reports".into(),
            Self::Settings(section) => format!("/settings/{}", section.slug()),
            Self::SignIn => "/sign-in".into(),
            Self::Setup => "/setup".into(),
            Self::Account => "/account".into(),
            Self::Kit => "/_kit".into(),
            Self::NotFound => "/not-found".into(),
        }
    }

    /// The page at an address; whatever is unknown is `NotFound`.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Self::Today,
            ["customers"] => Self::Customers,
            ["customers", "new"] => Self::CustomerNew,
            ["customers", "import"] => Self::Imports,
            ["customers", "import", one] => one.parse().map_or(Self::NotFound, Self::Import),
            ["customers", one] => one.parse().map_or(Self::NotFound, Self::Customer),
            ["customers", one, "edit"] => one.parse().map_or(Self::NotFound, Self::CustomerEdit),
            ["segments"] => Self::Segments,
            ["segments", "new"] => Self::SegmentNew,
            ["segments", one] => one.parse().map_or(Self::NotFound, Self::Segment),
            ["templates"] => Self::Templates,
            ["templates", "new"] => Self::TemplateNew,
            ["templates", one] => one.parse().map_or(Self::NotFound, Self::Template),
            ["library"] => Self::Library,
            ["campaigns"] => Self::Campaigns,
            ["campaigns", "new"] => Self::CampaignNew,
            ["campaigns", one] => one.parse().map_or(Self::NotFound, Self::Campaign),
            ["year"] => Self::Year,
            ["weather"] => Self::Weather,
            ["approvals"] => Self::Approvals,
            ["approvals", one] => one.parse().map_or(Self::NotFound, Self::Approval),
            ["replies"] => Self::Replies,
            ["runs"] => Self::Runs,
            ["runs", "doubts"] => Self::Doubts,
            ["runs", one] => one.parse().map_or(Self::NotFound, Self::Run),
            ["runs", one, "entries", seq, "receipt"] => match (one.parse(), seq.parse()) {
                (Ok(id), Ok(seq)) => Self::Receipt(id, seq),
                _ => Self::NotFound,
            },
            ["log"] => Self::Log,
            ["verify"] => Self::Verify,
            ["reports"] => Self::Reports,
            ["settings"] => Self::Settings(Section::Organisation),
            ["settings", slug] => Section::ALL
                .into_iter()
                .find(|section| section.slug() == *slug)
                .map_or(Self::NotFound, Self::Settings),
            ["sign-in"] => Self::SignIn,
            ["setup"] => Self::Setup,
            ["account"] => Self::Account,
            ["_kit"] if cfg!(debug_assertions) => Self::Kit,
            _ => Self::NotFound,
        }
    }

    /// What the page is called, in the rail, the breadcrumb and the window's title.
    pub const fn title(self) -> Msg {
        match self {
            Self::Today => today::NAV,
            Self::Customers => customers::NAV,
            Self::Customer(_) => customers::ONE,
            Self::CustomerNew => customers::NEW,
            Self::CustomerEdit(_) => customers::EDIT,
            Self::Imports => imports::NAV,
            Self::Import(_) => imports::ONE,
            Self::Segments => segments::NAV,
            Self::Segment(_) => segments::ONE,
            Self::SegmentNew => segments::NEW,
            Self::Templates => templates::NAV,
            Self::Template(_) => templates::ONE,
            Self::TemplateNew => templates::NEW,
            Self::Library => library::NAV,
            Self::Campaigns => campaigns::NAV,
            Self::Campaign(_) => campaigns::ONE,
            Self::CampaignNew => campaigns::NEW,
            Self::Year => library::YEAR,
            Self::Weather => settings::WEATHER,
            Self::Approvals => approvals::NAV,
            Self::Approval(_) => approvals::ONE,
            Self::Replies => replies::NAV,
            Self::Runs => runs::NAV,
            Self::Doubts => doubts::NAV,
            Self::Run(_) => runs::ONE,
            Self::Receipt(..) => verify::RECEIPT,
            Self::Log => audit::NAV,
            Self::Verify => verify::NAV,
            Self::Reports => reports::NAV,
            Self::Settings(section) => section.title(),
            Self::SignIn => session::NAV,
            Self::Setup => session::SETUP,
            Self::Account => session::ACCOUNT,
            Self::Kit => ui::KIT,
            Self::NotFound => ui::NOT_FOUND,
        }
    }

    /// The list that the page belongs to: what the rail marks as current.
    #[must_use]
    pub const fn area(self) -> Self {
        match self {
            Self::Customer(_) | Self::CustomerNew | Self::CustomerEdit(_) | Self::Imports | Self::Import(_) => {
                Self::Customers
            }
            Self::Segment(_) | Self::SegmentNew => Self::Segments,
            Self::Template(_) | Self::TemplateNew | Self::Library => Self::Templates,
            Self::Campaign(_) | Self::CampaignNew | Self::Year => Self::Campaigns,
            Self::Weather => Self::Today,
            Self::Approval(_) => Self::Approvals,
            Self::Doubts | Self::Run(_) | Self::Receipt(..) => Self::Runs,
            Self::Verify => Self::Log,
            Self::Settings(_) => Self::Settings(Section::Organisation),
            other => other,
        }
    }

    /// What a role must be able to do for the page to be of use; the server decides, this only hides.
    pub const fn needs(self) -> Option<Capability> {
        match self {
            Self::CustomerNew | Self::CustomerEdit(_) | Self::Imports | Self::Import(_) => {
                Some(Capability::EditCustomers)
            }
            Self::SegmentNew | Self::TemplateNew | Self::CampaignNew | Self::Weather => Some(Capability::Compose),
            Self::Approvals | Self::Approval(_) => Some(Capability::Approve),
            Self::Customers | Self::Customer(_) | Self::Replies => Some(Capability::SeeCustomers),
            Self::Log | Self::Reports | Self::Receipt(..) => Some(Capability::ReadLog),
            Self::Settings(_) => Some(Capability::Administer),
            _ => None,
        }
    }

    /// Whether the page is of use to the role.
    pub fn is_for(self, role: Role) -> bool {
        self.needs().is_none_or(|capability| role.may(capability))
    }

    /// Whether the page is shown without being signed in.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::SignIn | Self::Setup | Self::Kit | Self::Verify)
    }

    /// Goes to the page. Call it inside a component (it needs the router), keep what it returns for later.
    pub fn goer() -> impl Fn(Self) + Clone + Send + Sync + 'static {
        let navigate = use_navigate();
        move |page| navigate(&page.path(), NavigateOptions::default())
    }
}

/// The page that is shown now.
pub fn use_page() -> Memo<Page> {
    let path = use_location().pathname;
    Memo::new(move |_| path.with(|path| Page::parse(path)))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn check(page: Page) {
        assert_eq!(Page::parse(&page.path()), page, "{}", page.path());
    }

    #[test]
    fn every_page_is_found_under_its_own_path() {
        let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
        let pages = [
            Page::Today,
            Page::Customers,
            Page::Customer(CustomerId(id)),
            Page::CustomerNew,
            Page::CustomerEdit(CustomerId(id)),
            Page::Imports,
            Page::Import(ImportId(id)),
            Page::Segments,
            Page::Segment(SegmentId(id)),
            Page::SegmentNew,
            Page::Templates,
            Page::Template(TemplateId(id)),
            Page::TemplateNew,
            Page::Library,
            Page::Year,
            Page::Weather,
            Page::Campaigns,
            Page::Campaign(CampaignId(id)),
            Page::CampaignNew,
            Page::Approvals,
            Page::Approval(CampaignId(id)),
            Page::Replies,
            Page::Runs,
            Page::Doubts,
            Page::Run(RunId(id)),
            Page::Receipt(RunId(id), 41),
            Page::Log,
            Page::Verify,
            Page::Reports,
            Page::SignIn,
            Page::Setup,
            Page::Account,
            Page::NotFound,
        ];
        pages
            .into_iter()
            .chain(Section::ALL.map(Page::Settings))
            .for_each(check);
    }

    #[test]
    fn what_is_no_id_is_not_found() {
        for path in [
            "/customers/7",
            "/runs/x",
            "/runs/x/entries/1/receipt",
            "/runs/01900000-0000-7000-8000-000000000001/entries/one/receipt",
            "/settings/nothing",
            "/nowhere",
            "/customers/new/edit",
        ] {
            assert_eq!(Page::parse(path), Page::NotFound, "{path}");
        }
    }
}
