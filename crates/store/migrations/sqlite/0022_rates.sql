-- A run has a rate of its own.

-- How many of its messages are handed over a minute at most; NULL: as many as the carrier takes. It begins as approved (content.rate).
ALTER TABLE run ADD COLUMN rate INTEGER CHECK (rate > 0);
