//! What happens, as it happens.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::role::{Capability, Role};
use futures::Stream;
use tokio::sync::broadcast::Receiver;
use uuid::Uuid;
use wire::live::Live;

use crate::app::App;
use crate::caller::{Caller, May, cap};
use crate::error::Answer;
use crate::jobs::Stop;
use crate::live::Told;

/// How often it is asked whether the listener may still listen.
const CHECK: Duration = Duration::from_secs(30);

struct Listening {
    app: App,
    caller: Caller,
    events: Receiver<Told>,
    stop: Stop,
    check: tokio::time::Interval,
}

/// Server-sent events: `run`, `import`, `approvals`, `replies`, `log`, as far as the role may know of them. The stream ends when the
/// gateway stops, the session ends or the listener lags behind; whoever comes back reads anew.
#[utoipa::path(get, path = "/live", tag = "live", security(("capability" = ["signed_in"])),
    responses((status = 200, content_type = "text/event-stream", body = Live)))]
pub async fn stream(
    may: May<cap::SignedIn>,
    State(app): State<App>,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let listening = Listening {
        caller: may.user().clone(),
        events: app.live.listen(),
        stop: app.jobs.stop(),
        check: tokio::time::interval_at(tokio::time::Instant::now() + CHECK, CHECK),
        app,
    };
    let events = futures::stream::unfold(listening, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok(event), listening))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

impl Listening {
    async fn next(&mut self) -> Option<Event> {
        loop {
            tokio::select! {
                biased;
                () = self.stop.wait() => return None,
                _ = self.check.tick() => {
                    if !self.caller.still_stands(&self.app).await {
                        return None;
                    }
                }
                event = self.events.recv() => {
                    let told = event.ok()?;
                    if may_know(self.caller.role, self.caller.id, &told) {
                        return Some(sse(&told.event));
                    }
                }
            }
        }
    }
}

/// Whether somebody may know of it. A run that one may not read is not there for one, as a stream or as a page.
fn may_know(role: Role, id: Uuid, told: &Told) -> bool {
    match &told.event {
        Live::Run(_) => role.reads_all_logs() || (role.may(Capability::ReadLog) && told.author == Some(id)),
        Live::Import(_) => role.may(Capability::EditCustomers),
        Live::Replies {} => role.may(Capability::SeeCustomers),
        Live::Approvals {} => role.may(Capability::Approve) || role.may(Capability::Compose),
        Live::Log { .. } => role.reads_all_logs(),
    }
}

fn sse(event: &Live) -> Event {
    let tagged = serde_json::to_value(event).unwrap_or_default();
    let name = tagged["event"].as_str().unwrap_or("unknown");
    Event::default().event(name).data(tagged["data"].to_string())
}

#[cfg(test)]
mod tests {
    use domain::id::{CampaignId, RunId};
    use domain::roll::Tally;
    use wire::runs::{Run, RunState};

    use super::*;

    const ME: Uuid = Uuid::from_u128(1);

    fn run() -> Run {
        Run {
            id: RunId(Uuid::from_u128(8)),
            campaign: CampaignId(Uuid::from_u128(9)),
            name: "立冬问候".to_owned(),
            state: RunState::Running,
            held_why: None,
            due_at: 0,
            frozen_at: None,
            closed_at: None,
            valid_until: 0,
            audience: 0,
            tally: Tally::default(),
            parts: 0,
            cost_millis: 0,
            rate: None,
            revision: 1,
            provable: false,
        }
    }

    /// Which roles hear of it, where they are `ME`.
    fn heard(event: Live, author: Option<Uuid>) -> [bool; 4] {
        let told = Told { event, author };
        Role::ALL.map(|role| may_know(role, ME, &told))
    }

    #[test]
    fn each_role_hears_what_it_may_know() {
        assert_eq!(heard(Live::Log { size: 3 }, None), [false, true, true, true]);
        assert_eq!(heard(Live::Approvals {}, None), [true, true, true, true]);
        let run = Live::Run(run());
        assert_eq!(heard(run.clone(), Some(ME)), [true, true, true, true], "one's own");
        for author in [Some(Uuid::from_u128(2)), None] {
            assert_eq!(heard(run.clone(), author), [false, true, true, true], "{author:?}'s");
        }
    }
}
