-- When this database was last started as an older copy of itself, and how far that copy knew what happened.
CREATE TABLE taken_back (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL,
  known_until INTEGER NOT NULL
) STRICT;
