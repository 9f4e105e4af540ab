//! What the firm's customers wrote back over the month, and what its agents did with it: opt-outs, thanks, questions, some
//! dealt with, some taken, some waiting, and a few from numbers that no customer has.

use domain::id::{CampaignId, UserId};
use domain::roll::Outcome;
use domain::time::{HOUR, MINUTE, Millis};
use store::contract::inbox::{ConversationFilter, ConversationMove, ConversationState, Replied};
use store::contract::runs::{EntryFilter, RunFilter};
use store::{Actor, Stamp};

use crate::app::App;
use crate::error::Answer;

/// Who writes.
#[derive(Clone, Copy)]
enum Who {
    /// Whoever is at this place among those who got the message, counted around.
    Got(u32),
    /// A number that no customer has.
    Stranger(&'static str),
}

/// What becomes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It waits; an opt-out is recorded by itself.
    Nothing,
    /// An agent is at it.
    Taken,
    /// An agent dealt with it, with this note.
    Done(&'static str),
}

/// One reply to the campaign of a day.
pub(super) struct Said {
    /// Of which campaign: so many days ago.
    pub days_ago: u64,
    minutes: i64,
    who: Who,
    text: &'static str,
    then: Then,
}

const fn said(days_ago: u64, minutes: i64, who: Who, text: &'static str, then: Then) -> Said {
    Said {
        days_ago,
        minutes,
        who,
        text,
        then,
    }
}

/// All of them. Everybody has their message a quarter of an hour after a campaign began.
pub(super) static REPLIES: [Said; 19] = [
    said(29, 25, Who::Got(3), "收到，谢谢提醒！", Then::Done("道谢，不用跟进。")),
    said(
        29,
        70,
        Who::Got(40),
        "阳台的窗是你们关还是我自己去关？",
        Then::Done("已电话说明：工地的门窗由我们关好。"),
    ),
    said(
        26,
        50,
        Who::Got(5),
        "次卧的门关不严",
        Then::Done("派了木工，周三上午上门。"),
    ),
    said(26, 95, Who::Got(17), "住得很好，辛苦你们了", Then::Done("满意。")),
    said(22, 20, Who::Got(2), "R", Then::Nothing),
    said(22, 31, Who::Got(21), "TD", Then::Nothing),
    said(22, 45, Who::Got(9), "退订", Then::Nothing),
    said(
        22,
        180,
        Who::Got(13),
        "礼包可以邮寄吗？",
        Then::Done("可以，已登记收件地址。"),
    ),
    said(
        18,
        40,
        Who::Got(6),
        "周六上午可以吗",
        Then::Done("约好周六 9:30，已排水电师傅。"),
    ),
    said(
        18,
        150,
        Who::Stranger("+8613700001234"),
        "你们是哪家？我没有装修过",
        Then::Done("号码不在客户里，已道歉说明。"),
    ),
    said(15, 16, Who::Got(1), "谢谢，也祝你们节日快乐", Then::Done("")),
    said(
        11,
        55,
        Who::Got(4),
        "保护膜掉了一块，麻烦看一下",
        Then::Done("当晚补好，照片已发客户。"),
    ),
    said(8, 60, Who::Got(3), "能不能晚一周进场？", Then::Taken),
    said(8, 75, Who::Got(12), "好的，等电话", Then::Done("项目经理已联系。")),
    said(5, 35, Who::Got(8), "顺延几天？会影响交房吗", Then::Taken),
    said(5, 90, Who::Got(30), "拒收", Then::Nothing),
    said(1, 30, Who::Got(2), "周六下午可以过来看", Then::Nothing),
    said(1, 65, Who::Got(11), "我在外地，能视频验收吗？", Then::Nothing),
    said(
        1,
        80,
        Who::Stranger("+8613600005678"),
        "请问旧房翻新接不接？",
        Then::Nothing,
    ),
];

impl Said {
    /// When the reply comes, for a campaign that began at `due`.
    pub fn at(&self, due: Millis) -> Millis {
        due + self.minutes * MINUTE
    }

    /// When an agent comes to it, after it came; `None`: nobody has.
    pub fn taken_up(&self, due: Millis) -> Option<Millis> {
        let after = match self.then {
            Then::Nothing => return None,
            Then::Taken => 20 * MINUTE,
            Then::Done(_) => HOUR,
        };
        Some(self.at(due) + after)
    }

    /// The reply comes in; answers from which number. It does not where nobody got the message.
    pub async fn comes(&self, app: &App, campaign: CampaignId, at: Millis) -> Answer<Option<String>> {
        let Some(phone) = self.phone(app, campaign).await? else {
            return Ok(None);
        };
        let reply = Replied {
            phone: phone.clone(),
            text: self.text.to_owned(),
            opt_out: domain::consent::opts_out(self.text),
            or: None,
            confirm: None,
            part: None,
            at,
        };
        let stamp = Stamp {
            actor: Actor::System("replies"),
            at,
        };
        let carriers = app.store.carriers().await?;
        let carrier = carriers.into_iter().next().map(|one| one.name).unwrap_or_default();
        app.store.replied(&stamp, &carrier, &[reply]).await?;
        Ok(Some(phone))
    }

    /// An agent takes what came from this number, or has dealt with it.
    pub async fn dealt_with(&self, app: &App, phone: &str, agent: UserId, at: Millis) -> Answer<()> {
        let what = match self.then {
            Then::Nothing => return Ok(()),
            Then::Taken => ConversationMove::Take(agent),
            Then::Done(note) => ConversationMove::Done(
                Some(agent),
                Some(note).filter(|note| !note.is_empty()).map(str::to_owned),
            ),
        };
        let filter = ConversationFilter {
            state: ConversationState::New,
            campaign: None,
        };
        let waiting = app.store.conversations(&filter, None, 100).await?;
        // Who wrote before may be with an agent already.
        let Some(here) = waiting.into_iter().find(|one| one.phone == phone) else {
            return Ok(());
        };
        let stamp = Stamp {
            actor: Actor::User(agent),
            at,
        };
        Ok(app.store.move_conversation(&stamp, here.id, here.version, what).await?)
    }

    /// Whose number it is; nobody's where nobody got the message.
    async fn phone(&self, app: &App, campaign: CampaignId) -> Answer<Option<String>> {
        let place = match self.who {
            Who::Stranger(phone) => return Ok(Some(phone.to_owned())),
            Who::Got(place) => place as usize,
        };
        let of = RunFilter {
            campaign: Some(campaign),
            ..RunFilter::default()
        };
        let Some(run) = app.store.runs(&of, None, 1).await?.into_iter().next() else {
            return Ok(None);
        };
        let delivered = EntryFilter {
            outcome: Some(Outcome::Delivered),
            ..EntryFilter::default()
        };
        let got = app.store.entries(run.no, &delivered, 0, 100).await?;
        Ok(got.get(place % got.len().max(1)).and_then(|entry| entry.phone.clone()))
    }
}
