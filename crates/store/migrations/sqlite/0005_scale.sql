-- The same columns in another order: the id, which no two customers share, comes right after the columns that rules narrow
-- by. Sorting a million keys for the index then rarely looks further than the fourth column, and takes two thirds of the time.
DROP INDEX customer_facets;
CREATE INDEX customer_facets ON customer (
  site_stage, tier, last_purchase, id, city, purchase_count, purchase_total, phone_state, erased_at,
  consent_service, consent_care, consent_marketing, birthday, lunar_birthday, site_started, site_due, agent_id
) WHERE erased_at IS NULL;

-- The numbers that opted out of something: they are few, and looked up for every message that is handed over.
CREATE INDEX customer_opted_out ON customer (phone)
WHERE consent_service = 2 OR consent_care = 2 OR consent_marketing = 2;
