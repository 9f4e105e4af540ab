-- How often an import was read otherwise: what is applied is what was seen.
ALTER TABLE import_job ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
