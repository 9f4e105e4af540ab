//! The segments that come with the product.

use super::{Calendar, Condition, DateTest, Rule};
use crate::customer::SiteStage;
use crate::lang::Lang;

macro_rules! built_in {
    ($($(#[$doc:meta])* $name:ident, $key:literal, $zh:literal, $en:literal;)*) => {
        /// A segment that comes with the product. It can be copied, but neither changed nor deleted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum BuiltIn { $($(#[$doc])* $name,)* }

        impl BuiltIn {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [BuiltIn] = &[$(BuiltIn::$name),*];

            /// The stable key under which it is stored.
            pub const fn key(self) -> &'static str {
                match self { $(BuiltIn::$name => $key,)* }
            }

            /// Its name.
            pub const fn name(self, lang: Lang) -> &'static str {
                match self { $(BuiltIn::$name => lang.pick($zh, $en),)* }
            }
        }
    };
}

built_in! {
    /// Everybody.
    Everybody, "everybody", "全部客户", "All customers";
    /// Sites being worked on.
    ActiveSites, "active_sites", "在建工地", "Active sites";
    /// Sites not started.
    NotStarted, "not_started", "未开工工地", "Sites not started";
    /// Sites started.
    Started, "started", "已开工工地", "Sites started";
    /// Sites half-way.
    MidTerm, "mid_term", "中期工地", "Sites at mid-term";
    /// Sites about to be handed over.
    Final, "final", "收尾工地", "Sites in the final stage";
    /// Sites handed over.
    Delivered, "delivered", "已交付工地", "Delivered sites";
    /// Sites under maintenance.
    Maintenance, "maintenance", "维保中工地", "Sites under maintenance";
    /// VIP customers.
    Vip, "vip", "VIP 客户", "VIP customers";
    /// A purchase in the last 90 days.
    RecentBuyers, "recent_buyers", "近期购买（90 天内）", "Recent buyers (90 days)";
    /// A birthday within a week, by either calendar.
    Birthdays, "birthdays", "一周内过生日", "Birthdays in the coming week";
    /// Not written to for 180 days, or never.
    Lapsed, "lapsed", "久未联系（180 天）", "Lapsed customers (180 days)";
}

impl BuiltIn {
    /// The one stored under `key`.
    pub fn from_key(key: &str) -> Option<BuiltIn> {
        BuiltIn::ALL.iter().copied().find(|one| one.key() == key)
    }

    /// Its rule.
    pub fn rule(self) -> Rule {
        let stage = |stages: &[SiteStage]| Rule::Is(Condition::SiteStage(stages.to_vec()));
        match self {
            BuiltIn::Everybody => Rule::everybody(),
            BuiltIn::ActiveSites => stage(&[SiteStage::Started, SiteStage::MidTerm, SiteStage::Final]),
            BuiltIn::NotStarted => stage(&[SiteStage::NotStarted]),
            BuiltIn::Started => stage(&[SiteStage::Started]),
            BuiltIn::MidTerm => stage(&[SiteStage::MidTerm]),
            BuiltIn::Final => stage(&[SiteStage::Final]),
            BuiltIn::Delivered => stage(&[SiteStage::Delivered]),
            BuiltIn::Maintenance => stage(&[SiteStage::Maintenance]),
            // Firms write their best tier in these ways.
            BuiltIn::Vip => Rule::Is(Condition::Tier(
                ["VIP", "vip", "Vip", "贵宾", "VIP客户", "VIP会员"]
                    .map(str::to_owned)
                    .to_vec(),
            )),
            BuiltIn::RecentBuyers => Rule::Is(Condition::LastPurchase(DateTest::WithinLast(90))),
            BuiltIn::Birthdays => Rule::Is(Condition::Birthday {
                calendar: Calendar::Either,
                from: 0,
                days: 7,
            }),
            BuiltIn::Lapsed => Rule::Any(vec![
                Rule::Is(Condition::LastContact(DateTest::LongerAgoThan(180))),
                Rule::Is(Condition::LastContact(DateTest::Unknown)),
            ]),
        }
    }
}
