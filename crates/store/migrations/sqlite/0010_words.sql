-- What persons typed about a change, kept beside its event: the leaf holds a salted digest alone, so that the words can be erased.

-- key: the detail whose digest stands in the leaf under this key with _digest behind it.
CREATE TABLE event_words (
  seq INTEGER NOT NULL,
  key TEXT NOT NULL,
  salt BLOB NOT NULL CHECK (LENGTH(salt) = 32),
  words TEXT NOT NULL,
  PRIMARY KEY (seq, key)
) STRICT, WITHOUT ROWID;

-- Customers of whom the words speak: their erasure takes the words.
CREATE TABLE event_about (
  customer_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (customer_id, seq)
) STRICT, WITHOUT ROWID;

-- The event of the settlement, whose words its reason repeats; NULL: settled before words were kept beside the log.
ALTER TABLE settlement ADD COLUMN event INTEGER;
CREATE INDEX settlement_of_event ON settlement (event) WHERE event IS NOT NULL;
