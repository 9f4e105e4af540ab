//! Consent, per purpose, with the evidence that it was given.

use serde::{Deserialize, Serialize};

use crate::template::is_han;
use crate::time::Millis;

/// Why we write; consent is given or withdrawn for each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// About something the customer has with us: a visit, a repair, an order.
    Service,
    /// Greetings, weather warnings, maintenance reminders.
    Care,
    /// Offers. Needs the opt-out line.
    Marketing,
}

/// Where a customer stands for one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Nothing recorded.
    #[default]
    Unknown,
    /// Given, with evidence.
    Given,
    /// Withdrawn: opted out.
    Withdrawn,
}

impl Purpose {
    /// All purposes, in the order in which [`Consents`] holds them.
    pub const ALL: [Purpose; 3] = [Purpose::Service, Purpose::Care, Purpose::Marketing];

    /// The stable code of this purpose.
    pub const fn code(self) -> &'static str {
        match self {
            Purpose::Service => "service",
            Purpose::Care => "care",
            Purpose::Marketing => "marketing",
        }
    }

    /// Whether the text must end with the opt-out line.
    pub const fn needs_opt_out(self) -> bool {
        matches!(self, Purpose::Marketing)
    }
}

impl Consent {
    /// The stable number under which this is stored: 0 unknown, 1 given, 2 withdrawn.
    pub const fn number(self) -> i16 {
        match self {
            Consent::Unknown => 0,
            Consent::Given => 1,
            Consent::Withdrawn => 2,
        }
    }

    /// The consent stored under `number`; an unknown number reads as [`Consent::Withdrawn`], the safe side.
    pub const fn from_number(number: i16) -> Consent {
        match number {
            0 => Consent::Unknown,
            1 => Consent::Given,
            _ => Consent::Withdrawn,
        }
    }
}

/// By which date what was just recorded stands among what is recorded of the same customer and purpose, if that is not the date
/// that it states; `latest` is the latest by which something recorded before stands.
///
/// The one with the latest date stands; of two with the same, the one that was recorded later. So a consent that is found later
/// in the files, but was given before somebody withdrew, revives nothing. A withdrawal, though, stands from when it is heard,
/// whatever the clocks said: it is dated after all that was recorded before.
pub fn counts_from(is: Consent, given_at: Millis, latest: Option<Millis>) -> Option<Millis> {
    let latest = latest.filter(|latest| is == Consent::Withdrawn && given_at <= *latest)?;
    Some(latest.saturating_add(1))
}

/// Replies that opt out, without blanks and punctuation, in capitals. 退定 is how 退订 is mistyped; within a sentence it is of deposits.
const OPT_OUTS: [&str; 18] = [
    "R",
    "T",
    "TD",
    "TUI",
    "N",
    "NO",
    "STOP",
    "STOPALL",
    "UNSUB",
    "UNSUBSCRIBE",
    "OPTOUT",
    "REVOKE",
    "CANCEL",
    "END",
    "QUIT",
    "退定",
    "停止",
    "停发",
];
/// Words that opt out wherever they stand in a reply.
const OPT_OUT_WORDS: [&str; 8] = [
    "退订",
    "拒收",
    "取消订阅",
    "不要再发",
    "别再发",
    "不要发了",
    "别发了",
    "停止发送",
];
/// What people write around a word that opts out.
const AROUND: [&str; 8] = ["请", "回", "复", "谢", "了", "吧", "PLEASE", "THANKS"];
/// What is given back or called off where it stands behind such a word, and no message: 退订金, 退订单, 不要再发货.
const GOODS: [char; 8] = ['金', '单', '货', '款', '票', '房', '件', '快'];
/// Whole replies by which somebody stays. With a comma between they go: 不要，退订.
const STAYS: [&str; 6] = ["不退订", "不要退订", "不想退订", "不用退订", "先不退订", "别退订"];
/// Traditional characters of these words, and of what people write around them, with the simplified ones.
const TRADITIONAL: [(char, char); 10] = [
    ('訂', '订'),
    ('閱', '阅'),
    ('發', '发'),
    ('別', '别'),
    ('請', '请'),
    ('復', '复'),
    ('覆', '复'),
    ('謝', '谢'),
    ('單', '单'),
    ('貨', '货'),
];

/// Whether a reply withdraws consent: one of the short words that carriers and texts ask for, in any case and width, also as the
/// opt-out line has it (回复R), or a Chinese word that says so. Rather one too many than one who is written to again.
pub fn opts_out(reply: &str) -> bool {
    let plain = |c| match c {
        // Full-width forms.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => TRADITIONAL
            .iter()
            .find(|(traditional, _)| *traditional == c)
            .map_or(c, |(_, simplified)| *simplified),
    };
    let plain: String = reply.chars().map(plain).collect();
    let whole = plain.trim_matches(|c: char| !c.is_alphanumeric());
    let whole = whole
        .trim_start_matches('我')
        .trim_end_matches(['了', '吧', '哦', '啊']);
    if STAYS.contains(&whole) {
        return false;
    }
    let bare: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    let capitals = bare.to_ascii_uppercase();
    let mut word = capitals.as_str();
    for around in AROUND.into_iter().cycle().take(2 * AROUND.len()) {
        word = word.trim_start_matches(around).trim_end_matches(around);
    }
    // Some say it twice.
    let half = word
        .get(..word.len() / 2)
        .filter(|half| word.len() == 2 * half.len() && word.ends_with(*half));
    let goes = |word: &str| {
        let mut behind = bare.match_indices(word).map(|(at, _)| &bare[at + word.len()..]);
        behind.any(|behind| !behind.starts_with(GOODS))
    };
    OPT_OUTS.contains(&word) || half.is_some_and(|half| OPT_OUTS.contains(&half)) || OPT_OUT_WORDS.into_iter().any(goes)
}

/// Whether and in which words an opt-out by reply is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Confirmation {
    /// Whether it is confirmed at all, once within thirty days.
    pub on: bool,
    /// What is sent in Chinese; the signature is put before it.
    pub zh: String,
    /// What is sent in English.
    pub en: String,
}

impl Default for Confirmation {
    fn default() -> Self {
        Confirmation {
            on: false,
            zh: "您已退订，以后不会再收到我们的短信。".to_owned(),
            en: "You are unsubscribed and will get no more messages from us.".to_owned(),
        }
    }
}

impl Confirmation {
    /// What confirms an opt-out in these words from this number (E.164), signed; `None` where none is to be sent. Who writes
    /// Chinese, or has a number of the mainland, reads Chinese.
    pub fn text_for(&self, reply: &str, phone: &str, signature: &str) -> Option<String> {
        let chinese = reply.chars().any(is_han) || phone.starts_with("+86");
        let text = if chinese { &self.zh } else { &self.en };
        self.on.then(|| format!("【{signature}】{text}"))
    }
}

/// Where a customer stands for every purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consents {
    /// For [`Purpose::Service`].
    pub service: Consent,
    /// For [`Purpose::Care`].
    pub care: Consent,
    /// For [`Purpose::Marketing`].
    pub marketing: Consent,
}

impl Consents {
    /// Where the customer stands for `purpose`.
    pub const fn of(&self, purpose: Purpose) -> Consent {
        match purpose {
            Purpose::Service => self.service,
            Purpose::Care => self.care,
            Purpose::Marketing => self.marketing,
        }
    }

    /// The same, to be changed.
    pub const fn of_mut(&mut self, purpose: Purpose) -> &mut Consent {
        match purpose {
            Purpose::Service => &mut self.service,
            Purpose::Care => &mut self.care,
            Purpose::Marketing => &mut self.marketing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands after these, each as it was stated, in the order in which they were recorded.
    fn standing(said: &[(Consent, Millis)]) -> Consent {
        let mut latest = None;
        let mut standing = Consent::Unknown;
        for &(is, given_at) in said {
            let date = counts_from(is, given_at, latest).unwrap_or(given_at);
            if latest.is_none_or(|latest| date >= latest) {
                (latest, standing) = (Some(date), is);
            }
        }
        standing
    }

    #[test]
    fn a_withdrawal_stands_from_when_it_is_heard() {
        use Consent::{Given, Unknown, Withdrawn};
        for (said, stands) in [
            (&[][..], Unknown),
            (&[(Given, 10), (Withdrawn, 20)], Withdrawn),
            (&[(Given, 10), (Withdrawn, 20), (Given, 30)], Given),
            (&[(Given, 10), (Withdrawn, 20), (Given, 15)], Withdrawn),
            (&[(Withdrawn, 20), (Given, 20)], Given),
            // The clock was set back before the reply came.
            (&[(Given, 10), (Withdrawn, 5)], Withdrawn),
            (&[(Given, 10), (Withdrawn, 10)], Withdrawn),
            (&[(Given, 10), (Withdrawn, 5), (Given, 9)], Withdrawn),
            (&[(Given, 10), (Withdrawn, 5), (Given, 10)], Withdrawn),
            (&[(Given, 10), (Withdrawn, 5), (Given, 12)], Given),
            (&[(Given, 10), (Withdrawn, 5), (Withdrawn, 3), (Given, 11)], Withdrawn),
            (&[(Given, Millis::MAX), (Withdrawn, 5)], Withdrawn),
        ] {
            assert_eq!(standing(said), stands, "{said:?}");
        }
    }

    #[test]
    fn a_confirmation_speaks_the_language_of_who_opts_out() {
        let confirmation = Confirmation {
            on: true,
            zh: "已退订".into(),
            en: "Unsubscribed".into(),
        };
        for (reply, phone, text) in [
            ("R", "+8613800000001", "【安居】已退订"),
            ("退订", "+447700900001", "【安居】已退订"),
            ("STOP", "+447700900001", "【安居】Unsubscribed"),
        ] {
            assert_eq!(confirmation.text_for(reply, phone, "安居").as_deref(), Some(text));
        }
        assert_eq!(Confirmation::default().text_for("R", "+8613800000001", "安居"), None);
    }

    #[test]
    fn who_says_so_opts_out() {
        for reply in [
            "R",
            " r ",
            "T",
            "td",
            "ＴＤ",
            "“退订”",
            "退 订",
            "请退订，谢谢",
            "拒收",
            "Stop.",
            "STOP",
            "unsubscribe",
            "OPT OUT",
            "opt-out",
            "Unsub",
            "REVOKE",
            "回复R",
            "回R",
            "回覆：Ｔ",
            "回復TD",
            "請回復“T”，謝謝",
            "退定",
            "请退定，谢谢",
            "退訂",
            "取消訂閱",
            "請不要再發",
            "別再發了",
            "退订。",
            "TD谢谢",
            "我要退订",
            "不要，退订",
            "不要 退订！",
            "怎么退订",
            "为什么还没退订",
            "不想再收到，请退订",
            "退订金和短信都退订",
            "Ｓ Ｔ Ｏ Ｐ",
            "td\u{200b}",
            "T😀",
            "T T",
            "R\nR",
            "停止",
            "TD了",
            "别发了",
            "不要发了！",
            "please stop",
            "STOP please, thanks",
            "Please, please STOP.",
        ] {
            assert!(opts_out(reply), "{reply}");
        }
        for reply in [
            "",
            "好的",
            "收到，谢谢",
            "Right",
            "TDD",
            "请问几点来",
            "1",
            "stop by tomorrow",
            "能退定金吗",
            "能退订金吗",
            "我要退订单",
            "退訂單",
            "请不要再发货了",
            "不要退订",
            "我不要退订。",
            "先不退订吧",
            "别退订",
            "请先别发货",
            "别发错了",
            "停电了吗",
            "退",
            "退了",
            "谢谢，不用了",
            "NONO1",
            "Please",
            "回复",
            "请回电",
            "谢谢",
        ] {
            assert!(!opts_out(reply), "{reply}");
        }
    }
}
