//! What joins, topics and tests are called, and a rule in the language of the screen.

use domain::id::UserId;
use domain::segment::{Calendar, Rule};
use wire::customers::Facets;

use super::model::Join;
use super::topic::{DateKind, Topic};
use crate::locale::{Lang, Msg, segments as words};

/// How a group joins.
pub(super) const fn join(join: Join) -> Msg {
    match join {
        Join::All => words::ALL,
        Join::Any => words::ANY,
        Join::None => words::NONE,
    }
}

/// The word between two parts of a group.
pub(super) const fn between(join: Join) -> Msg {
    match join {
        Join::All => words::AND,
        Join::Any => words::OR,
        Join::None => words::NOR,
    }
}

/// A topic.
pub(super) const fn topic(topic: Topic) -> Msg {
    match topic {
        Topic::SiteStage => words::C_SITE_STAGE,
        Topic::SiteStarted => words::C_SITE_STARTED,
        Topic::SiteDue => words::C_SITE_DUE,
        Topic::LastPurchase => words::C_LAST_PURCHASE,
        Topic::PurchaseCount => words::C_PURCHASE_COUNT,
        Topic::PurchaseTotal => words::C_PURCHASE_TOTAL,
        Topic::Tier => words::C_TIER,
        Topic::City => words::C_CITY,
        Topic::Tag => words::C_TAG,
        Topic::Birthday => words::C_BIRTHDAY,
        Topic::Agent => words::C_AGENT,
        Topic::Consent => words::C_CONSENT,
        Topic::LastContact => words::C_LAST_CONTACT,
        Topic::Attribute => words::C_ATTRIBUTE,
        Topic::Customers => words::C_CUSTOMERS,
    }
}

/// A kind of test of a date.
pub(super) const fn date_kind(kind: DateKind) -> Msg {
    match kind {
        DateKind::WithinLast => words::WITHIN_LAST,
        DateKind::LongerAgo => words::LONGER_AGO,
        DateKind::WithinNext => words::WITHIN_NEXT,
        DateKind::Between => words::BETWEEN_DATES,
        DateKind::Known => words::KNOWN,
        DateKind::Unknown => words::UNKNOWN,
    }
}

/// A calendar.
pub(super) const fn calendar(calendar: Calendar) -> Msg {
    match calendar {
        Calendar::Solar => words::SOLAR,
        Calendar::Lunar => words::LUNAR,
        Calendar::Either => words::EITHER,
    }
}

/// The domain's language for the screen's.
pub(super) const fn domain_lang(lang: Lang) -> domain::lang::Lang {
    match lang {
        Lang::ZhCn => domain::lang::Lang::ZhCn,
        Lang::En => domain::lang::Lang::En,
    }
}

/// The rule in words.
pub(super) fn sentence(rule: &Rule, lang: Lang, facets: &Facets) -> String {
    domain::segment::sentence(rule, domain_lang(lang), &|id| agent(facets, id))
}

/// The name of a member of staff.
pub(super) fn agent(facets: &Facets, id: UserId) -> Option<String> {
    facets
        .agents
        .iter()
        .find(|one| one.id == id)
        .map(|one| one.name.clone())
}
