//! A month of campaigns: past ones that went out and closed, and what was written back to them, one with doubts, one that
//! waits for approval, one planned, and a draft.
//!
//! They are written, submitted, approved, frozen, handed over and closed by the same functions as real ones, with the clock
//! set back: so every roll adds up, and the log says how it came about.

use std::collections::HashMap;
use std::sync::Arc;

use carrier::{Sandbox, Shares};
use chrono::{Days, NaiveTime};
use domain::campaign::{Content, Limits};
use domain::consent::Purpose;
use domain::id::{CampaignId, UserId};
use domain::occasion::{Firing, Occasion};
use domain::role::Role;
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::{BuiltIn, Calendar};
use domain::time::{DAY, HOUR, MINUTE, Millis};
use store::{Actor, Stamp};

use super::replies::{REPLIES, Said};
use crate::app::App;
use crate::error::{Answer, Failure};
use crate::firing;
use crate::jobs::carriers::Carriers;
use crate::jobs::engine::Engine;

/// One campaign of the month.
struct Past {
    days_ago: u64,
    hour: u32,
    name: &'static str,
    segment: BuiltIn,
    purpose: Purpose,
    text: &'static str,
    /// Permille of connections that drop before the answer.
    dropped: u16,
}

const fn past(
    days_ago: u64,
    hour: u32,
    name: &'static str,
    segment: BuiltIn,
    purpose: Purpose,
    text: &'static str,
) -> Past {
    Past {
        days_ago,
        hour,
        name,
        segment,
        purpose,
        text,
        dropped: 0,
    }
}

const MONTH: [Past; 9] = [
    past(
        29,
        9,
        "暴雨提醒：在建工地",
        BuiltIn::ActiveSites,
        Purpose::Care,
        "{称呼|尊敬的客户}您好，气象台预报明天有暴雨，工地门窗已关好、材料已垫高，请放心。",
    ),
    past(
        26,
        10,
        "交付回访",
        BuiltIn::Delivered,
        Purpose::Service,
        "{称呼|尊敬的客户}您好，新家住得还习惯吗？有任何小问题请直接回电，我们上门处理。",
    ),
    past(
        22,
        15,
        "老客户答谢",
        BuiltIn::RecentBuyers,
        Purpose::Marketing,
        "{称呼|尊敬的客户}您好，感谢您的信任！本月到店可领取家居护理礼包一份，数量有限。",
    ),
    past(
        18,
        9,
        "维保提醒：换季检查",
        BuiltIn::Maintenance,
        Purpose::Service,
        "{称呼|尊敬的客户}您好，换季了，我们为维保中的房子免费检查水电与防水，回电即可预约。",
    ),
    past(
        15,
        9,
        "节日问候",
        BuiltIn::Vip,
        Purpose::Care,
        "{称呼|尊敬的客户}您好，节日到了，祝您和家人平安喜乐。您的专属顾问随时为您服务。",
    ),
    past(
        11,
        14,
        "大风提醒：收尾工地",
        BuiltIn::Final,
        Purpose::Care,
        "{称呼|尊敬的客户}您好，今晚有大风，工地外窗与保护膜已加固，明早会再检查一遍。",
    ),
    past(
        8,
        10,
        "开工前准备",
        BuiltIn::NotStarted,
        Purpose::Service,
        "{称呼|尊敬的客户}您好，您家即将开工，项目经理会在三天内与您确认进场时间与材料。",
    ),
    past(
        5,
        9,
        "降温提醒：在建工地",
        BuiltIn::ActiveSites,
        Purpose::Care,
        "{称呼|尊敬的客户}您好，明天明显降温，油漆与防水工序已顺延一天，工期会及时告诉您。",
    ),
    Past {
        dropped: 25,
        ..past(
            1,
            10,
            "中期验收邀请",
            BuiltIn::MidTerm,
            Purpose::Service,
            "{称呼|尊敬的客户}您好，您家工地到中期验收了，请选一个方便的时间来现场看看。",
        )
    },
];

/// What is lived through at a moment.
enum Happens {
    /// The engine does what is due; so many permille of connections drop before the answer.
    Steps(u16),
    /// The reply at this place of [`REPLIES`] comes.
    Comes(usize, CampaignId),
    /// An agent comes to it.
    TakenUp(usize),
}

/// Who does what in the demo firm.
struct People {
    agent: UserId,
    supervisor: UserId,
}

/// Loads the month. The engine stands still meanwhile, so that what is to happen in the past does not happen now.
pub async fn load(app: &App, _stamp: &Stamp) -> Answer<()> {
    let _still = app.still.lock().await;
    let people = people(app).await?;
    let now = app.now();
    let mut moments = Vec::new();
    for campaign in MONTH {
        let due = moment(app, now, campaign.days_ago, campaign.hour);
        let id = approved(app, &people, &campaign, due).await?;
        for after in [0, MINUTE, 2 * MINUTE, 10 * MINUTE, 2 * HOUR, 73 * HOUR] {
            moments.push((due + after, Happens::Steps(campaign.dropped)));
        }
        let to_it = |(_, said): &(usize, &Said)| said.days_ago == campaign.days_ago;
        for (place, said) in REPLIES.iter().enumerate().filter(to_it) {
            moments.push((said.at(due), Happens::Comes(place, id)));
            let taken_up = said.taken_up(due);
            moments.extend(taken_up.map(|at| (at, Happens::TakenUp(place))));
        }
    }
    moments.sort_by_key(|(at, _)| *at);
    play(app, &people, now, moments).await?;
    unsent(app, &people, now).await
}

async fn people(app: &App) -> Answer<People> {
    let staff = app.store.staff().await?;
    let of = |role: Role| {
        let one = staff.iter().find(|one| one.login == role.code());
        one.map(|one| one.id)
            .ok_or_else(|| Failure::internal("the demo firm has no such user"))
    };
    Ok(People {
        agent: of(Role::Agent)?,
        supervisor: of(Role::Supervisor)?,
    })
}

/// So many days before `now`, at this hour.
fn moment(app: &App, now: Millis, days_ago: u64, hour: u32) -> Millis {
    let zone = app.zone();
    let today = domain::time::civil_date(now, firing::offset_minutes(zone, now));
    let day = today.checked_sub_days(Days::new(days_ago)).unwrap_or(today);
    let at = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    firing::moment(zone, day.and_time(at))
}

fn by(user: UserId, at: Millis) -> Stamp {
    Stamp {
        actor: Actor::User(user),
        at,
    }
}

/// Writes, submits and approves a campaign on the day before it is due.
async fn approved(app: &App, people: &People, campaign: &Past, due: Millis) -> Answer<CampaignId> {
    let mut content = content(app, campaign.segment, campaign.purpose, campaign.text).await?;
    let offset = firing::offset_minutes(app.zone(), due);
    content.schedule = Schedule::Once(domain::time::civil(due, offset));
    let id = submitted(app, people, campaign.name, &content, due - 20 * HOUR).await?;
    let stamp = by(people.supervisor, due - 18 * HOUR);
    app.store
        .approve_campaign(&stamp, id, &content.digest(), None, Some(due))
        .await?;
    Ok(id)
}

async fn submitted(app: &App, people: &People, name: &str, content: &Content, at: Millis) -> Answer<CampaignId> {
    let id = CampaignId(app.new_id());
    let store = &app.store;
    store
        .add_campaign(&by(people.agent, at - HOUR), id, name, content, None)
        .await?;
    let version = store.campaign(id).await?.version;
    store.submit_campaign(&by(people.agent, at), id, version).await?;
    Ok(id)
}

async fn content(app: &App, segment: BuiltIn, purpose: Purpose, text: &str) -> Answer<Content> {
    let segments = app.store.segments(false).await?;
    let picked = segments.into_iter().find(|one| one.built_in == Some(segment));
    let carriers = app.store.carriers().await?;
    Ok(Content {
        segment: picked.map(|one| one.id),
        rule: segment.rule(),
        template: None,
        text: text.to_owned(),
        others: Vec::new(),
        signature: app.settings().signature.clone(),
        purpose,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 24,
        carrier: carriers.into_iter().next().map(|one| one.name).unwrap_or_default(),
        rate: None,
        limits: Limits {
            people: 5_000,
            parts: 12_000,
            cost: 100_000,
        },
    })
}

/// Lets the firm live through the moments, its engine against a sandbox of its own, which lost a connection now and then.
async fn play(app: &App, people: &People, now: Millis, moments: Vec<(Millis, Happens)>) -> Answer<()> {
    let shares = Shares {
        seed: 20_260_507,
        refused: 3,
        failed: 21,
        silent: 6,
        twice: 8,
        late: 15,
        throttled: 10,
        dropped: 0,
        receipt_ms: 4_000,
        lookups: false,
    };
    let sandbox = Arc::new(Sandbox::in_memory(shares));
    let carriers = Carriers::in_memory();
    for record in app.store.carriers().await? {
        carriers.put(&record.name, sandbox.clone());
    }
    let mut engine = Engine::new(app.store.clone(), Arc::new(carriers), app.holder.clone());
    // From which number each reply came.
    let mut from = HashMap::new();
    for (at, happens) in moments.into_iter().take_while(|(at, _)| *at < now) {
        match happens {
            Happens::Steps(dropped) => {
                sandbox.configure(Shares { dropped, ..shares });
                while engine.step(at).await?.busy {}
            }
            Happens::Comes(place, campaign) => {
                let phone = REPLIES[place].comes(app, campaign, at).await?;
                from.extend(phone.map(|phone| (place, phone)));
            }
            Happens::TakenUp(place) => {
                if let Some(phone) = from.get(&place) {
                    REPLIES[place].dealt_with(app, phone, people.agent, at).await?;
                }
            }
        }
    }
    Ok(())
}

/// What has not gone out: one that waits for approval, one planned, and a draft.
async fn unsent(app: &App, people: &People, now: Millis) -> Answer<()> {
    let mut waiting = content(
        app,
        BuiltIn::Everybody,
        Purpose::Care,
        "{称呼|尊敬的客户}，生日快乐！愿您的家一年比一年温暖。",
    )
    .await?;
    waiting.others = vec!["今天是{称呼|您}的生日，愿您事事顺心，家里常有笑声。".to_owned()];
    waiting.schedule = Schedule::Occasion(Firing {
        occasion: Occasion::Birthday {
            calendar: Calendar::Either,
        },
        offset: 0,
        at: NaiveTime::from_hms_opt(9, 30, 0).unwrap_or(NaiveTime::MIN),
    });
    waiting.limits.people = 300;
    submitted(app, people, "生日祝福（每天）", &waiting, now - 2 * HOUR).await?;

    let due = moment(app, now + 3 * DAY, 0, 9);
    let text = "{称呼|尊敬的客户}您好，本周末工地开放，项目经理全天在现场，欢迎来看看您家的进度。";
    let mut planned = content(app, BuiltIn::ActiveSites, Purpose::Service, text).await?;
    let offset = firing::offset_minutes(app.zone(), due);
    planned.schedule = Schedule::Once(domain::time::civil(due, offset));
    let id = submitted(app, people, "周末工地开放日", &planned, now - 5 * HOUR).await?;
    app.store
        .approve_campaign(
            &by(people.supervisor, now - 4 * HOUR),
            id,
            &planned.digest(),
            None,
            Some(due),
        )
        .await?;

    let draft = content(
        app,
        BuiltIn::Lapsed,
        Purpose::Marketing,
        "{称呼|尊敬的客户}您好，好久没有联系了，",
    )
    .await?;
    let id = CampaignId(app.new_id());
    let stamp = by(people.agent, now - 30 * MINUTE);
    app.store.add_campaign(&stamp, id, "好久不见", &draft, None).await?;
    Ok(())
}
