-- Consents as commitments in the log, and what proofs need of trees whose leaves are kept anyway.

-- The event that recorded it and its place among what that event recorded; NULL: recorded before consents were committed.
ALTER TABLE consent_record ADD COLUMN event INTEGER;
ALTER TABLE consent_record ADD COLUMN place INTEGER;
-- The leaf stays for ever. The salt that opens it goes with the customer.
ALTER TABLE consent_record ADD COLUMN leaf BLOB;
ALTER TABLE consent_record ADD COLUMN salt BLOB;
CREATE UNIQUE INDEX consent_of_event ON consent_record (event, place) WHERE event IS NOT NULL;

CREATE TRIGGER consent_stays BEFORE DELETE ON consent_record WHEN OLD.event IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the consent is in the log'); END;

CREATE TRIGGER consent_leaf_stays BEFORE UPDATE OF id, customer_id, purpose, state, given_at, event, place, leaf ON consent_record
WHEN OLD.event IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the consent is in the log'); END;

-- Tiles from level 1 on. kind 1: the roll of the run `owner` at its freeze, 2: at its close, 3: the consents of the event `owner`.
CREATE TABLE side_tile (
  kind INTEGER NOT NULL,
  owner INTEGER NOT NULL,
  level INTEGER NOT NULL CHECK (level > 0),
  place INTEGER NOT NULL,
  hashes BLOB NOT NULL CHECK (LENGTH(hashes) % 32 = 0 AND LENGTH(hashes) BETWEEN 32 AND 8192),
  PRIMARY KEY (kind, owner, level, place)
) STRICT, WITHOUT ROWID;
