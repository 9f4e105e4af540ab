-- What the log holds of the row, and what opens it; NULL until the row of before is committed.
ALTER TABLE suppressed ADD COLUMN leaf BLOB;
ALTER TABLE suppressed ADD COLUMN salt BLOB;
