-- What waits for the allowed hours goes on when they are widened: asked at every step of the engine.
CREATE INDEX entry_out_of_hours ON entry (run_no, id) WHERE outcome = 2 AND reason = 'hours';
