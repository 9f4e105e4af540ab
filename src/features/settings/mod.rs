//! 设置: the firm, its people, tokens, carriers, hours and limits, and where the log's checkpoints go.

mod carriers;
mod days;
mod firm;
mod hours;
mod model;
mod own_hours;
mod purposes;
mod tokens;
mod users;
mod weather;
mod witness;

use leptos::prelude::*;

use crate::locale::settings as words;
use crate::routes::{Page, Section};
use crate::ui::PageHeader;

pub use carriers::CarriersPage;
pub use days::DaysPage;
pub use firm::OrganisationPage;
pub use hours::HoursPage;
pub use model::yuan;
pub use tokens::TokensPage;
pub use users::UsersPage;
pub use weather::WeatherPage;
pub use witness::WitnessPage;

/// The frame of all sections: title, one sentence, and the way to the others.
#[component]
fn SettingsFrame(
    /// Which section.
    section: Section,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let lead = match section {
        Section::Organisation => words::ORGANISATION_LEAD,
        Section::Users => words::USERS_LEAD,
        Section::Tokens => words::TOKENS_LEAD,
        Section::Carriers => words::CARRIERS_LEAD,
        Section::Hours => words::HOURS_LEAD,
        Section::Days => words::DAYS_LEAD,
        Section::Witness => crate::locale::witness::LEAD,
    };
    let links = Section::ALL.map(|one| {
        let current = (one == section).then_some("page");
        view! { <li><a class="subnav__link" href=Page::Settings(one).path() aria-current=current>{move || one.title().get()}</a></li> }
    });
    view! {
        <PageHeader title=section.title() lead/>
        <nav class="subnav" aria-label=move || words::NAV.get()><ul>{links.into_iter().collect_view()}</ul></nav>
        {children()}
    }
}
