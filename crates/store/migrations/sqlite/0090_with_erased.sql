-- Whether an import brings back who was erased: only who imports can say so.
ALTER TABLE import_job ADD COLUMN with_erased INTEGER NOT NULL DEFAULT 0 CHECK (with_erased IN (0, 1));
