-- Whether an event of the log tells of the row; those of before are told of by none.
ALTER TABLE suppressed ADD COLUMN told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1));
