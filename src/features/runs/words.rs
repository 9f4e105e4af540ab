//! Which words the states of a run have.

use wire::runs::{RunHold, RunState};

use crate::api::runs::Act;
use crate::locale::{Msg, held, runs as words};
use crate::ui::Icon;

/// The name of a run's state.
pub const fn state_name(state: RunState) -> Msg {
    match state {
        RunState::Freezing => words::STATE_FREEZING,
        RunState::Held => words::STATE_HELD,
        RunState::Running => words::STATE_RUNNING,
        RunState::Paused => words::STATE_PAUSED,
        RunState::Awaiting => words::STATE_AWAITING,
        RunState::Closed => words::STATE_CLOSED,
        RunState::Cancelling => words::STATE_CANCELLING,
    }
}

/// Why a run is held.
pub const fn hold_name(why: RunHold) -> Msg {
    match why {
        RunHold::Late => held::LATE,
        RunHold::People => held::PEOPLE,
        RunHold::Parts => held::PARTS,
        RunHold::Cost => held::COST,
        RunHold::Nobody => held::NOBODY,
        RunHold::Altered => held::ALTERED,
        RunHold::TakenBack => held::TAKEN_BACK,
    }
}

/// The deed's name, its sign, and what is asked before; of a run that is held, `held_why` says what is at stake.
pub const fn act_words(act: Act, held_why: Option<RunHold>) -> (Msg, Icon, Msg) {
    match act {
        Act::Release if matches!(held_why, Some(RunHold::TakenBack)) => {
            (words::RELEASE, Icon::Play, held::RELEASE_TAKEN_BACK)
        }
        Act::Pause => (words::PAUSE, Icon::Pause, words::PAUSE_TEXT),
        Act::Resume => (words::RESUME, Icon::Play, words::RESUME_TEXT),
        Act::Cancel => (words::CANCEL_RUN, Icon::Stop, words::CANCEL_TEXT),
        Act::Release => (words::RELEASE, Icon::Play, words::RELEASE_TEXT),
    }
}
