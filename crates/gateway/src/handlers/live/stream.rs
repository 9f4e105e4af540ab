//! What happens, as it happens.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::role::{Capability, Role};
use futures::Stream;
use tokio::sync::broadcast::Receiver;
use wire::live::Live;

use crate::app::App;
use crate::caller::{Caller, May, cap};
use crate::error::Answer;
use crate::jobs::Stop;

/// How often it is asked whether the listener may still listen.
const CHECK: Duration = Duration::from_secs(30);

struct Listening {
    app: App,
    caller: Caller,
    events: Receiver<Live>,
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
                    let event = event.ok()?;
                    if may_know(self.caller.role, &event) {
                        return Some(sse(&event));
                    }
                }
            }
        }
    }
}

fn may_know(role: Role, event: &Live) -> bool {
    match event {
        Live::Run(_) => role.may(Capability::ReadLog),
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
    use super::*;

    #[test]
    fn each_role_hears_what_it_may_know() {
        let log = Live::Log { size: 3 };
        assert_eq!(Role::ALL.map(|role| may_know(role, &log)), [false, true, true, true]);
        let approvals = Live::Approvals {};
        assert_eq!(
            Role::ALL.map(|role| may_know(role, &approvals)),
            [true, true, true, true]
        );
    }
}
