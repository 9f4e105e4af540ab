-- Runs whose close was refused, because their rolls do not add up or are not those that were frozen: since when.
CREATE TABLE broken_roll (
  run_no INTEGER NOT NULL PRIMARY KEY REFERENCES run (no),
  since INTEGER NOT NULL
) STRICT;
