-- What every move of an entry is held to, in one look after it: each look costs as much as half the move itself.
DROP TRIGGER entry_of_closed_run;
DROP TRIGGER entry_has_a_deadline;

CREATE TRIGGER entry_moves AFTER UPDATE ON entry
WHEN (NEW.outcome IN (3, 5) AND NEW.deadline_at IS NULL) OR (SELECT state FROM run WHERE no = OLD.run_no) = 'closed'
BEGIN
  SELECT CASE WHEN (SELECT state FROM run WHERE no = OLD.run_no) = 'closed' THEN RAISE(ABORT, 'the run is closed')
    ELSE RAISE(ABORT, 'an entry that waits for a carrier has a deadline') END;
END;
