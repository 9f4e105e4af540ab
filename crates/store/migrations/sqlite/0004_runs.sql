-- Runs, their rolls, and everything that was handed over, answered, received and settled.
-- A run is known outside by its id and inside by its number; an entry's id is its run's number × 2^32 plus its place on the roll.

CREATE TABLE run (
  no INTEGER NOT NULL PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  campaign_id BLOB NOT NULL REFERENCES campaign (id),
  campaign_version INTEGER NOT NULL,
  name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  -- What was approved: domain::campaign::Content as JSON, and its digest.
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  carrier TEXT NOT NULL,
  author_id BLOB,
  author TEXT NOT NULL,
  approver_id BLOB,
  approver TEXT NOT NULL,
  approved_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  frozen_at INTEGER,
  closed_at INTEGER,
  valid_until INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('freezing', 'held', 'running', 'paused', 'awaiting', 'cancelling', 'closed')),
  held_why TEXT,
  -- Late, and its policy says cancel: its roll is written all the same, and cancelled.
  doomed INTEGER NOT NULL DEFAULT 0,
  audience INTEGER NOT NULL DEFAULT 0,
  excluded INTEGER NOT NULL DEFAULT 0,
  queued INTEGER NOT NULL DEFAULT 0,
  held INTEGER NOT NULL DEFAULT 0,
  handed_over INTEGER NOT NULL DEFAULT 0,
  in_doubt INTEGER NOT NULL DEFAULT 0,
  accepted INTEGER NOT NULL DEFAULT 0,
  no_receipt INTEGER NOT NULL DEFAULT 0,
  delivered INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  expired INTEGER NOT NULL DEFAULT 0,
  cancelled INTEGER NOT NULL DEFAULT 0,
  -- Of what was handed over and not definitely refused.
  parts INTEGER NOT NULL DEFAULT 0,
  cost_millis INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 0,
  -- A firing opens one run, however often the gateway restarts.
  UNIQUE (campaign_id, due_at),
  CHECK ((state = 'held') = (held_why IS NOT NULL)),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK (state NOT IN ('running', 'awaiting', 'cancelling', 'closed') OR frozen_at IS NOT NULL),
  CHECK (excluded + queued + held + handed_over + in_doubt + accepted + no_receipt + delivered + failed + expired + cancelled = audience),
  CHECK (state <> 'closed' OR queued + held + handed_over + in_doubt + accepted = 0),
  CHECK (MIN(excluded, queued, held, handed_over, in_doubt, accepted, no_receipt, delivered, failed, expired, cancelled) >= 0)
) STRICT;
CREATE INDEX run_open ON run (state, no) WHERE state <> 'closed';
CREATE INDEX run_by_close ON run (closed_at, no) WHERE closed_at IS NOT NULL;

-- The roll. Nothing personal is in it but who the customer is; outcomes are the numbers of domain::roll::Outcome.
CREATE TABLE entry (
  id INTEGER NOT NULL PRIMARY KEY,
  run_no INTEGER NOT NULL REFERENCES run (no),
  customer_id BLOB NOT NULL,
  outcome INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 10),
  reason TEXT,
  detail TEXT,
  parts INTEGER NOT NULL,
  cost_millis INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Until when it is held; NULL: until a person decides.
  held_until INTEGER,
  -- By when a hand-over must be answered, or a receipt have come.
  deadline_at INTEGER,
  handed_at INTEGER,
  updated_at INTEGER NOT NULL,
  -- The run's revision at its last change.
  revision INTEGER NOT NULL DEFAULT 0,
  -- A customer stands on a roll once.
  UNIQUE (customer_id, run_no),
  CHECK (id / 4294967296 = run_no)
) STRICT;
CREATE INDEX entry_queued ON entry (run_no, id) WHERE outcome = 1;
CREATE INDEX entry_held ON entry (run_no, held_until, id) WHERE outcome = 2;
CREATE INDEX entry_doubt ON entry (run_no, id) WHERE outcome = 4;
CREATE INDEX entry_unanswered ON entry (run_no, deadline_at, id) WHERE outcome = 3;
CREATE INDEX entry_awaiting ON entry (run_no, deadline_at, id) WHERE outcome = 5;

-- What is personal about an entry: erased with the customer, while the entry and its outcome stay.
CREATE TABLE letter (
  entry_id INTEGER NOT NULL PRIMARY KEY REFERENCES entry (id),
  name TEXT NOT NULL,
  phone TEXT,
  text TEXT
) STRICT;

-- Intents: written durably before the hand-over. answered_at is NULL while no answer is known.
CREATE TABLE attempt (
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  n INTEGER NOT NULL,
  -- The fence of the engine that wrote it.
  lease INTEGER NOT NULL,
  carrier TEXT NOT NULL,
  at INTEGER NOT NULL,
  answered_at INTEGER,
  answer TEXT,
  detail TEXT,
  reference TEXT,
  PRIMARY KEY (entry_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_open ON attempt (lease, entry_id) WHERE answered_at IS NULL;
CREATE INDEX attempt_by_reference ON attempt (reference, carrier) WHERE reference IS NOT NULL;

-- What carriers said later. entry_id is NULL for an orphan; late: the run was closed already, and nothing changed.
CREATE TABLE receipt (
  id INTEGER NOT NULL PRIMARY KEY,
  carrier TEXT NOT NULL,
  reference TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  code TEXT,
  at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  entry_id INTEGER REFERENCES entry (id),
  late INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX receipt_of_entry ON receipt (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX receipt_orphan ON receipt (reference, carrier) WHERE entry_id IS NULL;

-- Doubts that a person settled.
CREATE TABLE settlement (
  entry_id INTEGER NOT NULL PRIMARY KEY REFERENCES entry (id),
  at INTEGER NOT NULL,
  settled_by TEXT NOT NULL,
  how TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- Who runs the engine. The fence counts up with every holder; work under an older fence is refused.
CREATE TABLE engine_lease (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  holder TEXT NOT NULL,
  fence INTEGER NOT NULL,
  held_until INTEGER NOT NULL
) STRICT;

-- A frozen roll neither grows nor shrinks, and a closed one does not change.
CREATE TRIGGER entry_after_freeze BEFORE INSERT ON entry
WHEN (SELECT frozen_at FROM run WHERE no = NEW.run_no) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the roll is frozen'); END;

CREATE TRIGGER entry_stays BEFORE DELETE ON entry
WHEN (SELECT frozen_at FROM run WHERE no = OLD.run_no) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the roll is frozen'); END;

CREATE TRIGGER entry_of_closed_run BEFORE UPDATE ON entry
WHEN (SELECT state FROM run WHERE no = OLD.run_no) = 'closed'
BEGIN SELECT RAISE(ABORT, 'the run is closed'); END;

CREATE TRIGGER entry_keeps_its_place BEFORE UPDATE OF id, run_no, customer_id ON entry
BEGIN SELECT RAISE(ABORT, 'an entry keeps its run, its place and its customer'); END;

CREATE TRIGGER run_stays_closed BEFORE UPDATE OF state, closed_at, audience ON run
WHEN OLD.state = 'closed'
BEGIN SELECT RAISE(ABORT, 'the run is closed'); END;
