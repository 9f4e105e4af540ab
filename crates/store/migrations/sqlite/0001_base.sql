-- Staff, their sessions, API tokens, settings, and the log of every change of state.
-- Times are UTC milliseconds, ids are UUIDv7 (16 bytes), codes are those of the domain.

CREATE TABLE staff (
  id BLOB NOT NULL PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  seen_at INTEGER
) STRICT;

CREATE TABLE session (
  id TEXT NOT NULL PRIMARY KEY,
  secret_hash BLOB NOT NULL UNIQUE,
  staff_id BLOB NOT NULL REFERENCES staff (id),
  browser TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX session_of_staff ON session (staff_id);

CREATE TABLE token (
  id BLOB NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  secret_hash BLOB NOT NULL UNIQUE,
  created_by BLOB NOT NULL REFERENCES staff (id),
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  revoked_at INTEGER
) STRICT;

-- One row: the organisation's settings as JSON, and the one-time set-up token's hash while the first admin is missing.
CREATE TABLE organisation (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  settings TEXT NOT NULL,
  setup_hash BLOB
) STRICT;

CREATE TABLE carrier (
  name TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  price_millis INTEGER NOT NULL,
  rate INTEGER NOT NULL,
  config TEXT NOT NULL
) STRICT;

-- Append-only; seq has no gaps. leaf is the canonical encoding of the event, leaf_hash its RFC 6962 leaf hash.
CREATE TABLE event (
  seq INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL,
  leaf BLOB NOT NULL,
  leaf_hash BLOB NOT NULL
) STRICT;
CREATE INDEX event_by_subject ON event (subject_kind, subject, seq);
CREATE INDEX event_by_actor ON event (actor, seq);
CREATE INDEX event_by_action ON event (action, seq);
