//! What the log's codes are called.

use crate::locale::{Msg, audit as words};
use crate::ui::Icon;

/// The kinds of things that are acted on, with their codes, in the order of the filter.
pub const SUBJECTS: [(&str, Msg, Icon); 18] = [
    ("campaign", words::CAMPAIGN, Icon::Campaigns),
    ("run", words::RUN, Icon::Runs),
    ("customer", words::CUSTOMER, Icon::Person),
    ("import", words::IMPORT, Icon::Import),
    ("segment", words::SEGMENT, Icon::Segments),
    ("template", words::TEMPLATE, Icon::Templates),
    ("conversation", words::CONVERSATION, Icon::Message),
    ("reply", words::REPLY, Icon::Message),
    ("user", words::USER, Icon::Person),
    ("session", words::SESSION, Icon::Key),
    ("token", words::TOKEN, Icon::Key),
    ("carrier", words::CARRIER, Icon::Carrier),
    ("organisation", words::SETTINGS, Icon::Settings),
    ("doubt", words::DOUBT, Icon::Info),
    ("confirmation", words::CONFIRMATION, Icon::Message),
    ("weather", words::WEATHER, Icon::Weather),
    ("witness", words::COPIES, Icon::Log),
    ("log", words::LOG, Icon::Log),
];

/// Actions with a name of their own.
const ACTIONS: [(&str, Msg); 2] = [
    ("session.opened", words::SESSION_OPENED),
    ("session.ended", words::SESSION_ENDED),
];

/// The verb of an action, after its dot. A verb that this version does not know is shown as it is.
const VERBS: [(&str, Msg); 87] = [
    ("created", words::CREATED),
    ("edited", words::EDITED),
    ("changed", words::EDITED),
    ("updated", words::EDITED),
    ("archived", words::ARCHIVED),
    ("restored", words::RESTORED),
    ("copied", words::COPIED),
    ("submitted", words::SUBMITTED),
    ("withdrawn", words::WITHDRAWN),
    ("approved", words::APPROVED),
    ("returned", words::RETURNED),
    ("voided", words::VOIDED),
    ("tested", words::TESTED),
    ("opened", words::OPENED),
    ("frozen", words::FROZEN),
    ("held", words::HELD),
    ("released", words::RELEASED),
    ("paused", words::PAUSED),
    ("resumed", words::RESUMED),
    ("rate_changed", words::RATE_CHANGED),
    ("cancelled", words::CANCELLED),
    ("closed", words::CLOSED),
    ("handed_over", words::HANDED_OVER),
    ("settled", words::SETTLED),
    ("expired", words::EXPIRED),
    ("doubted", words::DOUBTED),
    ("receipts", words::RECEIPTS),
    ("answered", words::ANSWERED),
    ("erased", words::ERASED),
    ("imported", words::IMPORTED),
    ("uploaded", words::UPLOADED),
    ("checking", words::CHECKING),
    ("checked", words::CHECKED),
    ("applying", words::APPLYING),
    ("mapped", words::MAPPED),
    ("applied", words::APPLIED),
    ("failed", words::FAILED),
    ("consented", words::CONSENTED),
    ("consent", words::CONSENTED),
    ("noted", words::NOTED),
    ("note", words::NOTED),
    ("signed_in", words::SIGNED_IN),
    ("signed_out", words::SIGNED_OUT),
    ("refused", words::REFUSED),
    ("revoked", words::REVOKED),
    ("exported", words::EXPORTED),
    ("consents_committed", words::CONSENTS_COMMITTED),
    ("key_added", words::KEY_ADDED),
    ("key_retired", words::KEY_RETIRED),
    ("authenticated", words::AUTHENTICATED),
    ("taken_back", words::TAKEN_BACK),
    ("replied", words::REPLIED),
    ("received", words::RECEIVED),
    ("continued", words::CONTINUED),
    ("committed", words::COMMITTED),
    ("replies_committed", words::REPLIES_COMMITTED),
    ("taken", words::TAKEN),
    ("given_back", words::GIVEN_BACK),
    ("done", words::DONE),
    ("reopened", words::REOPENED),
    ("renamed", words::RENAMED),
    ("rescheduled", words::RESCHEDULED),
    ("added", words::ADDED),
    ("removed", words::REMOVED),
    ("set_up", words::SET_UP),
    ("password_changed", words::PASSWORD_CHANGED),
    ("ended", words::ENDED),
    ("opt_outs_forgotten", words::OPT_OUTS_FORGOTTEN),
    ("opt_outs_committed", words::OPT_OUTS_COMMITTED),
    ("opt_out_kept", words::OPT_OUT_KEPT),
    ("opt_out_lifted", words::OPT_OUT_LIFTED),
    ("opt_out_moved", words::OPT_OUT_MOVED),
    ("erased_numbers_sealed", words::ERASED_SEALED),
    ("phone_revealed", words::REVEALED),
    ("consents_exported", words::CONSENTS_EXPORTED),
    ("pack_exported", words::PACK_EXPORTED),
    ("roll_exported", words::ROLL_EXPORTED),
    ("receipt_exported", words::RECEIPT_EXPORTED),
    ("refused_exported", words::REFUSED_EXPORTED),
    ("words_erased", words::WORDS_ERASED),
    ("entries_held", words::ENTRIES_HELD),
    ("entries_released", words::ENTRIES_RELEASED),
    ("entries_expired", words::ENTRIES_EXPIRED),
    ("entries_cancelled", words::ENTRIES_CANCELLED),
    ("unanswered", words::UNANSWERED),
    ("looked_up", words::LOOKED_UP),
    ("window_passed", words::WINDOW_PASSED),
];

/// The name and sign of a kind of thing. Actions on the organisation's settings say `settings`.
pub fn subject(code: &str) -> (Option<Msg>, Icon) {
    let code = if code == "settings" { "organisation" } else { code };
    SUBJECTS
        .iter()
        .find(|(known, ..)| *known == code)
        .map_or((None, Icon::Info), |(_, name, icon)| (Some(*name), *icon))
}

/// How the actions begin that such a subject has: what is done to the organisation is done to its settings.
pub fn actions_on(subject: &str) -> String {
    format!("{}.", if subject == "organisation" { "settings" } else { subject })
}

/// An action in words: `campaign.approved` → 活动 · 已批准.
pub fn action(code: &str) -> String {
    if let Some((_, name)) = ACTIONS.iter().find(|(known, _)| *known == code) {
        return name.get().to_owned();
    }
    let (kind, verb) = code.split_once('.').unwrap_or(("", code));
    let verb = VERBS
        .iter()
        .find(|(known, _)| *known == verb)
        .map_or_else(|| verb.replace('_', " "), |(_, name)| name.get().to_owned());
    match subject(kind).0 {
        Some(name) => format!("{} · {verb}", name.get()),
        None if kind.is_empty() => verb,
        None => format!("{kind} · {verb}"),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_kind_is_found_by_the_actions_that_it_has() {
        assert_eq!(actions_on("campaign"), "campaign.");
        assert_eq!(actions_on("organisation"), "settings.");
    }
}
