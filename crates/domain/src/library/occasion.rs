//! The occasions on which a firm writes, as the library knows them.

use almanac::{Festival, SolarTerm};
use serde::{Deserialize, Serialize};

use crate::customer::SiteStage;
use crate::lang::Lang;

/// Why one writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Occasion {
    /// A festival, under its id in the almanac.
    Festival(Festival),
    /// A solar term, under its id in the almanac.
    Term(SolarTerm),
    /// The customer's birthday, by the calendar by which it is kept.
    Birthday(Calendar),
    /// A day that comes back every year for this customer alone.
    Anniversary(Anniversary),
    /// Weather that is coming to the customer's city.
    Weather(Weather),
    /// The customer's building site has come to a stage.
    Stage(SiteStage),
    /// Something was done for the customer.
    FollowUp(FollowUp),
    /// One question of those that a site visit asks, by itself.
    Question(Question),
}

/// Declares a closed list with its ids, all of its members and their names in Chinese and English.
macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $member:ident $zh:literal $en:literal;)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $member,)* }

        impl $name {
            /// All of them, in the order in which lists show them.
            pub const ALL: &[$name] = &[$($name::$member),*];

            /// Its name.
            pub const fn name(self, lang: Lang) -> &'static str {
                match self { $($name::$member => lang.pick($zh, $en),)* }
            }
        }
    };
}

named! {
    /// A calendar by which people keep birthdays.
    Calendar {
        /// The civil one.
        Solar "公历生日" "birthday";
        /// The Chinese one.
        Lunar "农历生日" "lunar birthday";
    }
}

named! {
    /// Days that come back every year for one customer.
    Anniversary {
        /// Of the day on which the customer became a VIP.
        Vip "会员周年" "VIP anniversary";
        /// Of the day on which a VIP's home was handed over.
        MoveIn "入住周年" "moving-in anniversary";
    }
}

named! {
    /// Weather about which one writes.
    Weather {
        /// 寒潮
        ColdWave "寒潮" "cold wave";
        /// 暴雨
        HeavyRain "暴雨" "heavy rain";
        /// 高温
        Heat "高温" "heat";
        /// 大风
        Gale "大风" "gale";
        /// 雨雪冰冻
        SnowIce "雪与道路结冰" "snow and ice";
        /// 大雾
        Fog "大雾" "fog";
        /// 雷电
        Thunderstorm "雷电" "thunderstorm";
        /// 沙尘
        Dust "沙尘" "dust";
    }
}

named! {
    /// What was done for the customer before one asks how it went.
    FollowUp {
        /// Something was bought.
        Purchase "购买回访" "after a purchase";
        /// Goods arrived.
        Delivery "送货回访" "after a delivery";
        /// A finished home was handed over.
        HandOver "交付回访" "after the hand-over";
        /// Something was repaired.
        Repair "维修回访" "after a repair";
        /// A complaint was settled.
        Complaint "投诉回访" "after a complaint";
        /// The customer's site was visited; asks all four [`Question`]s.
        SiteVisit "工地回访" "after a site visit";
    }
}

named! {
    /// What a site visit asks.
    Question {
        /// Whether the site is tidy, safe and considerate of the neighbours.
        SiteOrder "现场秩序" "site order";
        /// Whether the crew and the project manager treat the customer well.
        Service "服务" "service";
        /// Whether the work is well done.
        Quality "质量" "quality";
        /// Whether the work keeps to its dates.
        Schedule "进度" "schedule";
    }
}

impl Occasion {
    /// Its name.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Occasion::Festival(festival) => lang.pick(festival.zh(), festival.en()),
            Occasion::Term(term) => lang.pick(term.zh(), term.en()),
            Occasion::Birthday(calendar) => calendar.name(lang),
            Occasion::Anniversary(anniversary) => anniversary.name(lang),
            Occasion::Weather(weather) => weather.name(lang),
            Occasion::Stage(stage) => crate::segment::stage_name(stage, lang),
            Occasion::FollowUp(follow_up) => follow_up.name(lang),
            Occasion::Question(question) => question.name(lang),
        }
    }
}
