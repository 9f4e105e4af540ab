//! The cells of a run's roll, kept up with the run.

use std::sync::Arc;

use domain::id::RunId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, Error};
use crate::state::effect::effect;

/// The cells, and why they could not be fetched.
#[derive(Clone, Copy)]
pub struct Cells {
    /// One outcome's number an entry; `None` until they were fetched.
    pub all: RwSignal<Option<Arc<Vec<u8>>>>,
    /// The run's revision that they are at least as new as.
    pub of: RwSignal<Option<u64>>,
    /// Why the last fetch failed.
    pub error: RwSignal<Option<Error>>,
    /// Fetches them again.
    pub retry: Callback<()>,
}

impl Cells {
    /// Fetches the cells now and whenever `revision` moves on. One fetch at a time: while a large roll travels, the
    /// revisions that pass are skipped, and the last one is fetched after it.
    pub fn follow(id: RunId, revision: Signal<u64>) -> Cells {
        let again = Trigger::new();
        let cells = Cells {
            all: RwSignal::new(None),
            of: RwSignal::new(None),
            error: RwSignal::new(None),
            retry: Callback::new(move |()| again.notify()),
        };
        let busy = StoredValue::new(false);
        effect(move || {
            revision.track();
            again.track();
            if busy.get_value() {
                return;
            }
            busy.set_value(true);
            spawn_local(async move {
                loop {
                    let asked = revision.try_get_untracked();
                    let answer = api::runs::cells(id).await;
                    match answer {
                        Ok(fetched) => {
                            cells.error.try_set(None);
                            cells.of.try_set(asked);
                            cells.all.try_set(Some(Arc::new(fetched)));
                        }
                        Err(error) => {
                            cells.error.try_set(Some(error));
                            break;
                        }
                    }
                    if revision.try_get_untracked() == asked {
                        break;
                    }
                }
                busy.try_set_value(false);
            });
        });
        cells
    }
}
