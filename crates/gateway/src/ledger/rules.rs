//! Which event says what of which row: what `rollcall audit check` holds rows against.

/// What an action says of a row.
#[derive(Debug)]
pub(super) struct Rule {
    /// The event's action.
    pub action: &'static str,
    /// What it speaks of, as the store calls the row.
    pub of: &'static str,
    /// Which row.
    pub which: Which,
    /// Columns, and what stands in them from then on.
    pub columns: &'static [(&'static str, Word)],
}

/// Which row an event speaks of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which {
    /// The one with the subject's id.
    Subject,
    /// There is only one.
    Only,
    /// The one that has the event's number.
    Event,
    /// The one that the detail names.
    Named(&'static str),
    /// The subject's, of this name.
    Part(&'static str),
    /// The subject's, that the detail names.
    PartNamed(&'static str),
    /// The subject's of that moment and this kind.
    Then(&'static str),
    /// The voided approval of that moment, if the subject was approved.
    Voided,
}

/// What an event says of a column.
#[derive(Debug, Clone, Copy)]
pub(super) enum Word {
    /// What the detail says that is named like the column; nothing without it.
    Same,
    /// What the detail says; nothing without it.
    Detail(&'static str),
    /// What the detail says; NULL without it.
    MayBe(&'static str),
    /// What the detail says behind ` > `.
    After(&'static str),
    /// The time of the event.
    At,
    /// The time of the first such event.
    FirstAt,
    /// Who acted.
    Actor,
    /// What kind of actor that was.
    ActorKind,
    /// Who acted, if it was a member of staff; else nothing.
    User,
    /// This.
    Is(&'static str),
    /// NULL.
    Null,
    /// One more than before.
    Next,
    /// As many more than before as the detail says, where there is one.
    Add(&'static str),
    /// As many fewer than before as the detail says.
    Less(&'static str),
    /// Where the detail says the second, the third; else as before.
    IfDetail(&'static str, &'static str, &'static str),
    /// What the detail says of a run's state; one that awaits receipts is one that runs.
    Going(&'static str),
    /// What was told of this column of the campaign that the detail `campaign` names.
    OfCampaign(&'static str),
    /// What the event sealed; nothing where it did not, or under another key.
    Sealed,
    /// The row goes.
    Gone,
}

const fn say(action: &'static str, of: &'static str, which: Which, columns: &'static [(&'static str, Word)]) -> Rule {
    Rule {
        action,
        of,
        which,
        columns,
    }
}

use Which as W;
use Word as S;

/// Numbers that opted out and are nobody's: how many rows came and went. Which ones, their leaves say.
pub(super) const OPT_OUTS: &str = "opt-outs";
/// What a step of a campaign that is no approval leaves of it.
#[rustfmt::skip]
const MOVED: &[(&str, Word)] = &[("next_at", S::Is("never")), ("version", S::Same), ("state", S::Detail("to_state")), ("digest", S::Same),
    ("content", S::Detail("digest")), ("approved_by", S::Null), ("approved_at", S::Null), ("updated_at", S::At)];
/// What whoever works on a conversation leaves of it.
const WORKED_ON: &[(&str, Word)] = &[("state", S::Detail("to")), ("note", S::Is("1"))];

/// What is known of a reply.
const REPLY: &[(&str, Word)] = &[("sealed text, number, time or customer", S::Sealed)];

/// Rules apply in this order. A row an action, for whoever looks for one.
#[rustfmt::skip]
pub(super) static RULES: &[Rule] = &[
    say("user.added", "user", W::Subject, &[("role", S::Same), ("active", S::Is("true")), ("created_at", S::At), ("sealed login, name or password", S::Sealed)]),
    say("user.changed", "user", W::Subject, &[("role", S::After("role")), ("active", S::After("active")), ("sealed login, name or password", S::Sealed)]),
    say("user.password_changed", "user", W::Subject, &[("sealed login, name or password", S::Sealed)]),
    say("token.added", "token", W::Subject, &[("role", S::Same), ("created_by", S::User), ("created_at", S::At),
        ("revoked_at", S::Null), ("sealed name or secret", S::Sealed)]),
    say("token.revoked", "token", W::Subject, &[("revoked_at", S::At)]),
    say("carrier.changed", "carrier", W::Subject, &[("kind", S::Same), ("enabled", S::Same), ("price_millis", S::Same),
        ("rate", S::Same), ("policy", S::Same), ("fallback", S::Same), ("hours", S::Same), ("sealed connection", S::Sealed)]),
    say("carrier.removed", "carrier", W::Subject, &[("", S::Gone)]),
    say("organisation.set_up", "organisation", W::Only, &[("zone", S::Same), ("sealed settings", S::Sealed)]),
    say("settings.changed", "organisation", W::Only, &[("version", S::Same), ("zone", S::Same), ("hours", S::Same),
        ("purpose_hours", S::Same), ("cap", S::Same), ("caps", S::Same), ("receipt_hours", S::Same), ("gap_days", S::Same),
        ("own_days", S::Same), ("care_needs_consent", S::Same), ("confirm_opt_outs", S::Same), ("sealed settings", S::Sealed)]),
    say("witness.changed", "witness", W::Only, &[("folder", S::Same), ("url", S::Same), ("hours", S::Same), ("sealed folder or address", S::Sealed)]),
    say("log.key_added", "key", W::Named("key"), &[("since", S::At), ("retired_at", S::Null)]),
    say("log.key_retired", "key", W::Named("key"), &[("retired_at", S::At)]),
    say("template.created", "template", W::Subject, &[("version", S::Is("1")), ("archived", S::Is("0")), ("updated_by", S::User),
        ("updated_at", S::At), ("sealed name or texts", S::Sealed)]),
    say("template.changed", "template", W::Subject, &[("version", S::Detail("to_version")), ("updated_by", S::User),
        ("updated_at", S::At), ("sealed name or texts", S::Sealed)]),
    say("template.archived", "template", W::Subject, &[("archived", S::Is("1")), ("updated_at", S::At)]),
    say("template.created", "template version", W::Part("1"), &[("purpose", S::Same), ("made_by", S::User), ("made_at", S::At), ("sealed name or texts", S::Sealed)]),
    say("template.changed", "template version", W::PartNamed("to_version"), &[("made_by", S::User), ("made_at", S::At), ("sealed name or texts", S::Sealed)]),
    say("segment.created", "segment", W::Subject, &[("version", S::Is("1")), ("archived_at", S::Null), ("created_at", S::At),
        ("updated_at", S::At), ("sealed name, rule or author", S::Sealed)]),
    say("segment.edited", "segment", W::Subject, &[("version", S::Same), ("updated_at", S::At), ("sealed name, rule or author", S::Sealed)]),
    say("segment.archived", "segment", W::Subject, &[("version", S::Next), ("archived_at", S::At), ("updated_at", S::At)]),
    say("segment.restored", "segment", W::Subject, &[("version", S::Next), ("archived_at", S::Null), ("updated_at", S::At)]),
    say("campaign.created", "campaign", W::Subject, &[("next_at", S::Is("never")), ("version", S::Is("1")), ("state", S::Is("draft")), ("digest", S::Same),
        ("content", S::Detail("digest")), ("author", S::User), ("submitted_by", S::Null), ("submitted_at", S::Null),
        ("approved_by", S::Null), ("approved_at", S::Null), ("returned", S::Is("0")), ("created_at", S::At), ("updated_at", S::At), ("sealed name, text, segment or template", S::Sealed)]),
    say("campaign.edited", "campaign", W::Subject, &[("next_at", S::Is("never")), ("version", S::Detail("to_version")), ("state", S::Detail("to_state")),
        ("digest", S::Detail("to_digest")), ("content", S::Detail("to_digest")), ("approved_by", S::Null), ("approved_at", S::Null),
        ("updated_at", S::At), ("sealed name, text, segment or template", S::Sealed)]),
    say("campaign.renamed", "campaign", W::Subject, &[("version", S::Next), ("updated_at", S::At), ("sealed name, text, segment or template", S::Sealed)]),
    say("campaign.submitted", "campaign", W::Subject, &[("next_at", S::Is("never")), ("version", S::Same), ("state", S::Detail("to_state")), ("digest", S::Same),
        ("content", S::Detail("digest")), ("approved_by", S::Null), ("approved_at", S::Null), ("updated_at", S::At),
        ("submitted_by", S::User), ("submitted_at", S::At), ("returned", S::Is("0"))]),
    say("campaign.withdrawn", "campaign", W::Subject, MOVED),
    say("campaign.returned", "campaign", W::Subject, &[("next_at", S::Is("never")), ("version", S::Same), ("state", S::Detail("to_state")), ("digest", S::Same),
        ("content", S::Detail("digest")), ("approved_by", S::Null), ("approved_at", S::Null), ("updated_at", S::At),
        ("returned", S::Is("1"))]),
    say("campaign.archived", "campaign", W::Subject, MOVED),
    say("campaign.restored", "campaign", W::Subject, MOVED),
    say("campaign.approved", "campaign", W::Subject, &[("next_at", S::Same), ("version", S::Same), ("state", S::Detail("to_state")), ("digest", S::Same),
        ("content", S::Detail("digest")), ("approved_by", S::User), ("approved_at", S::At), ("updated_at", S::At)]),
    say("campaign.rescheduled", "campaign", W::Subject, &[("next_at", S::Detail("to"))]),
    say("campaign.submitted", "decision", W::Then("submitted"), &[("made_by", S::User), ("digest", S::Same), ("content", S::Null), ("sealed comment", S::Sealed)]),
    say("campaign.withdrawn", "decision", W::Then("withdrawn"), &[("made_by", S::User), ("digest", S::Same), ("content", S::Null), ("sealed comment", S::Sealed)]),
    say("campaign.returned", "decision", W::Then("returned"), &[("made_by", S::User), ("digest", S::Same), ("content", S::Null), ("sealed comment", S::Sealed)]),
    say("campaign.approved", "decision", W::Then("approved"), &[("made_by", S::User), ("digest", S::Same),
        ("content", S::Detail("digest")), ("sealed comment", S::Sealed)]),
    say("campaign.edited", "decision", W::Voided, &[("made_by", S::User), ("digest", S::Detail("from_digest")), ("content", S::Null)]),
    say("campaign.archived", "decision", W::Voided, &[("made_by", S::User), ("digest", S::Same), ("content", S::Null)]),
    say("run.opened", "run", W::Subject, &[("campaign", S::Same), ("campaign_version", S::Detail("version")), ("due_at", S::Same),
        ("opened_at", S::At), ("author_id", S::OfCampaign("author")), ("approver_id", S::OfCampaign("approved_by")),
        ("approved_at", S::OfCampaign("approved_at")), ("digest", S::OfCampaign("digest")), ("held_why", S::MayBe("held_why")),
        ("state", S::Going("state")), ("doomed", S::Is("0")), ("doomed", S::IfDetail("late", "cancel", "1")), ("attempts", S::Is("0")),
        ("attempts_of_entries", S::Is("0")), ("frozen_at", S::Null), ("closed_at", S::Null), ("closed", S::Is("0")),
        ("roll", S::Is("0")), ("sealed name or people's names", S::Sealed)]),
    say("run.opened", "campaign", W::Named("campaign"), &[("next_at", S::Same)]),
    say("run.frozen", "run", W::Subject, &[("frozen_at", S::At), ("state", S::Going("state")), ("audience", S::Same), ("frozen_content", S::Detail("content")),
        ("frozen_author", S::Detail("author")), ("frozen_approver", S::Detail("approved_by")),
        ("frozen_approved_at", S::Detail("approved_at")), ("roll", S::IfDetail("roll", "1", "1"))]),
    say("run.rate_changed", "run", W::Subject, &[("rate", S::Detail("to"))]),
    say("run.held", "run", W::Subject, &[("held_why", S::Detail("why")), ("state", S::Is("held"))]),
    say("run.paused", "run", W::Subject, &[("held_why", S::Null), ("doomed", S::Is("0")), ("state", S::Going("to"))]),
    say("run.resumed", "run", W::Subject, &[("held_why", S::Null), ("doomed", S::Is("0")), ("state", S::Going("to"))]),
    say("run.released", "run", W::Subject, &[("held_why", S::Null), ("doomed", S::Is("0")), ("state", S::Going("to"))]),
    say("run.cancelled", "run", W::Subject, &[("held_why", S::Null), ("doomed", S::IfDetail("to", "freezing", "1")),
        ("state", S::Going("to"))]),
    say("run.closed", "run", W::Subject, &[("held_why", S::Null), ("closed_at", S::At), ("closed", S::Is("1")), ("state", S::Is("closed")),
        ("parts", S::Same),
        ("cost_millis", S::Same)]),
    say("run.handed_over", "run", W::Subject, &[("attempts", S::Add("handed_over")), ("attempts_of_entries", S::Add("handed_over"))]),
    say("run.handed_over", "second carrier", W::PartNamed("second_carrier"), &[("since", S::FirstAt)]),
    say("doubt.settled", "settlement", W::Event, &[("how", S::Same), ("at", S::At), ("settled_by", S::Actor), ("reason", S::Is("1")),
        ("entries", S::Same)]),
    say("conversation.taken", "conversation", W::Subject, WORKED_ON),
    say("conversation.given_back", "conversation", W::Subject, WORKED_ON),
    say("conversation.done", "conversation", W::Subject, WORKED_ON),
    say("conversation.reopened", "conversation", W::Subject, WORKED_ON),
    say("conversation.replied", "conversation", W::Subject, WORKED_ON),
    say("reply.received", "reply", W::Subject, REPLY),
    say("reply.continued", "reply", W::Subject, REPLY),
    say("reply.committed", "reply", W::Subject, REPLY),
    say("import.uploaded", "import", W::Subject, &[("kind", S::Same), ("bytes", S::Same), ("actor_kind", S::ActorKind),
        ("actor", S::Actor), ("created_at", S::At)]),
    say("import.checking", "import", W::Subject, &[("state", S::Is("checking"))]),
    say("import.checked", "import", W::Subject, &[("state", S::Is("checked"))]),
    say("import.applying", "import", W::Subject, &[("state", S::Is("applying"))]),
    say("import.applied", "import", W::Subject, &[("state", S::Is("applied")), ("new", S::Same), ("changed", S::Same),
        ("unchanged", S::Same), ("refused", S::Same)]),
    say("import.cancelled", "import", W::Subject, &[("state", S::Is("cancelled"))]),
    say("import.failed", "import", W::Subject, &[("state", S::Is("failed"))]),
    say("settings.opt_out_kept", OPT_OUTS, W::Only, &[("rows", S::Add("rows"))]),
    say("settings.opt_out_lifted", OPT_OUTS, W::Only, &[("rows", S::Less("rows"))]),
    say("settings.opt_out_moved", OPT_OUTS, W::Only, &[("rows", S::Less("rows"))]),
    say("settings.opt_outs_committed", OPT_OUTS, W::Only, &[("rows", S::Add("untold"))]),
    say("settings.opt_outs_forgotten", OPT_OUTS, W::Only, &[("rows", S::Is("0"))]),
    say("customer.erased", "erased customer", W::Subject, &[("erased_at", S::At)]),
];
