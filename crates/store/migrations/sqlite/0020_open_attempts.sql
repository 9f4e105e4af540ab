-- What a dead engine left unanswered is found by its entries, which are at hand by their outcome: an index that each hand-over
-- enters and each answer leaves is not needed beside.
DROP INDEX attempt_open;
