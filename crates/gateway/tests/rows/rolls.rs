//! What is changed of runs and their rolls.

use super::Change;

pub const CHANGES: &[Change] = &[
    (
        "UPDATE letter SET secret = NULL WHERE entry_id & 4294967295 = 3",
        &["entry 4 "],
    ),
    (
        "UPDATE letter SET secret = NULL, text = NULL, phone = NULL WHERE entry_id & 4294967295 = 3",
        &["entry 4 "],
    ),
    (
        "UPDATE letter SET leaf = NULL WHERE entry_id & 4294967295 = 3",
        &["missing or unreadable"],
    ),
    ("DELETE FROM settlement", &["it is in the log, and gone"]),
    ("DELETE FROM run", &["it is in the log, and gone"]),
    ("DELETE FROM attempt", &["its attempts is not"]),
    (
        "UPDATE letter SET text = 'x' WHERE entry_id & 4294967295 = 4",
        &["entry 5 "],
    ),
    (
        "UPDATE letter SET phone = '+8613800000099' WHERE entry_id & 4294967295 = 0",
        &["entry 1 "],
    ),
    (
        "UPDATE letter SET secret = zeroblob(32) WHERE entry_id & 4294967295 = 3",
        &["entry 4 "],
    ),
    (
        "UPDATE letter SET leaf = zeroblob(32) WHERE entry_id & 4294967295 = 2",
        &["entry 3 ", "not those that were frozen"],
    ),
    (
        "DELETE FROM letter WHERE entry_id & 4294967295 = 2",
        &["missing or unreadable"],
    ),
    (
        "UPDATE entry SET customer_id = zeroblob(16) WHERE id & 4294967295 = 1",
        &["entry 2 "],
    ),
    (
        "UPDATE entry SET cost_millis = 0 WHERE id & 4294967295 = 5",
        &["entry 6 "],
    ),
    (
        "UPDATE entry SET parts = parts + 1 WHERE id & 4294967295 = 5",
        &["entry 6 "],
    ),
    (
        "UPDATE entry SET outcome = 6, reason = NULL WHERE id & 4294967295 = 5",
        &[
            "no_receipt, and there are",
            "it says 1 no_receipt",
            "one of the rows 0 to 255 is not",
        ],
    ),
    (
        "UPDATE entry SET reason = 'blocked' WHERE outcome = 8",
        &["not that of the close"],
    ),
    (
        "UPDATE entry SET outcome = 1 WHERE id & 4294967295 = 5",
        &["entry 6 stands at queued"],
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
    (
        "UPDATE receipt SET entry_id = NULL",
        &["it has 0 receipts, and the log tells of"],
    ),
    ("UPDATE receipt SET status = 'enroute'", &["leads to accepted"]),
    (
        "UPDATE receipt SET reason = 'unknown_subscriber' WHERE status = 'failed'",
        &["leads to failed:unknown_subscriber"],
    ),
    ("UPDATE receipt SET late = 1", &["leads to accepted"]),
    (
        "UPDATE receipt SET carrier = 'x'",
        &["its receipts are not those that its events tell of"],
    ),
    (
        "UPDATE receipt SET reference = 'x'",
        &["its receipts are not those that its events tell of"],
    ),
    (
        "UPDATE receipt SET code = 'x'",
        &["its receipts are not those that its events tell of"],
    ),
    (
        "UPDATE receipt SET at = at + 1",
        &["its receipts are not those that its events tell of"],
    ),
    (
        "UPDATE receipt SET received_at = received_at + 1",
        &["its receipts are not those that its events tell of"],
    ),
    (
        "UPDATE attempt SET n = n + 1 WHERE entry_id & 4294967295 = 1",
        &["its attempts are not those that its events tell of"],
    ),
    (
        "UPDATE attempt SET carrier = 'x' WHERE entry_id & 4294967295 = 1",
        &["its attempts are not those that its events tell of"],
    ),
    (
        "UPDATE attempt SET at = at + 1 WHERE entry_id & 4294967295 = 1",
        &["its attempts are not those that its events tell of"],
    ),
    (
        "UPDATE attempt SET parts = 2, cost_millis = 0 WHERE entry_id & 4294967295 = 1",
        &["its attempts are not those that its events tell of"],
    ),
    (
        "UPDATE attempt SET answered_at = answered_at + 1 WHERE entry_id & 4294967295 = 1",
        &["its answers are not those that its events tell of"],
    ),
    (
        "UPDATE attempt SET detail = 'x' WHERE entry_id & 4294967295 = 1",
        &["its answers are not those that its events tell of"],
    ),
    (
        "UPDATE attempt SET reference = reference || 'x' WHERE entry_id & 4294967295 = 1",
        &["its answers are not those that its events tell of"],
    ),
    ("UPDATE receipt SET part = 'x'", &["leads to accepted"]),
    (
        "UPDATE attempt SET answer = 'refused'",
        &["leads to failed:unspecified"],
    ),
    ("UPDATE run SET roll = 0", &["its roll is not"]),
    (
        "UPDATE run SET due_at = due_at + 1, purpose = 'service'",
        &["its due at is not", "its purpose is not"],
    ),
    ("UPDATE run SET digest = 'x'", &["its content is not"]),
    ("UPDATE run SET carrier = 'x'", &["its carrier is not"]),
    ("UPDATE run SET id = zeroblob(16)", &["in the log, and gone"]),
    ("UPDATE run SET no = no + 1", &["not those that were frozen"]),
    ("UPDATE run SET campaign_id = zeroblob(16)", &["its campaign is not"]),
    ("UPDATE run SET campaign_version = 9", &["its campaign version"]),
    (
        "UPDATE run SET author_id = approver_id",
        &["its author id", "its frozen author"],
    ),
    (
        "UPDATE run SET approver_id = author_id",
        &["its approver id", "its frozen approver"],
    ),
    (
        "UPDATE run SET approved_at = 0",
        &["its approved at", "its frozen approved at"],
    ),
    ("UPDATE run SET opened_at = 0", &["its opened at"]),
    ("UPDATE run SET valid_until = valid_until + 1", &["its end is not"]),
    ("UPDATE run SET held_why = 'late'", &["its held why"]),
    ("UPDATE run SET name = 'x'", &["its name or people's names is not"]),
    ("UPDATE run SET author = 'x'", &["its name or people's names is not"]),
    ("UPDATE run SET approver = 'x'", &["its name or people's names is not"]),
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
        &["missing or unreadable", "entry 7 is gone", "entry 907 is none of those"],
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
];
