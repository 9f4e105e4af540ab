-- Numbers that opted out and belong to nobody: strangers', and those of erased customers. `number` is a keyed hash (HMAC-SHA-256),
-- and its key is not in the database.
CREATE TABLE suppressed (
  number BLOB NOT NULL,
  purpose TEXT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (number, purpose)
) WITHOUT ROWID;
-- What tells the key from another.
CREATE TABLE number_key (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  mark BLOB NOT NULL
);
