-- On which checkpoint this one followed, by its size, and the gateway's keyed word for it; NULL in those of before.
ALTER TABLE checkpoint ADD COLUMN before INTEGER;
ALTER TABLE checkpoint ADD COLUMN before_seal TEXT;
