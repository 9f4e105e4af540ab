-- Since when the key signs no longer, by the event that retired it.
ALTER TABLE log_key ADD COLUMN retired_at INTEGER;
