-- The salt of what the log holds of the numbers of erased customers: one leaf over all of them. Each change of the list overwrites it.
CREATE TABLE erased_seal (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  salt BLOB NOT NULL
) STRICT;
