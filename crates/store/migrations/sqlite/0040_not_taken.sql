-- What waits was certainly not taken, and so was what expired, was left out or was cancelled while it waited: a hand-over that the
-- carrier refused for now is no moment at which anybody was written to.
UPDATE entry SET handed_at = NULL
WHERE handed_at IS NOT NULL
  AND (outcome IN (0, 1, 2, 10)
    OR outcome = 9 AND EXISTS (
      SELECT 1 FROM attempt a WHERE a.entry_id = entry.id AND a.n = entry.attempts AND a.answer = 'deferred'));
