//! The shell.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::features::{
    approvals, audit, campaigns, customers, imports, reports, runs, segments, session, settings, templates, today,
};
use crate::locale::ui as words;
use crate::routes::{Page, Section, use_page};
use crate::ui::PageHeader;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <main id="main">
                <FlatRoutes fallback=|| ()>
                    <Route path=path!("/*any") view=CurrentPage/>
                </FlatRoutes>
            </main>
        </Router>
    }
}

#[component]
fn CurrentPage() -> impl IntoView {
    let page = use_page();
    move || page_view(page.get())
}

fn page_view(page: Page) -> AnyView {
    match page {
        Page::Today => today::TodayPage().into_any(),
        Page::Customers => customers::CustomersPage().into_any(),
        Page::Customer(id) => view! { <customers::CustomerPage id/> }.into_any(),
        Page::CustomerNew => customers::CustomerNewPage().into_any(),
        Page::CustomerEdit(id) => view! { <customers::CustomerEditPage id/> }.into_any(),
        Page::Imports => imports::ImportsPage().into_any(),
        Page::Import(id) => view! { <imports::ImportPage id/> }.into_any(),
        Page::Segments => segments::SegmentsPage().into_any(),
        Page::Segment(id) => view! { <segments::SegmentPage id/> }.into_any(),
        Page::SegmentNew => segments::SegmentNewPage().into_any(),
        Page::Templates => templates::TemplatesPage().into_any(),
        Page::Template(id) => view! { <templates::TemplatePage id/> }.into_any(),
        Page::TemplateNew => templates::TemplateNewPage().into_any(),
        Page::Campaigns => campaigns::CampaignsPage().into_any(),
        Page::Campaign(id) => view! { <campaigns::CampaignPage id/> }.into_any(),
        Page::CampaignNew => campaigns::CampaignNewPage().into_any(),
        Page::Approvals => approvals::ApprovalsPage().into_any(),
        Page::Approval(id) => view! { <approvals::ApprovalPage id/> }.into_any(),
        Page::Runs => runs::RunsPage().into_any(),
        Page::Run(id) => view! { <runs::RunPage id/> }.into_any(),
        Page::Log => audit::LogPage().into_any(),
        Page::Reports => reports::ReportsPage().into_any(),
        Page::Settings(Section::Organisation) => settings::OrganisationPage().into_any(),
        Page::Settings(Section::Users) => settings::UsersPage().into_any(),
        Page::Settings(Section::Tokens) => settings::TokensPage().into_any(),
        Page::Settings(Section::Carriers) => settings::CarriersPage().into_any(),
        Page::Settings(Section::Hours) => settings::HoursPage().into_any(),
        Page::SignIn => session::SignInPage().into_any(),
        Page::Setup => session::SetupPage().into_any(),
        Page::Kit | Page::NotFound => view! { <PageHeader title=words::NOT_FOUND/> }.into_any(),
    }
}
