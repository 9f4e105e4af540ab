-- Messages that a carrier took in parts, each under a name of its own.

-- One name of one part. Where a message has one name only, it stands beside the attempt, and here is nothing.
CREATE TABLE part (
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  n INTEGER NOT NULL,
  reference TEXT NOT NULL,
  carrier TEXT NOT NULL,
  -- From 1, in the order in which the carrier named them.
  part INTEGER NOT NULL,
  -- Parts of the whole message; more than there are names where some were never named.
  parts INTEGER NOT NULL,
  PRIMARY KEY (entry_id, n, reference)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_by_reference ON part (reference, carrier);

-- The name, as it was told, of the part that a receipt speaks of; NULL: of the whole message.
ALTER TABLE receipt ADD COLUMN part TEXT;
