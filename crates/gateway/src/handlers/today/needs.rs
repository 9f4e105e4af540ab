//! What waits for the reader, gravest first.

use std::collections::BTreeMap;

use domain::consent::Purpose;
use domain::failover::DEAF;
use domain::id::UserId;
use domain::lang::Lang;
use domain::role::Capability;
use domain::roll::Outcome;
use domain::segment::{BuiltIn, Condition, DateTest, Rule, Today};
use domain::time::{DAY, MINUTE, Millis};
use store::contract::CarrierRecord;
use store::contract::runs::{RunRow, RunState, UnreadableRun};
use wire::today::{CarrierTrouble, Need};

use crate::app::App;
use crate::caller::Caller;
use crate::error::Answer;
use crate::handlers::approvals::list::row as approval;
use crate::handlers::carriers::taken_over_by;
use crate::handlers::runs::run_of;
use crate::jobs::witness;

/// For so long a carrier may be without a connection before a person is told.
const PATIENCE: Millis = MINUTE;
/// No roll takes so long to freeze.
const FREEZES_WITHIN: Millis = 10 * MINUTE;
/// For so long the refused rows of an import are brought up.
const REFUSED_FOR: i64 = 7 * DAY;
/// For so long everybody is told that an older copy of the database was put in place.
const TAKEN_BACK_FOR: Millis = 7 * DAY;
/// Segments of which nobody should be forgotten.
const CARED_FOR: [BuiltIn; 2] = [BuiltIn::ActiveSites, BuiltIn::Vip];

/// What waits for `caller`: a log that is not what was signed, or is not signed, or that checkpoints kept
/// elsewhere contradict, an engine that fails, a database that was taken back,
/// rolls that do not add up or are not written, runs that can't be read, carriers in trouble,
/// campaigns that can't be read, doubts, held runs, approvals, returned drafts, replies, refused rows, gaps, an empty house.
pub(super) async fn of(
    app: &App,
    caller: &Caller,
    lang: Lang,
    (open, unreadable): (&[RunRow], Vec<UnreadableRun>),
) -> Answer<Vec<Need>> {
    let may = |capability| caller.role.may(capability);
    let person = UserId(caller.id);
    let mut needs = Vec::new();
    if let Some(halt) = app.sequencer.halted().filter(|_| may(Capability::ReadLog)) {
        needs.push(Need::BrokenLog {
            event: halt.event,
            since: halt.at,
        });
    } else if let Some(since) = app.sequencer.failing(app.now()).filter(|_| may(Capability::ReadLog)) {
        needs.push(Need::UnsignedLog { since });
    }
    if may(Capability::Administer) && witness::contradicted(app).await? {
        needs.push(Need::OtherCheckpoints {});
    }
    needs.extend(app.engine.since(app.now()).map(|since| Need::EngineFails { since }));
    let taken_back = app.store.last_taken_back().await?;
    let lately = taken_back.filter(|taken_back| app.now() - taken_back.at < TAKEN_BACK_FOR);
    needs.extend(lately.map(|taken_back| Need::TakenBack {
        at: taken_back.at,
        known_until: taken_back.known_until,
    }));
    if may(Capability::SteerRuns) || may(Capability::Administer) {
        let broken = app.store.broken_rolls().await?;
        needs.extend(broken.into_iter().map(|broken| Need::BrokenRoll {
            run: broken.run,
            name: broken.name,
            since: broken.since,
        }));
        let stuck = |run: &&RunRow| run.state == RunState::Freezing && app.now() - run.opened_at > FREEZES_WITHIN;
        needs.extend(open.iter().filter(stuck).map(|run| Need::StuckRun {
            run: run.id,
            name: run.name.clone(),
            since: run.opened_at,
        }));
        needs.extend(unreadable.into_iter().map(|run| Need::UnreadableRun {
            run: run.id,
            name: run.name,
        }));
        needs.extend(carriers(app, open).await?);
    }
    let unreadable = app.store.unreadable_campaigns().await?;
    needs.extend(unreadable.into_iter().map(|campaign| Need::UnreadableCampaign {
        campaign: campaign.id,
        name: campaign.name,
        due_at: campaign.next_at,
    }));
    if may(Capability::SteerRuns) {
        needs.extend(doubts(app).await?);
        let held = open.iter().filter(|run| run.state == RunState::Held);
        needs.extend(held.cloned().map(run_of).map(Need::HeldRun));
    }
    if may(Capability::Approve) {
        let waiting = app.store.submitted_campaigns().await?;
        let rows = waiting
            .into_iter()
            .map(|campaign| approval(app, lang, caller, campaign));
        needs.extend(rows.filter(|row| row.may_decide).map(Need::Approval));
    }
    if may(Capability::Compose) {
        let returned = app.store.returned_to(person).await?;
        needs.extend(returned.into_iter().map(|campaign| Need::Returned {
            campaign: campaign.id,
            name: campaign.name,
            comment: campaign.comment,
        }));
    }
    if may(Capability::EditCustomers) {
        let waiting = app.store.waiting().await?;
        needs.extend(waiting.since.map(|since| Need::Replies {
            conversations: waiting.new,
            since,
        }));
        let refused = app.store.refused_imports(person, app.now() - REFUSED_FOR).await?;
        needs.extend(refused.into_iter().map(|import| Need::Refused {
            import: import.id,
            file: import.file,
            rows: import.rows,
        }));
        if app.store.no_customers().await? {
            needs.push(Need::NoCustomers {});
        }
    }
    needs.extend(gaps(app, lang).await?);
    Ok(needs)
}

/// Carriers that send nothing, or are not heard.
async fn carriers(app: &App, open: &[RunRow]) -> Answer<Vec<Need>> {
    let known = app.store.carriers().await?;
    let mut waits: BTreeMap<&str, Waits> = BTreeMap::new();
    for run in open {
        let waiting = run.tally.of(Outcome::Queued) + run.tally.of(Outcome::Held);
        let waits = waits.entry(&run.carrier).or_default();
        waits.entries += waiting;
        if run.purpose == Purpose::Marketing {
            waits.marketing += waiting;
        }
        // One that freezes needs its carrier, too: it asks what a part costs.
        if waiting > 0 || run.state == RunState::Freezing {
            waits.since = Some(waits.since.map_or(run.opened_at, |since| since.min(run.opened_at)));
        }
    }
    let mut needs = Vec::new();
    for record in &known {
        let waits = waits.remove(&*record.name).unwrap_or_default();
        let Some((trouble, since, again, reason)) = trouble(app, record, waits.since) else {
            continue;
        };
        let waiting = match trouble {
            CarrierTrouble::Deaf => waits.marketing,
            _ => waits.entries,
        };
        let second = taken_over_by(app, record, &known).await?;
        needs.push(Need::Carrier {
            waiting,
            second: second.map(|second| second.name.clone()),
            carrier: record.name.clone(),
            trouble,
            since,
            again,
            reason,
        });
    }
    needs.extend(waits.into_iter().filter_map(|(carrier, waits)| {
        Some(Need::Carrier {
            waiting: waits.entries,
            second: None,
            carrier: carrier.to_owned(),
            trouble: CarrierTrouble::Gone,
            since: waits.since?,
            again: None,
            reason: None,
        })
    }));
    Ok(needs)
}

/// What waits for a carrier.
#[derive(Debug, Clone, Copy, Default)]
struct Waits {
    entries: u64,
    /// Of them, those of marketing, which also wait where the carrier is not heard.
    marketing: u64,
    /// Since when the oldest run waits, if any does.
    since: Option<Millis>,
}

/// Why a carrier sends nothing or is not heard, since when, when it is tried again, and what it said. `oldest`: since when runs wait for it, if
/// any does; of one that is switched off and for which none waits nobody need know.
fn trouble(
    app: &App,
    record: &CarrierRecord,
    oldest: Option<Millis>,
) -> Option<(CarrierTrouble, Millis, Option<Millis>, Option<String>)> {
    let now = app.now();
    if !record.enabled {
        return Some((CarrierTrouble::Off, oldest?, None, None));
    }
    if app.carriers.get(record).is_none() {
        return Some((CarrierTrouble::Unopenable, oldest.unwrap_or(now), None, None));
    }
    let live = app.carriers.live(&record.name).unwrap_or_default();
    let down = live.down_since.filter(|_| live.wanted > 0);
    if live.stopped.is_some() {
        return Some((CarrierTrouble::Stopped, down.unwrap_or(now), None, live.stopped));
    }
    if let Some(since) = down.filter(|since| now - since >= PATIENCE) {
        return Some((CarrierTrouble::Unreachable, since, None, live.last_error));
    }
    let deaf = live.deaf_since.filter(|_| live.wanted > 0);
    if let Some(since) = deaf.filter(|since| now - since >= DEAF) {
        return Some((CarrierTrouble::Deaf, since, None, live.last_error));
    }
    let refuses = app.carriers.troubles().of(&record.name)?;
    Some((
        CarrierTrouble::Refuses,
        refuses.since,
        Some(refuses.until),
        Some(refuses.code),
    ))
}

async fn doubts(app: &App) -> Answer<Vec<Need>> {
    let doubts = app.store.doubts().await?;
    Ok(doubts
        .into_iter()
        .map(|doubt| Need::InDoubt {
            run: doubt.run,
            name: doubt.name,
            entries: doubt.entries,
            since: doubt.since,
        })
        .collect())
}

/// Customers whom we care for and did not write to within the settings' days, or ever.
async fn gaps(app: &App, lang: Lang) -> Answer<Vec<Need>> {
    let days = app.settings().gap_days;
    let now = app.now();
    let today = Today::at(now, app.offset_minutes(now));
    let mut gaps = Vec::new();
    for segment in app.store.segments(false).await? {
        let Some(built_in) = segment.built_in.filter(|built_in| CARED_FOR.contains(built_in)) else {
            continue;
        };
        let forgotten = Rule::Any(vec![
            Rule::Is(Condition::LastContact(DateTest::LongerAgoThan(days))),
            Rule::Is(Condition::LastContact(DateTest::Unknown)),
        ]);
        let rule = Rule::All(vec![built_in.rule(), forgotten]);
        let (customers, _) = app.store.count_lately(&rule, &today).await?;
        if customers > 0 {
            gaps.push(Need::Gap {
                segment: segment.id,
                name: built_in.name(lang).to_owned(),
                customers,
                days,
            });
        }
    }
    Ok(gaps)
}
