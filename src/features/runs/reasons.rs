//! Why cells of the field have their outcome: the cells themselves say only which.

use std::collections::HashMap;
use std::time::Duration;

use domain::id::RunId;
use domain::roll::Outcome;
use leptos::prelude::*;

use super::cells::Cells;
use super::look;
use crate::api::runs::{EntryQuery, entries};
use crate::state::effect::effect;
use crate::state::latest::latest;

/// How long the cursor rests on a cell before its reason is asked for.
const REST: Duration = Duration::from_millis(150);

/// Why the customer under the cursor is left out, or was not reached: outcomes that stay, so that what was told of a cell
/// holds. Each answer brings those of the next ones too, so that a cursor that goes from one to the next rarely asks.
pub fn reasons(id: RunId, cells: Cells, cursor: RwSignal<Option<u32>>) -> Signal<Option<String>> {
    let known = RwSignal::new(HashMap::<u32, Option<String>>::new());
    let reasoned = Memo::new(move |_| {
        let cell = cursor.get()?;
        let kind = cells.all.with(|all| all.as_ref()?.get(cell as usize).copied())?;
        let outcome = Outcome::from_number(i16::from(kind))?;
        matches!(outcome, Outcome::Excluded | Outcome::Failed).then_some((cell, outcome))
    });
    let unknown = move || {
        reasoned
            .get()
            .filter(|(cell, _)| known.with(|known| !known.contains_key(cell)))
    };
    let answer = latest(unknown, REST, move |(cell, outcome)| {
        entries(
            id,
            &EntryQuery {
                outcome: Some(outcome),
                at: Some(cell),
                ..EntryQuery::default()
            },
        )
    })
    .answer;
    effect(move || {
        if let Some(Ok(page)) = answer.get() {
            known.update(|known| known.extend(page.rows.into_iter().map(|entry| (entry.seq, entry.reason))));
        }
    });
    Signal::derive(move || {
        let (cell, outcome) = reasoned.get()?;
        let code = known.with(|known| known.get(&cell).cloned().flatten())?;
        Some(look::reason(outcome, &code).map_or(code, |reason| reason.get().to_owned()))
    })
}
