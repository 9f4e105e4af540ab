-- When a customers' file or a person last said the stage of the site: events of days before that move it forward only.
ALTER TABLE customer ADD COLUMN site_stage_said INTEGER;
-- Of those who are there, it was known at the latest when they were made, unless an event has said it.
UPDATE customer SET site_stage_said = created_at WHERE site_stage IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM customer_event e WHERE e.customer_id = customer.id AND e.site_stage IS NOT NULL);
