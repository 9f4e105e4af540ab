//! What of the database the log answers for, and what it does not.

/// What is changed, and what is said of it.
pub const CHANGES: &[(&str, &[&str])] = &[
    (
        "UPDATE event SET actor = 'x' WHERE seq IN (3, 5)",
        &["event 3 ", "event 5 "],
    ),
    ("UPDATE event SET at = at + 1 WHERE seq = 4", &["event 4 "]),
    ("UPDATE event SET actor_kind = 'user' WHERE seq = 4", &["event 4 "]),
    ("UPDATE event SET action = 'x' WHERE seq = 4", &["event 4 "]),
    ("UPDATE event SET subject_kind = 'x' WHERE seq = 4", &["event 4 "]),
    ("UPDATE event SET subject = 'x' WHERE seq = 4", &["event 4 "]),
    (
        "UPDATE event SET details = '{}' WHERE action = 'run.closed'",
        &["content or its leaf was changed"],
    ),
    ("UPDATE event SET leaf = x'02' WHERE seq = 4", &["event 4 "]),
    ("UPDATE event SET leaf_hash = zeroblob(32) WHERE seq = 4", &["event 4 "]),
    ("DELETE FROM event WHERE seq = 4", &["event 4 of the log is gone"]),
    (
        "DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)",
        &["is gone"],
    ),
    ("UPDATE tile SET hashes = zeroblob(32)", &["tile 0/0"]),
    ("DELETE FROM tile", &["tile 0/0"]),
    ("UPDATE log_head SET size = size - 1", &["its last checkpoint is at"]),
    (
        "UPDATE log_head SET root = zeroblob(32)",
        &["are not those that its last checkpoint signed"],
    ),
    (
        "UPDATE checkpoint SET note = replace(note, '=', 'A') WHERE size = (SELECT MIN(size) FROM checkpoint)",
        &["the checkpoint at"],
    ),
    (
        "UPDATE checkpoint SET size = size + 1 WHERE size = (SELECT MIN(size) FROM checkpoint)",
        &["speaks of another size"],
    ),
    (
        "UPDATE checkpoint SET note = (SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1) WHERE size = (SELECT MIN(size) FROM checkpoint)",
        &["speaks of another size"],
    ),
    (
        "DELETE FROM checkpoint WHERE size = (SELECT MAX(size) FROM checkpoint)",
        &["the checkpoint of the log of"],
    ),
    ("UPDATE log_key SET key = key || 'A'", &["the log's key"]),
    ("DELETE FROM log_key", &["the log's key"]),
    (
        "UPDATE event_words SET words = words || '!' WHERE seq = (SELECT MAX(seq) FROM event_words WHERE key = 'reason')",
        &["the reason kept beside it"],
    ),
    (
        "UPDATE event_words SET salt = zeroblob(32) WHERE seq = (SELECT MAX(seq) FROM event_words WHERE key = 'reason')",
        &["the reason kept beside it"],
    ),
    (
        "UPDATE event_words SET key = 'x' WHERE seq = (SELECT MAX(seq) FROM event_words WHERE key = 'reason')",
        &["the x kept beside it"],
    ),
    (
        "UPDATE event_words SET seq = 0 WHERE seq = (SELECT MAX(seq) FROM event_words WHERE key = 'reason')",
        &["event 0: the reason"],
    ),
    (
        "DELETE FROM event_words WHERE seq = (SELECT MAX(seq) FROM event_words WHERE key = 'reason')",
        &["the reason that was kept beside it is gone"],
    ),
    (
        "DELETE FROM event_words WHERE seq IN (SELECT event FROM settlement)",
        &["the reason that was kept beside it is gone"],
    ),
    (
        "UPDATE letter SET secret = NULL WHERE entry_id & 4294967295 = 3",
        &["entry 3 "],
    ),
    (
        "UPDATE letter SET secret = NULL, text = NULL, phone = NULL WHERE entry_id & 4294967295 = 3",
        &["entry 3 "],
    ),
    (
        "UPDATE letter SET leaf = NULL WHERE entry_id & 4294967295 = 3",
        &["missing or unreadable"],
    ),
    ("DELETE FROM staff WHERE role = 'agent'", &["it is in the log, and gone"]),
    ("DELETE FROM token", &["it is in the log, and gone"]),
    ("DELETE FROM carrier", &["carrier sandbox: it is in the log, and gone"]),
    ("DELETE FROM campaign", &["it is in the log, and gone"]),
    ("DELETE FROM decision", &["it is in the log, and gone"]),
    ("DELETE FROM template", &["it is in the log, and gone"]),
    ("DELETE FROM import_job", &["it is in the log, and gone"]),
    ("DELETE FROM settlement", &["it is in the log, and gone"]),
    ("DELETE FROM witness", &["it is in the log, and gone"]),
    ("DELETE FROM run", &["it is in the log, and gone"]),
    ("DELETE FROM attempt", &["its attempts is not"]),
    ("DELETE FROM consent_record", &["are gone"]),
    ("DELETE FROM checkpoint", &["the checkpoint of the log of"]),
    (
        "INSERT INTO log_key (key, since) VALUES ('rollcall/x', 1)",
        &["the log's key rollcall/x"],
    ),
    (
        "INSERT INTO consent_record (id, customer_id, purpose, state, source, given_at, recorded_at, actor_kind, actor)
         SELECT x'00000000000000000000000000000077', customer_id, 'care', 1, 'form', 1, 1, 'user', 'u' FROM consent_record LIMIT 1",
        &["no event of the log recorded the consent 00000000-0000-0000-0000-000000000077"],
    ),
    (
        "UPDATE letter SET text = 'x' WHERE entry_id & 4294967295 = 4",
        &["entry 4 "],
    ),
    (
        "UPDATE letter SET phone = '+8613800000099' WHERE entry_id & 4294967295 = 0",
        &["entry 0 "],
    ),
    (
        "UPDATE letter SET secret = zeroblob(32) WHERE entry_id & 4294967295 = 3",
        &["entry 3 "],
    ),
    (
        "UPDATE letter SET leaf = zeroblob(32) WHERE entry_id & 4294967295 = 2",
        &["entry 2 ", "not those that were frozen"],
    ),
    (
        "DELETE FROM letter WHERE entry_id & 4294967295 = 2",
        &["missing or unreadable"],
    ),
    (
        "UPDATE entry SET customer_id = zeroblob(16) WHERE id & 4294967295 = 1",
        &["entry 1 "],
    ),
    (
        "UPDATE entry SET cost_millis = 0 WHERE id & 4294967295 = 5",
        &["entry 5 "],
    ),
    (
        "UPDATE entry SET parts = parts + 1 WHERE id & 4294967295 = 5",
        &["entry 5 "],
    ),
    (
        "UPDATE entry SET outcome = 6, reason = NULL WHERE id & 4294967295 = 5",
        &["no_receipt, and there are", "it says 1 no_receipt", "one of the rows 0 to 255 is not"],
    ),
    (
        "UPDATE entry SET reason = 'blocked' WHERE outcome = 8",
        &["another root"],
    ),
    (
        "UPDATE entry SET outcome = 1 WHERE id & 4294967295 = 5",
        &["entry 5 stands at queued"],
    ),
    (
        "DELETE FROM entry WHERE id = (SELECT MAX(id) FROM entry)",
        &["not those that were frozen"],
    ),
    (
        "INSERT INTO entry (id, run_no, customer_id, outcome, parts, cost_millis, updated_at)
         SELECT id + 500, run_no, zeroblob(16), 7, 1, 0, 0 FROM entry LIMIT 1",
        &["missing or unreadable"],
    ),
    ("UPDATE run SET audience = audience + 1", &["its audience is not"]),
    (
        "UPDATE run SET delivered = delivered - 1, failed = failed + 1",
        &["delivered, and there are"],
    ),
    ("UPDATE run SET parts = parts + 1", &["its parts is not"]),
    ("UPDATE run SET cost_millis = 0", &["its cost millis is not"]),
    ("UPDATE run SET frozen_at = frozen_at - 1", &["its frozen at is not"]),
    ("UPDATE run SET closed_at = closed_at - 1", &["its closed at is not"]),
    (
        "UPDATE run SET state = 'awaiting', closed_at = NULL",
        &["its closed is not"],
    ),
    (
        "UPDATE run SET content = replace(content, '您好', '再见')",
        &["its content is not"],
    ),
    ("UPDATE run SET state = 'paused'", &["its state is not"]),
    ("DELETE FROM receipt", &["it has 0 receipts, and the log tells of"]),
    ("UPDATE run SET roll = 0", &["its roll is not"]),
    (
        "UPDATE run SET due_at = due_at + 1, purpose = 'service'",
        &["its due at is not", "its purpose is not"],
    ),
    ("UPDATE run SET digest = 'x'", &["its content is not"]),
    ("UPDATE run SET carrier = 'x'", &["its carrier is not"]),
    ("UPDATE run SET id = zeroblob(16)", &["in the log, and gone"]),
    (
        "UPDATE event SET seq = seq + 9 WHERE seq = (SELECT MAX(seq) FROM event)",
        &["is gone"],
    ),
    ("UPDATE tile SET level = 5 WHERE level = 0", &["tile 0/0"]),
    ("UPDATE tile SET place = place + 1 WHERE level = 0", &["tile 0/0"]),
    ("UPDATE log_key SET since = since + 1", &["its since is not"]),
    (
        "UPDATE side_tile SET hashes = zeroblob(32) WHERE kind = 1",
        &["the kept tile"],
    ),
    ("UPDATE side_tile SET place = 7 WHERE kind = 1", &["the kept tile"]),
    ("UPDATE side_tile SET level = 4 WHERE kind = 1", &["the kept tile"]),
    (
        "UPDATE staff SET id = zeroblob(16) WHERE role = 'agent'",
        &["user 00000000-0000-0000-0000-000000000000: the log does not know it"],
    ),
    (
        "UPDATE staff SET role = 'admin' WHERE role = 'agent'",
        &["its role is not"],
    ),
    (
        "UPDATE staff SET active = 0 WHERE role = 'agent'",
        &["its active is not"],
    ),
    (
        "UPDATE staff SET created_at = 0 WHERE role = 'agent'",
        &["its created at is not"],
    ),
    ("UPDATE token SET id = zeroblob(16)", &["the log does not know it"]),
    ("UPDATE token SET role = 'agent'", &["its role is not"]),
    (
        "UPDATE token SET created_by = (SELECT id FROM staff WHERE role = 'agent')",
        &["its created by is not"],
    ),
    ("UPDATE token SET created_at = 0", &["its created at"]),
    ("UPDATE token SET revoked_at = NULL", &["its revoked at"]),
    ("UPDATE organisation SET version = version + 1", &["its version is not"]),
    (
        "UPDATE organisation SET settings = json_set(settings, '$.receipt_hours', 1)",
        &["its receipt hours is not"],
    ),
    (
        "UPDATE carrier SET name = 'x'",
        &["carrier sandbox: it is in the log, and gone"],
    ),
    ("UPDATE carrier SET kind = 'smpp'", &["its kind"]),
    ("UPDATE carrier SET enabled = 0", &["its enabled"]),
    ("UPDATE carrier SET price_millis = 1", &["its price millis"]),
    ("UPDATE carrier SET rate = 9", &["its rate"]),
    ("UPDATE carrier SET policy = 'x'", &["its policy"]),
    ("UPDATE carrier SET fallback = 'x'", &["its fallback"]),
    ("UPDATE carrier SET hours_from = 1, hours_until = 2", &["its hours"]),
    ("UPDATE witness SET folder = NULL", &["its folder"]),
    ("UPDATE witness SET url = 'x'", &["its url"]),
    ("UPDATE witness SET hours = 9", &["its hours"]),
    ("UPDATE template SET id = zeroblob(16)", &["it is in the log, and gone"]),
    ("UPDATE template SET version = 9", &["its version"]),
    ("UPDATE template SET archived = 0", &["its archived"]),
    ("UPDATE template SET updated_by = NULL", &["its updated by"]),
    ("UPDATE template SET updated_at = 0", &["its updated at"]),
    (
        "UPDATE template_version SET template_id = zeroblob(16) WHERE version = 1",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE template_version SET version = 9 WHERE version = 1",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE template_version SET purpose = 'service' WHERE version = 1",
        &["its purpose"],
    ),
    (
        "UPDATE template_version SET made_by = NULL WHERE version = 1",
        &["its made by"],
    ),
    (
        "UPDATE template_version SET made_at = 0 WHERE version = 1",
        &["its made at"],
    ),
    (
        "UPDATE segment SET id = zeroblob(16) WHERE built_in IS NULL",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE segment SET version = 9 WHERE built_in IS NULL",
        &["its version"],
    ),
    (
        "UPDATE segment SET archived_at = NULL WHERE built_in IS NULL",
        &["its archived at"],
    ),
    (
        "UPDATE segment SET created_at = 0 WHERE built_in IS NULL",
        &["its created at"],
    ),
    (
        "UPDATE segment SET updated_at = 0 WHERE built_in IS NULL",
        &["its updated at"],
    ),
    ("UPDATE campaign SET id = zeroblob(16)", &["it is in the log, and gone"]),
    ("UPDATE campaign SET version = 9", &["its version"]),
    ("UPDATE campaign SET state = 'draft'", &["its state"]),
    (
        "UPDATE campaign SET content = replace(content, '您好', '再见')",
        &["its content"],
    ),
    ("UPDATE campaign SET digest = 'x'", &["its digest"]),
    ("UPDATE campaign SET next_at = 7", &["its next at"]),
    ("UPDATE campaign SET author = NULL", &["its author"]),
    ("UPDATE campaign SET submitted_by = NULL", &["its submitted by"]),
    ("UPDATE campaign SET submitted_at = 0", &["its submitted at"]),
    ("UPDATE campaign SET approved_by = author", &["its approved by"]),
    ("UPDATE campaign SET approved_at = 0", &["its approved at"]),
    ("UPDATE campaign SET returned = 1", &["its returned"]),
    ("UPDATE campaign SET created_at = 0", &["its created at"]),
    ("UPDATE campaign SET updated_at = 0", &["its updated at"]),
    (
        "UPDATE decision SET campaign_id = zeroblob(16) WHERE kind = 'approved'",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE decision SET at = 0 WHERE kind = 'approved'",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE decision SET kind = 'withdrawn' WHERE kind = 'approved'",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE decision SET made_by = (SELECT author FROM campaign) WHERE kind = 'approved'",
        &["its made by"],
    ),
    (
        "UPDATE decision SET digest = 'x' WHERE kind = 'approved'",
        &["its digest"],
    ),
    (
        "UPDATE decision SET content = replace(content, '您好', '再见') WHERE kind = 'approved'",
        &["its content"],
    ),
    ("UPDATE run SET no = no + 1", &["not those that were frozen"]),
    ("UPDATE run SET campaign_id = zeroblob(16)", &["its campaign is not"]),
    ("UPDATE run SET campaign_version = 9", &["its campaign version"]),
    ("UPDATE run SET author_id = approver_id", &["its author id", "its frozen author"]),
    ("UPDATE run SET approver_id = author_id", &["its approver id", "its frozen approver"]),
    ("UPDATE run SET approved_at = 0", &["its approved at", "its frozen approved at"]),
    ("UPDATE run SET opened_at = 0", &["its opened at"]),
    ("UPDATE run SET valid_until = valid_until + 1", &["its end is not"]),
    ("UPDATE run SET held_why = 'late'", &["its held why"]),
    ("UPDATE run SET doomed = 1", &["its doomed"]),
    ("UPDATE run SET rate = 7", &["its rate"]),
    ("UPDATE run SET excluded = excluded + 1", &[" excluded, and there are"]),
    ("UPDATE run SET queued = queued + 1", &[" queued, and there are"]),
    ("UPDATE run SET held = held + 1", &[" held, and there are"]),
    (
        "UPDATE run SET handed_over = handed_over + 1",
        &[" handed_over, and there are"],
    ),
    ("UPDATE run SET in_doubt = in_doubt + 1", &[" in_doubt, and there are"]),
    ("UPDATE run SET accepted = accepted + 1", &[" accepted, and there are"]),
    (
        "UPDATE run SET no_receipt = no_receipt + 1",
        &[" no_receipt, and there are"],
    ),
    ("UPDATE run SET failed = failed + 1", &[" failed, and there are"]),
    ("UPDATE run SET expired = expired + 1", &[" expired, and there are"]),
    (
        "UPDATE run SET cancelled = cancelled + 1",
        &[" cancelled, and there are"],
    ),
    (
        "UPDATE entry SET id = id + 900 WHERE id & 4294967295 = 6",
        &["missing or unreadable", "entry 6 is gone", "entry 906 is none of those"],
    ),
    (
        "UPDATE entry SET run_no = 9 WHERE id & 4294967295 = 6",
        &["its attempts of entries"],
    ),
    (
        "UPDATE entry SET attempts = attempts + 1 WHERE id & 4294967295 = 6",
        &["its attempts of entries"],
    ),
    (
        "UPDATE letter SET entry_id = entry_id + 900 WHERE entry_id & 4294967295 = 6",
        &["missing or unreadable"],
    ),
    (
        "UPDATE attempt SET entry_id = entry_id + 4294967296 WHERE entry_id & 4294967295 = 6",
        &["its attempts is not"],
    ),
    (
        "DELETE FROM attempt WHERE entry_id & 4294967295 = 6",
        &["its attempts is not"],
    ),
    (
        "INSERT INTO run_carrier (run_no, carrier, since) SELECT no, 'x', 1 FROM run",
        &["second carrier"],
    ),
    (
        "UPDATE settlement SET event = event - 1",
        &["it is in the log, and gone"],
    ),
    ("UPDATE settlement SET at = 0", &["its at is not"]),
    ("UPDATE settlement SET settled_by = 'x'", &["its settled by"]),
    ("UPDATE settlement SET how = 'not_sent'", &["its how"]),
    ("UPDATE settlement SET reason = 'x'", &["its reason"]),
    (
        "DELETE FROM settlement WHERE entry_id = (SELECT MIN(entry_id) FROM settlement)",
        &["settlement"],
    ),
    ("UPDATE suppressed SET told = 0 WHERE purpose = 'care'", &["opt-outs 1: its rows"]),
    ("DELETE FROM suppressed WHERE purpose = 'care'", &["opt-outs 1: its rows"]),
    ("DELETE FROM suppressed", &["opt-outs 1: its rows"]),
    (
        "INSERT INTO suppressed (number, purpose, since, told) VALUES (x'07', 'care', 1, 1)",
        &["opt-outs 1: its rows"],
    ),
    ("UPDATE conversation SET state = 'taken'", &["its state"]),
    ("UPDATE conversation SET note = 'x'", &["its note"]),
    ("UPDATE conversation SET event = 1", &["its note"]),
    (
        "UPDATE import_job SET id = zeroblob(16)",
        &["it is in the log, and gone"],
    ),
    ("UPDATE import_job SET kind = 'events'", &["its kind"]),
    ("UPDATE import_job SET bytes = 1", &["its bytes"]),
    ("UPDATE import_job SET state = 'applied'", &["its state"]),
    ("UPDATE import_job SET actor_kind = 'system'", &["its actor kind"]),
    ("UPDATE import_job SET actor = 'x'", &["its actor"]),
    ("UPDATE import_job SET created_at = 0", &["its created at"]),
    (
        "UPDATE customer SET consent_service = 1 WHERE id = (SELECT MIN(id) FROM customer)",
        &["the card does not say of service"],
    ),
    (
        "UPDATE customer SET consent_care = 3 - consent_care WHERE id = (SELECT MIN(customer_id) FROM consent_record)",
        &["the card does not say of care"],
    ),
    (
        "UPDATE customer SET consent_marketing = 1 WHERE id = (SELECT MIN(id) FROM customer)",
        &["the card does not say of marketing"],
    ),
    (
        "UPDATE customer SET erased_at = NULL WHERE erased_at IS NOT NULL",
        &["erased customer 00000000-0000-0000-0000-000000000063: it is in the log, and gone"],
    ),
    (
        "UPDATE consent_record SET customer_id = (SELECT MAX(id) FROM customer) WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET purpose = 'service' WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET state = 2 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET source = 'x' WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET evidence = 'x' WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET given_at = 1 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET recorded_at = 1 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["a consent that it recorded is of another time"],
    ),
    (
        "UPDATE consent_record SET actor_kind = 'system' WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["a consent that it recorded is of another time"],
    ),
    (
        "UPDATE consent_record SET actor = 'x' WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["a consent that it recorded is of another time"],
    ),
    (
        "UPDATE consent_record SET event = event + 1 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["the consents that it recorded are gone"],
    ),
    (
        "UPDATE consent_record SET place = 1 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET leaf = zeroblob(32) WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET salt = NULL WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET late = 1 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["a consent that it recorded is of another time"],
    ),
];

/// Columns that are no part of the promise, by table, and why.
pub const OUTSIDE: &[(&str, &str, &str)] = &[
    (
        "staff",
        "login name password_hash seen_at",
        "how somebody signs in and is called; who acted is the id",
    ),
    (
        "session",
        "*",
        "who is signed in at the moment; the log has its own word of each beginning and end",
    ),
    (
        "token",
        "name secret_hash used_at",
        "how another system signs in and is called; who acted is the id",
    ),
    (
        "organisation",
        "id setup_hash",
        "there is one; the secret of the first start",
    ),
    (
        "carrier",
        "config",
        "holds the carrier's secret, sealed, of which the log holds nothing",
    ),
    (
        "customer",
        "id version number name sex phone phone_state phone_raw phone_key tier city tags site_stage site_name site_started site_due \
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
        "reply",
        "*",
        "personal data; the consent that one withdraws is committed",
    ),
    (
        "suppressed",
        "number purpose since",
        "hashes of the numbers of those who are nobody's customers, which the log must not know; how many there are, it does",
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
        "segment",
        "name rule built_in actor_kind actor",
        "a run carries the rule by which it froze",
    ),
    (
        "import_job",
        "file path format done total permille new_rows changed_rows unchanged_rows refused_rows unreachable_rows layout columns sample \
         understood problem ended_at",
        "how far it is and what is shown of it; the consents that it recorded are committed",
    ),
    ("import_refusal", "*", "what is shown of an import"),
    ("column_memory", "*", "what the next import guesses"),
    (
        "template",
        "name purpose text others",
        "a campaign carries the text that was approved",
    ),
    (
        "template_version",
        "name text others",
        "a campaign carries the text that was approved",
    ),
    (
        "campaign",
        "name segment_id template_id body",
        "found by; what is sent stands in the content",
    ),
    (
        "campaign_maker",
        "*",
        "who may not approve, until it is approved; the log says who made it",
    ),
    (
        "decision",
        "n comment",
        "the order, which the times have too; words to the author",
    ),
    (
        "run",
        "name author approver",
        "names as they were then; who it was is the id",
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
        "n lease carrier at answered_at answer detail reference",
        "the way to an outcome; the outcome is committed, and how many there were",
    ),
    (
        "receipt",
        "*",
        "the way to an outcome; how many there were is in the log",
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
    ("witness_sent", "*", "what was sent elsewhere lies elsewhere"),
    (
        "conversation",
        "id version phone customer_id staff_id entry_id campaign_id waits_since replied_at",
        "personal data, and who works on it",
    ),
    ("confirmation", "*", "answers a reply and is on no roll"),
];
