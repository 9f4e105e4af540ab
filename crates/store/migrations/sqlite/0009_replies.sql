-- A carrier tells a reply again that we did not acknowledge before we died: it is known by number, text and moment.
CREATE INDEX reply_of_phone ON reply (phone, at) WHERE phone IS NOT NULL;

-- What waits for a word from the carrier has a moment at which it waits no longer; without one no sweep would ever find it.
CREATE TRIGGER entry_has_a_deadline BEFORE UPDATE OF outcome, deadline_at ON entry
WHEN NEW.outcome IN (3, 5) AND NEW.deadline_at IS NULL
BEGIN SELECT RAISE(ABORT, 'an entry that waits for a carrier has a deadline'); END;
