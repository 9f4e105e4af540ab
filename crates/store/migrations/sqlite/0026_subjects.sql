-- By blocks of 4,096 events: whatever is written touches the pages of the newest block alone, however many subjects there are. Who looks
-- for a subject looks into each block.
DROP INDEX event_by_subject;
CREATE INDEX event_by_subject ON event (seq >> 12, subject);
