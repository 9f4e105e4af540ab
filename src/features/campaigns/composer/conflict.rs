//! Two people wrote at once: both versions are shown, and one chooses.

use leptos::prelude::*;
use wire::campaigns::Campaign;

use super::super::desk::Desk;
use super::super::kept;
use super::super::saver::Status;
use super::super::words::content_rows;
use crate::locale::{campaigns as words, tr, ui};
use crate::state::effect::effect;
use crate::ui::{Button, Dialog, Look, Place};

/// Opens by itself when somebody else's version was saved first.
#[component]
pub fn ConflictDialog(
    /// What is worked on.
    desk: Desk,
    /// The campaign went on and is to be fetched anew.
    changed: Callback<()>,
) -> impl IntoView {
    let theirs = Memo::new(move |_| match desk.saver.status() {
        Status::Conflict(theirs) => Some(*theirs),
        _ => None,
    });
    let open = desk.saver.choosing;
    // The dialog is closed by Escape too; the bar then still says what is the case, and opens it again, as
    // does handing it in.
    effect(move || open.set(theirs.with(Option::is_some)));
    let rows = move || {
        theirs.with(|theirs| {
            theirs
                .as_ref()
                .map(|theirs| differing(desk, theirs))
                .unwrap_or_default()
        })
    };
    let keep = move |_| {
        if let Some(theirs) = theirs.get_untracked() {
            desk.saver.keep_mine(&theirs);
        }
    };
    let take = move |_| {
        let Some(theirs) = theirs.get_untracked() else { return };
        let draft = theirs.state == domain::campaign::CampaignState::Draft;
        desk.draft.take(&theirs);
        desk.saver.adopt(&theirs);
        kept::forget(desk.id);
        if !draft {
            changed.run(());
        }
    };
    view! {
        <Dialog open title=words::CONFLICT place=Place::Wide>
            <p class="dialog__text">{tr(words::CONFLICT_TEXT)}</p>
            <table class="versus">
                <thead><tr><td></td><th scope="col">{tr(ui::MINE)}</th><th scope="col">{tr(ui::THEIRS)}</th></tr></thead>
                <tbody>{move || rows().into_iter().map(|(name, mine, theirs)| view! {
                    <tr><th scope="row">{tr(name)}</th><td>{mine}</td><td>{theirs}</td></tr>
                }).collect_view()}</tbody>
            </table>
            <div class="dialog__actions">
                <Button label=ui::TAKE_THEIRS on:click=take/>
                <Button label=ui::KEEP_MINE look=Look::Primary on:click=keep/>
            </div>
        </Dialog>
    }
}

/// The rows in which two versions differ: name, mine, theirs.
fn differing(desk: Desk, theirs: &Campaign) -> Vec<(crate::locale::Msg, String, String)> {
    let segment = desk.draft.segment_name.get();
    let mut rows = vec![(words::NAME, desk.draft.name.get(), theirs.name.clone())];
    let mine = desk
        .content
        .with(|content| content_rows(content, segment.as_deref(), None));
    let other = content_rows(&theirs.content, theirs.segment.as_deref(), None);
    rows.extend(
        mine.into_iter()
            .zip(other)
            .map(|((name, mine), (_, theirs))| (name, mine, theirs)),
    );
    rows.retain(|(_, mine, theirs)| mine != theirs);
    rows
}
