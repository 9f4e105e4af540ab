-- What shows that the gateway wrote an event, and nobody else who has the database: a code under a key that is kept apart.
-- NULL in what was written before.
ALTER TABLE event ADD COLUMN mac BLOB;
