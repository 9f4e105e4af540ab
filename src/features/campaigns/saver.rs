//! Drafts save themselves.

use std::time::Duration;

use domain::campaign::{CampaignState, Content};
use domain::id::CampaignId;
use domain::time::Millis;
use futures_channel::oneshot;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::Code;
use wire::campaigns::{Campaign, CampaignEdit};

use super::kept;
use crate::api::{self, Error};
use crate::locale::{campaigns as words, date, lang_now};
use crate::state::effect::effect;
use crate::state::{live, toasts};

/// How long typing must rest before it is saved.
const REST: Duration = Duration::from_millis(900);
/// The longest pause between two attempts after a failure.
const LONGEST: Duration = Duration::from_secs(30);

/// What can be said of the draft's safety.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// All of it is saved, since then.
    Saved(Millis),
    /// Something is not saved yet.
    Unsaved,
    /// It is on its way.
    Saving,
    /// It was not saved; it is tried again where that can help.
    Failed(Error),
    /// Somebody else saved something else.
    Conflict(Box<Campaign>),
}

/// Saves what is wanted whenever typing rests. What was typed stays in the fields, whatever happens.
#[derive(Clone, Copy)]
pub struct Saver {
    id: CampaignId,
    wanted: Memo<(String, Content)>,
    /// Whether the limits are only proposed from the preview. Nobody wrote those: they are saved along with what somebody
    /// wrote, or before it is handed in, but to look at a campaign must not make a new version of it.
    proposed: Signal<bool>,
    saved: RwSignal<(String, Content)>,
    saved_at: RwSignal<Millis>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Status>>,
    version: StoredValue<i64>,
    failures: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// What was left unsaved while a save was under way; it outlives the composer, for that save to send it afterwards.
    left: StoredValue<ArcStoredValue<Option<(String, Content)>>>,
    /// What was kept when the composer was left the last time, until one says what is to become of it.
    pub offered: RwSignal<Option<CampaignEdit>>,
    /// Whether the two versions are on show, where there is a conflict.
    pub choosing: RwSignal<bool>,
    /// Where the campaign stands as saved: editing an approved one makes it a draft.
    pub standing: RwSignal<CampaignState>,
}

impl Saver {
    /// Watches what is wanted, beginning with what was loaded. `proposed` says whether its limits are only proposals.
    pub fn new(loaded: &Campaign, wanted: Memo<(String, Content)>, proposed: Signal<bool>) -> Self {
        let saver = Self {
            id: loaded.id,
            wanted,
            proposed,
            saved: RwSignal::new((loaded.name.clone(), loaded.content.clone())),
            saved_at: RwSignal::new(loaded.updated_at),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            version: StoredValue::new(loaded.version),
            failures: StoredValue::new(0),
            timer: StoredValue::new(None),
            left: StoredValue::new(ArcStoredValue::new(None)),
            offered: RwSignal::new(
                kept::kept(loaded.id).filter(|edit| edit.name != loaded.name || edit.content != loaded.content),
            ),
            choosing: RwSignal::new(false),
            standing: RwSignal::new(loaded.state),
        };
        effect(move || {
            if saver.written() {
                saver.after(REST);
            }
        });
        // Nobody waits out the pause once the gateway, or the session, is there again.
        effect(move || {
            let waits = |trouble: &Option<Status>| matches!(trouble, Some(Status::Failed(error)) if hopeful(error));
            if live::returns() > 0 && saver.trouble.with_untracked(waits) {
                saver.now();
            }
        });
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if untrack(|| saver.written()) {
                // Whoever leaves all the same finds it here.
                let _ = kept::keep(saver.id, &saver.edit());
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            leaving.remove();
            saver.last_words();
        });
        saver
    }

    /// What can be said of the draft's safety; reactive.
    pub fn status(self) -> Status {
        if let Some(trouble) = self.trouble.get() {
            return trouble;
        }
        if self.busy.get() {
            return Status::Saving;
        }
        if self.written() {
            Status::Unsaved
        } else {
            Status::Saved(self.saved_at.get())
        }
    }

    /// The version that is saved.
    pub fn version(self) -> i64 {
        self.version.get_value()
    }

    /// Saves now.
    pub fn now(self) {
        self.after(Duration::ZERO);
    }

    /// Saves what is not saved yet, and says whether all of it is.
    pub async fn settle(self) -> bool {
        loop {
            // The composer may be closed meanwhile.
            if self.timer.try_get_value().is_none() {
                return false;
            }
            if self.busy.get_untracked() {
                pause(Duration::from_millis(60)).await;
                continue;
            }
            if !self.dirty_now() {
                return true;
            }
            self.save().await;
            if self.trouble.try_with_untracked(Option::is_some) != Some(false) {
                if self.choosing.try_get_untracked().is_some() && self.in_conflict() {
                    self.choosing.set(true);
                }
                return false;
            }
        }
    }

    /// Somebody else's version was seen: ours is to replace it.
    pub fn keep_mine(self, theirs: &Campaign) {
        self.adopt(theirs);
        self.now();
    }

    /// What was kept is wanted again. It goes out on the version that it was written on: if somebody saved since, both are
    /// shown.
    pub fn written_on(self, version: i64) {
        self.version.set_value(version);
        self.offered.set(None);
    }

    /// What was kept is not wanted any more.
    pub fn drop_offered(self) {
        kept::forget(self.id);
        self.offered.set(None);
    }

    /// Somebody else's version is what the fields hold from now on.
    pub fn adopt(self, theirs: &Campaign) {
        self.version.set_value(theirs.version);
        self.saved.set((theirs.name.clone(), theirs.content.clone()));
        self.saved_at.set(theirs.updated_at);
        self.standing.set(theirs.state);
        self.trouble.set(None);
    }

    /// Whether somebody wrote what is not saved yet; reactive.
    fn written(self) -> bool {
        let proposed = self.proposed.get();
        self.wanted
            .with(|wanted| self.saved.with(|saved| differs(wanted, saved, proposed)))
    }

    fn dirty_now(self) -> bool {
        self.wanted
            .with_untracked(|wanted| self.saved.with_untracked(|saved| wanted != saved))
    }

    fn after(self, wait: Duration) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        let go = move || {
            if self.timer.try_get_value().is_some() {
                spawn_local(self.save());
            }
        };
        self.timer.set_value(set_timeout_with_handle(go, wait).ok());
    }

    async fn save(self) {
        if self.in_conflict() || self.busy.get_untracked() || !self.dirty_now() {
            return;
        }
        self.busy.set(true);
        let edit = self.edit();
        let (id, left) = (self.id, self.left.get_value());
        let answer = api::campaigns::save(id, &edit).await;
        let wanted = (edit.name, edit.content);
        // The composer may be closed meanwhile.
        if self.busy.try_set(false).is_some() {
            if let Some(rest) = left.get_value() {
                match answer {
                    Ok(_) if rest == wanted => kept::forget(id),
                    Ok(campaign) => send_left(id, edit_of(campaign.version, rest)).await,
                    Err(error) => tell_left(id, &edit_of(edit.version, rest), &error),
                }
            }
            return;
        }
        match answer {
            Ok(campaign) => {
                self.version.set_value(campaign.version);
                self.standing.set(campaign.state);
                self.saved.set(wanted);
                self.saved_at.set(date::now());
                self.trouble.set(None);
                self.failures.set_value(0);
                if self.offered.with_untracked(Option::is_none) {
                    kept::forget(id);
                }
                if untrack(|| self.written()) {
                    self.after(REST);
                }
            }
            Err(error) => self.failed(error),
        }
    }

    fn failed(self, error: Error) {
        if let Some(theirs) = error.theirs::<Campaign>() {
            self.trouble.set(Some(Status::Conflict(Box::new(theirs))));
            return;
        }
        let again = hopeful(&error);
        self.trouble.set(Some(Status::Failed(error)));
        if again {
            let failures = self.failures.get_value();
            self.failures.set_value(failures + 1);
            self.after((Duration::from_secs(2) * 2_u32.pow(failures.min(4))).min(LONGEST));
        }
    }

    /// Whether somebody else saved something else, and nobody has chosen yet.
    fn in_conflict(self) -> bool {
        self.trouble
            .with_untracked(|trouble| matches!(trouble, Some(Status::Conflict(_))))
    }

    fn edit(self) -> CampaignEdit {
        edit_of(self.version.get_value(), self.wanted.get_untracked())
    }

    /// One leaves the page: what is not saved is kept in the browser, and goes out at once where that can help.
    fn last_words(self) {
        if let Some(Some(timer)) = self.timer.try_get_value() {
            timer.clear();
        }
        let (Some(wanted), Some(saved), Some(version), Some(left)) = (
            self.wanted.try_get_untracked(),
            self.saved.try_get_untracked(),
            self.version.try_get_value(),
            self.left.try_get_value(),
        ) else {
            return;
        };
        let proposed = self.proposed.try_get_untracked().unwrap_or(false);
        if !differs(&wanted, &saved, proposed) {
            return;
        }
        let (id, edit) = (self.id, edit_of(version, wanted.clone()));
        if self.busy.try_get_untracked() == Some(true) {
            // The save under way brings the version that this needs.
            let _ = kept::keep(id, &edit);
            left.set_value(Some(wanted));
        } else if self.in_conflict() {
            if kept::keep(id, &edit) {
                toasts::note(words::LEFT_KEPT.get());
            }
        } else {
            spawn_local(send_left(id, edit));
        }
    }
}

fn edit_of(version: i64, (name, content): (String, Content)) -> CampaignEdit {
    CampaignEdit { version, name, content }
}

/// Sends what the composer left behind; the browser keeps it until it is saved.
async fn send_left(id: CampaignId, edit: CampaignEdit) {
    let _ = kept::keep(id, &edit);
    match api::campaigns::save(id, &edit).await {
        Ok(_) => kept::forget(id),
        Err(error) => tell_left(id, &edit, &error),
    }
}

/// What was left behind could not be saved: it is said where it is now.
fn tell_left(id: CampaignId, edit: &CampaignEdit, error: &Error) {
    if kept::keep(id, edit) {
        toasts::note(words::left_kept(lang_now(), &error.title()));
    } else {
        toasts::failed(error);
    }
}

/// Whether what is wanted differs from what is saved, by more than limits that are only proposed.
fn differs(wanted: &(String, Content), saved: &(String, Content), proposed: bool) -> bool {
    if !proposed {
        return wanted != saved;
    }
    let limits = saved.1.limits;
    wanted.0 != saved.0
        || Content {
            limits,
            ..wanted.1.clone()
        } != saved.1
}

/// Whether trying again later can help.
pub fn hopeful(error: &Error) -> bool {
    matches!(
        error.code(),
        None | Some(Code::Busy | Code::DiskFull | Code::Internal | Code::SignedOut)
    )
}

async fn pause(time: Duration) {
    let (done, ended) = oneshot::channel();
    let end = move || {
        let _ = done.send(());
    };
    set_timeout(end, time);
    let _ = ended.await;
}
