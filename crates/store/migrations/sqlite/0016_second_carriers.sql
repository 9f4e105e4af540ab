-- A carrier that takes over from another, and hours that a carrier has of its own.

-- fallback: the name of the carrier that takes over while this one sends nothing. hours_from, hours_until: minutes of the day in
-- the firm's zone, within the firm's own hours.
ALTER TABLE carrier ADD COLUMN fallback TEXT;
ALTER TABLE carrier ADD COLUMN hours_from INTEGER;
ALTER TABLE carrier ADD COLUMN hours_until INTEGER;

-- Carriers that took over part of a run; since: from when on.
CREATE TABLE run_carrier (
  run_no INTEGER NOT NULL REFERENCES run (no),
  carrier TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (run_no, carrier)
) STRICT, WITHOUT ROWID;
