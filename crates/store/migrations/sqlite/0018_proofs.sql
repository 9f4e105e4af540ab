-- The last check of the whole log: how far, and with which root, signed by the log's key. Without it the next start checks everything.
CREATE TABLE log_checked (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  note TEXT NOT NULL
) STRICT;

-- late 1: recorded before consents were committed to the log, and committed later, with the time of the record.
ALTER TABLE consent_record ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
CREATE INDEX consent_uncommitted ON consent_record (id) WHERE event IS NULL;
