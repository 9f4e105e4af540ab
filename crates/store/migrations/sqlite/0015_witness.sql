-- Where checkpoints are sent to be kept, and what came of it.

-- hours: 0: after each checkpoint; else at most once in so many hours.
CREATE TABLE witness (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  folder TEXT,
  url TEXT,
  hours INTEGER NOT NULL
) STRICT;

-- size, sent_at: of the last that arrived; failed_at, failure: of the last that did not; tries: in vain since the last that arrived.
CREATE TABLE witness_sent (
  place TEXT NOT NULL PRIMARY KEY CHECK (place IN ('folder', 'url')),
  size INTEGER,
  sent_at INTEGER,
  failed_at INTEGER,
  failure TEXT,
  tries INTEGER NOT NULL DEFAULT 0
) STRICT;
