-- The stage that an event at a site names: only a later event with a stage says that the site is no longer there.
ALTER TABLE customer_event ADD COLUMN site_stage INTEGER;
