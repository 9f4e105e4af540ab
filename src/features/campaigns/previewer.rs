//! What would happen if the draft ran now, asked whenever typing rests.

use std::time::Duration;

use domain::campaign::Content;
use domain::id::{CampaignId, CustomerId};
use leptos::prelude::*;
use wire::campaigns::{ContentPreview, PreviewContent};

use crate::api::{self, Error};
use crate::locale::lang;
use crate::state::asking::Asking;
use crate::state::effect::effect;

/// How long typing must rest before the gateway is asked.
const REST: Duration = Duration::from_millis(350);

/// The preview of a draft. An answer to an older question is dropped; the last good one stays in sight meanwhile.
#[derive(Clone, Copy)]
pub struct Previewer {
    /// The last answer.
    pub shown: RwSignal<Option<ContentPreview>>,
    /// Whether an answer is awaited.
    pub busy: RwSignal<bool>,
    /// Why the last answer did not come.
    pub error: RwSignal<Option<Error>>,
    /// The customer whose message one wants to see.
    pub customer: Signal<Option<CustomerId>>,
    campaign: CampaignId,
    asked: Memo<Option<Content>>,
    on_first: Callback<ContentPreview>,
    asking: Asking,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Previewer {
    /// Asks for what `asked` holds, of this campaign, whenever it rests; `None` is not asked, and shows nothing. `on_first` hears the first answer.
    pub fn new(
        campaign: CampaignId,
        asked: Memo<Option<Content>>,
        customer: Signal<Option<CustomerId>>,
        on_first: Callback<ContentPreview>,
    ) -> Self {
        let previewer = Self {
            campaign,
            shown: RwSignal::new(None),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            customer,
            asked,
            on_first,
            asking: Asking::here(),
            timer: StoredValue::new(None),
        };
        let mut wait = Duration::ZERO;
        effect(move || {
            asked.track();
            customer.track();
            // Findings are worded by the gateway.
            lang();
            previewer.after(std::mem::replace(&mut wait, REST));
        });
        on_cleanup(move || {
            if let Some(Some(timer)) = previewer.timer.try_get_value() {
                timer.clear();
            }
        });
        previewer
    }

    /// Asks again now.
    pub fn again(self) {
        self.after(Duration::ZERO);
    }

    fn after(self, wait: Duration) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        // From here on an answer under way is one to an older question.
        self.asking.next();
        self.busy.set(self.asked.with_untracked(Option::is_some));
        let go = move || {
            if self.timer.try_get_value().is_some() {
                self.ask();
            }
        };
        self.timer.set_value(set_timeout_with_handle(go, wait).ok());
    }

    fn ask(self) {
        let Some(content) = self.asked.get_untracked() else {
            self.shown.set(None);
            return;
        };
        let question = PreviewContent {
            content,
            customer: self.customer.get_untracked(),
            campaign: Some(self.campaign),
        };
        self.asking
            .ask(api::campaigns::preview(&question), move |answer| self.take(answer));
    }

    fn take(self, answer: api::Result<ContentPreview>) {
        match answer {
            Ok(preview) => {
                self.error.set(None);
                if self.shown.with_untracked(Option::is_none) {
                    self.on_first.run(preview.clone());
                }
                self.shown.set(Some(preview));
            }
            Err(error) => self.error.set(Some(error)),
        }
        self.busy.set(false);
    }
}
