//! What of the database the log answers for, and what it does not.

mod firm;
mod log;
mod rolls;

/// What is changed, and what is said of it.
pub type Change = (&'static str, &'static [&'static str]);

/// All of them.
pub fn changes() -> impl Iterator<Item = &'static Change> {
    [log::CHANGES, rolls::CHANGES, firm::CHANGES].into_iter().flatten()
}

/// Columns that are no part of the promise, by table, and why.
pub const OUTSIDE: &[(&str, &str, &str)] = &[
    ("staff", "seen_at", "when somebody was here last"),
    (
        "session",
        "*",
        "who is signed in at the moment; the log has its own word of each beginning and end",
    ),
    ("token", "used_at", "when it was used last"),
    (
        "organisation",
        "id setup_hash",
        "there is one; the secret of the first start",
    ),
    (
        "customer",
        "id version number name sex phone phone_state phone_raw phone_key tier city tags site_stage site_stage_said site_name site_started site_due \
         project_manager last_purchase purchase_count purchase_total birthday lunar_birthday agent_id last_contact created_at updated_at \
         import_id note attributes",
        "personal data, which the log never holds; what was sent is committed entry by entry",
    ),
    ("customer_tag", "*", "personal data"),
    ("attribute_name", "*", "found again in the customers"),
    ("purchase", "*", "personal data"),
    ("customer_event", "*", "personal data"),
    ("customer_note", "*", "personal data"),
    (
        "event",
        "mac",
        "shows that the gateway wrote what is not signed yet; what is signed needs none",
    ),
    (
        "number_key",
        "*",
        "tells whether the key of those hashes is the right one",
    ),
    (
        "consent_record",
        "id counts_from",
        "order records of one moment; what they lead to is on the card, which is checked",
    ),
    (
        "import_job",
        "file path format done total permille new_rows changed_rows unchanged_rows refused_rows unreachable_rows layout columns version with_erased sample \
         understood problem ended_at",
        "how far it is and what is shown of it; the consents that it recorded are committed",
    ),
    ("import_refusal", "*", "what is shown of an import"),
    ("column_memory", "*", "what the next import guesses"),
    (
        "campaign_maker",
        "*",
        "who may not approve, until it is approved; the log says who made it",
    ),
    (
        "taken_back",
        "*",
        "what the first page tells; the log has its own word of it",
    ),
    (
        "broken_roll",
        "*",
        "that a close was refused, which the next try finds again",
    ),
    ("run", "revision", "how often it changed, for whoever shows it"),
    ("entry", "detail", "the carrier's own words"),
    (
        "entry",
        "wording",
        "which of the wordings; the text itself is committed",
    ),
    (
        "entry",
        "held_until deadline_at handed_at updated_at revision",
        "when it moves on; where it ended is committed",
    ),
    (
        "letter",
        "name",
        "how the customer was called then; the entry is the customer's by the id",
    ),
    (
        "attempt",
        "lease",
        "which engine handed it over; what was handed over when, and what was answered, is in the log",
    ),
    (
        "receipt",
        "id tails",
        "the way to an outcome; the rest of them is in the log",
    ),
    ("part", "*", "the way to an outcome"),
    (
        "settlement",
        "entry_id",
        "the way to an outcome; how many were settled is in the log",
    ),
    ("engine_lease", "*", "who works at the moment"),
    ("checkpoint", "at", "a checkpoint states size and root, and no time"),
    ("log_head", "id", "there is one"),
    ("log_checked", "*", "is signed itself, and not believed otherwise"),
    ("event_about", "*", "what goes when a customer is erased"),
    (
        "side_tile",
        "kind owner",
        "a tile of no tree is never read, and one that is missing is made again",
    ),
    ("weather", "*", "what a service forecast"),
    ("witness", "id version", "there is one; how often it was changed"),
    ("erased_seal", "one", "there is one"),
    ("witness_sent", "*", "what was sent elsewhere lies elsewhere"),
    (
        "conversation",
        "id version phone customer_id staff_id entry_id campaign_id waits_since replied_at",
        "personal data, and who works on it",
    ),
    ("confirmation", "*", "answers a reply and is on no roll"),
];
