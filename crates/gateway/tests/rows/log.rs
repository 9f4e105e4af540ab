//! What is changed of the log itself: its events, tiles, checkpoints, keys, and the words beside it.

use super::Change;

pub const CHANGES: &[Change] = &[
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
    ("DELETE FROM checkpoint", &["the checkpoint of the log of"]),
    (
        "DELETE FROM checkpoint WHERE size = (SELECT MIN(size) FROM checkpoint)",
        &["which was sent out to be kept elsewhere, is gone"],
    ),
    (
        "UPDATE checkpoint SET before = 0",
        &["on which it followed is not what the gateway wrote"],
    ),
    (
        "UPDATE checkpoint SET before_seal = NULL",
        &["on which it followed is not what the gateway wrote"],
    ),
    (
        "INSERT INTO log_key (key, since) VALUES ('rollcall/x', 1)",
        &["the log's key rollcall/x"],
    ),
    (
        "UPDATE event SET seq = seq + 9 WHERE seq = (SELECT MAX(seq) FROM event)",
        &["is gone"],
    ),
    ("UPDATE tile SET level = 5 WHERE level = 0", &["tile 0/0"]),
    ("UPDATE tile SET place = place + 1 WHERE level = 0", &["tile 0/0"]),
    ("UPDATE log_key SET since = since + 1", &["its since is not"]),
    ("UPDATE log_key SET retired_at = 1", &["its retired at is not"]),
    (
        "UPDATE side_tile SET hashes = zeroblob(32) WHERE kind = 1",
        &["the kept tile"],
    ),
    ("UPDATE side_tile SET place = 7 WHERE kind = 1", &["the kept tile"]),
    ("UPDATE side_tile SET level = 4 WHERE kind = 1", &["the kept tile"]),
];
