//! What waits for the reader, gravest first.

use domain::id::UserId;
use domain::lang::Lang;
use domain::role::Capability;
use domain::roll::Outcome;
use domain::segment::{BuiltIn, Condition, DateTest, Rule, Today};
use domain::time::{DAY, MINUTE, Millis};
use store::contract::runs::{RunRow, RunState};
use wire::today::{CarrierTrouble, Need};

use crate::app::App;
use crate::caller::Caller;
use crate::error::Answer;
use crate::handlers::approvals::list::row as approval;
use crate::handlers::carriers::taken_over_by;
use crate::handlers::runs::run_of;

/// For so long a carrier may be without a connection before a person is told.
const PATIENCE: Millis = MINUTE;
/// No roll takes so long to freeze.
const FREEZES_WITHIN: Millis = 10 * MINUTE;
/// For so long the refused rows of an import are brought up.
const REFUSED_FOR: i64 = 7 * DAY;
/// Segments of which nobody should be forgotten.
const CARED_FOR: [BuiltIn; 2] = [BuiltIn::ActiveSites, BuiltIn::Vip];

/// What waits for `caller`: a log that is not what was signed, rolls that do not add up or are not written, carriers that send nothing,
/// campaigns that can't be read, doubts, held runs, approvals, returned drafts, replies, refused rows, gaps, an empty house.
pub(super) async fn of(app: &App, caller: &Caller, lang: Lang, open: &[RunRow]) -> Answer<Vec<Need>> {
    let may = |capability| caller.role.may(capability);
    let person = UserId(caller.id);
    let mut needs = Vec::new();
    if let Some(halt) = app.sequencer.halted().filter(|_| may(Capability::ReadLog)) {
        needs.push(Need::BrokenLog {
            event: halt.event,
            since: halt.at,
        });
    }
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

/// Carriers that send nothing.
async fn carriers(app: &App, open: &[RunRow]) -> Answer<Vec<Need>> {
    let now = app.now();
    let mut needs = Vec::new();
    let known = app.store.carriers().await?;
    for record in known.iter().filter(|record| record.enabled) {
        let live = app.carriers.live(&record.name).unwrap_or_default();
        let down = live.down_since.filter(|_| live.wanted > 0);
        let refuses = app.carriers.troubles().of(&record.name);
        let (trouble, since, again, reason) = if live.stopped.is_some() {
            (CarrierTrouble::Stopped, down.unwrap_or(now), None, live.stopped)
        } else if let Some(since) = down.filter(|since| now - since >= PATIENCE) {
            (CarrierTrouble::Unreachable, since, None, live.last_error)
        } else if let Some(trouble) = refuses {
            let again = Some(trouble.until);
            (CarrierTrouble::Refuses, trouble.since, again, Some(trouble.code))
        } else {
            continue;
        };
        let runs = open.iter().filter(|run| run.carrier == record.name);
        let waiting = runs.map(|run| run.tally.of(Outcome::Queued) + run.tally.of(Outcome::Held));
        needs.push(Need::Carrier {
            waiting: waiting.sum(),
            second: taken_over_by(app, record, &known).map(|second| second.name.clone()),
            carrier: record.name.clone(),
            trouble,
            since,
            again,
            reason,
        });
    }
    Ok(needs)
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
        let rule = Rule::All(vec![segment.rule, forgotten]);
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
