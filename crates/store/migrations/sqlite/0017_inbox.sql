-- What customers wrote that is no opt-out, as conversations that a person works through; and confirmations of opt-outs.

-- One a number. customer_id: whom of those with the number we wrote to last; NULL while nobody has it. entry_id: what the last
-- reply answers, campaign_id: its campaign. staff_id: who took it, or who dealt with it. waits_since: the first reply that nobody has
-- dealt with; replied_at: the last one.
CREATE TABLE conversation (
  id BLOB NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  phone TEXT NOT NULL UNIQUE,
  customer_id BLOB REFERENCES customer (id),
  state TEXT NOT NULL CHECK (state IN ('new', 'taken', 'done')),
  staff_id BLOB REFERENCES staff (id),
  entry_id INTEGER REFERENCES entry (id),
  campaign_id BLOB REFERENCES campaign (id),
  waits_since INTEGER NOT NULL,
  replied_at INTEGER NOT NULL,
  note TEXT,
  -- The event whose words the note repeats.
  event INTEGER,
  CHECK (state <> 'new' OR staff_id IS NULL),
  CHECK (state <> 'taken' OR staff_id IS NOT NULL)
) STRICT;
CREATE INDEX conversation_waiting ON conversation (state, waits_since, id);
CREATE INDEX conversation_by_reply ON conversation (state, replied_at, id);
CREATE INDEX conversation_of_customer ON conversation (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX conversation_of_event ON conversation (event) WHERE event IS NOT NULL;

-- A message that tells somebody that their opt-out was heard. lease: the fence of the engine that handed it over.
CREATE TABLE confirmation (
  id INTEGER NOT NULL PRIMARY KEY,
  phone TEXT NOT NULL,
  carrier TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'handed_over', 'taken', 'refused', 'in_doubt', 'lapsed')),
  lease INTEGER,
  CHECK (state <> 'handed_over' OR lease IS NOT NULL)
) STRICT;
CREATE INDEX confirmation_of_phone ON confirmation (phone, at);
CREATE INDEX confirmation_open ON confirmation (state, id) WHERE state IN ('due', 'handed_over');

-- What is settled stays: nothing that a carrier took, or may have taken, becomes due again.
CREATE TRIGGER confirmation_stays BEFORE UPDATE OF state ON confirmation
WHEN OLD.state NOT IN ('due', 'handed_over')
BEGIN SELECT RAISE(ABORT, 'the confirmation is settled'); END;
