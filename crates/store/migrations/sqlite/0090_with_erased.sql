-- Whether an import brings back who was erased: only who imports can say so.
ALTER TABLE import_job ADD COLUMN with_erased INTEGER NOT NULL DEFAULT 0 CHECK (with_erased IN (0, 1));
-- Numbers of erased customers, as keyed hashes like those that opted out. No moment stands beside one, the rows have no order but
-- that of the hashes, and no event tells of one: any of these would tell which erased customer it was.
CREATE TABLE erased_number (
  number BLOB NOT NULL PRIMARY KEY
) WITHOUT ROWID;
